using System.Buffers;
using System.IO.Pipelines;
using System.Runtime.CompilerServices;
using Microsoft.AspNetCore.Connections;

namespace Hub.Api.Hosting;

/// <summary>
/// Between the transport (after TLS) and HTTP/2: passes every byte on as it is, counts the frames of the client, and cuts a connection that
/// floods. The server itself takes millions of PING, SETTINGS, WINDOW_UPDATE and empty frames without a word.
/// </summary>
internal sealed class FrameGuard : PipeReader, IDuplexPipe
{
    private readonly ConnectionContext _connection;
    private readonly PipeReader _input;
    private readonly CountingWriter _output;
    private readonly FrameCount _frames;
    private readonly Action<string> _onFlood;
    private ReadOnlySequence<byte> _read;
    private long _counted;

    /// <param name="connection">The connection, whose transport this takes the place of.</param>
    /// <param name="frames">Counts and judges.</param>
    /// <param name="onFlood">Is told of what there were too many, once.</param>
    public FrameGuard(ConnectionContext connection, FrameCount frames, Action<string> onFlood)
    {
        _connection = connection;
        _input = connection.Transport.Input;
        _output = new(connection.Transport.Output);
        _frames = frames;
        _onFlood = onFlood;
    }

    PipeReader IDuplexPipe.Input => this;

    PipeWriter IDuplexPipe.Output => _output;

    public override ValueTask<ReadResult> ReadAsync(CancellationToken cancellationToken = default)
    {
        var reading = _input.ReadAsync(cancellationToken);
        return reading.IsCompletedSuccessfully ? new(Counted(reading.Result)) : WaitAsync(reading);
    }

    public override bool TryRead(out ReadResult result)
    {
        if (!_input.TryRead(out result))
            return false;
        result = Counted(result);
        return true;
    }

    public override void AdvanceTo(SequencePosition consumed) => AdvanceTo(consumed, consumed);

    public override void AdvanceTo(SequencePosition consumed, SequencePosition examined)
    {
        _counted -= _read.Slice(0, consumed).Length;
        _read = default;
        _input.AdvanceTo(consumed, examined);
    }

    public override void CancelPendingRead() => _input.CancelPendingRead();

    public override void Complete(Exception? exception = null) => _input.Complete(exception);

    public override ValueTask CompleteAsync(Exception? exception = null) => _input.CompleteAsync(exception);

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<ReadResult> WaitAsync(ValueTask<ReadResult> reading) => Counted(await reading);

    private ReadResult Counted(ReadResult result)
    {
        _read = result.Buffer;

        // What was left unconsumed the last time was counted then.
        var flood = _frames.Add(_counted == 0 ? _read : _read.Slice(_counted), _output.Bytes);
        _counted = _read.Length;
        if (flood is null)
            return result;
        _onFlood(flood);
        var reason = new ConnectionAbortedException($"The client sent too many {flood} within a second.");
        _connection.Abort(reason);
        throw reason;
    }

    /// <summary>Counts what the hub sends.</summary>
    private sealed class CountingWriter(PipeWriter output) : PipeWriter
    {
        private long _bytes;

        public long Bytes => Volatile.Read(ref _bytes);

        public override bool CanGetUnflushedBytes => output.CanGetUnflushedBytes;

        public override long UnflushedBytes => output.UnflushedBytes;

        public override void Advance(int bytes)
        {
            // Writers take turns; only the reader of the count is on another thread.
            Volatile.Write(ref _bytes, _bytes + bytes);
            output.Advance(bytes);
        }

        public override Memory<byte> GetMemory(int sizeHint = 0) => output.GetMemory(sizeHint);

        public override Span<byte> GetSpan(int sizeHint = 0) => output.GetSpan(sizeHint);

        public override ValueTask<FlushResult> FlushAsync(CancellationToken cancellationToken = default) => output.FlushAsync(cancellationToken);

        public override ValueTask<FlushResult> WriteAsync(ReadOnlyMemory<byte> source, CancellationToken cancellationToken = default)
        {
            Volatile.Write(ref _bytes, _bytes + source.Length);
            return output.WriteAsync(source, cancellationToken);
        }

        public override void CancelPendingFlush() => output.CancelPendingFlush();

        public override void Complete(Exception? exception = null) => output.Complete(exception);

        public override ValueTask CompleteAsync(Exception? exception = null) => output.CompleteAsync(exception);
    }
}
