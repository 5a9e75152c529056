using System.Threading.Channels;
using Google.Protobuf;

namespace Hub.Reliability;

/// <summary>
/// Unary calls written by hand on one connection, a hundred at a time, each begun anew the moment it is answered. It costs the machine little, so that
/// what another client notices is the hub's work and not the flood's.
/// </summary>
internal sealed class CallFlood : IAsyncDisposable
{
    /// <summary>Calls of one connection that run at once; as many as the hub lets a connection have.</summary>
    public const int AtOnce = 100;

    private static readonly byte[] Refused = [.. "grpc-status"u8, 1, (byte)'8'];
    private static readonly byte[] Done = [.. "grpc-status"u8, 1, (byte)'0'];

    private readonly RawHttp2 _connection;
    private readonly byte[] _headers;
    private readonly byte[] _body;
    private readonly Channel<int> _answered = Channel.CreateUnbounded<int>();
    private int _stored;
    private int _refused;
    private int _others;

    private CallFlood(RawHttp2 connection, string method, string token, byte[] body)
    {
        _connection = connection;
        _headers = RawHttp2.Call(method, token);
        _body = body;
        connection.OnFrame = Note;
    }

    /// <summary>Calls answered OK.</summary>
    public int Stored => _stored;

    /// <summary>Calls answered RESOURCE_EXHAUSTED.</summary>
    public int ToldToWait => _refused;

    /// <summary>Calls that ended otherwise.</summary>
    public int Others => _others;

    public static async Task<CallFlood> OpenAsync(Uri url, string method, string token, IMessage message, CancellationToken cancel)
    {
        var bytes = message.ToByteArray();
        return new(await RawHttp2.OpenAsync(url, cancel, plainHeaders: true), method, token, [0, .. RawHttp2.Number((uint)bytes.Length), .. bytes]);
    }

    /// <summary>Floods until told to stop, or cut.</summary>
    public async Task RunAsync(CancellationToken over)
    {
        var stream = 1;
        try
        {
            for (; stream <= 2 * AtOnce; stream += 2)
                await BeginAsync(stream, over);
            await foreach (var bytes in _answered.Reader.ReadAllAsync(over))
            {
                // What the answers' bodies took of the connection's window is given back.
                if (bytes > 0)
                {
                    await _connection.SendAsync(RawHttp2.Frame(RawHttp2.WindowUpdate, 0, 0, RawHttp2.Number((uint)bytes)), over);
                    continue;
                }

                await BeginAsync(stream, over);
                stream += 2;
            }
        }
        catch (OperationCanceledException)
        {
            // It was long enough.
        }
    }

    public ValueTask DisposeAsync() => _connection.DisposeAsync();

    private async Task BeginAsync(int stream, CancellationToken over)
    {
        byte[] call =
        [
            .. RawHttp2.Frame(RawHttp2.Headers, RawHttp2.EndHeaders, stream, _headers), .. RawHttp2.Frame(RawHttp2.Data, RawHttp2.EndStream, stream, _body),
        ];
        Assert.True(await _connection.SendAsync(call, over), "The hub cut the connection.");
    }

    private void Note(byte type, byte flags, int stream, ReadOnlySpan<byte> payload)
    {
        if (type == RawHttp2.Data && payload.Length > 0)
            _answered.Writer.TryWrite(payload.Length);
        if (type == RawHttp2.Reset)
            Interlocked.Increment(ref _others);
        if (type == RawHttp2.Reset || (type == RawHttp2.Headers && (flags & RawHttp2.EndStream) != 0))
        {
            if (type == RawHttp2.Headers)
                Interlocked.Increment(ref payload.IndexOf(Refused) >= 0 ? ref _refused : ref payload.IndexOf(Done) >= 0 ? ref _stored : ref _others);
            _answered.Writer.TryWrite(0);
        }
    }
}
