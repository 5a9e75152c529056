using Grpc.Core;
using Hub.Feed.V1;

namespace Hub.Api.Feed;

/// <summary>
/// Writes one stream's messages straight to its response, and waits whenever the response takes no more. Nothing is queued: a reader that
/// stops reading stops its own stream and nobody else.
/// </summary>
internal sealed class FeedWriter(IServerStreamWriter<WatchResponse> response, TimeSpan patience, TimeProvider time, CancellationToken over)
{
    private static readonly WriteOptions Gathered = new(WriteFlags.BufferHint | WriteFlags.NoCompress);
    private static readonly WriteOptions Sent = new(WriteFlags.NoCompress);
    private int _gathered;

    /// <summary>When something was written last.</summary>
    public long LastWrite { get; private set; } = time.GetTimestamp();

    /// <summary>Writes a message.</summary>
    /// <param name="message">The message.</param>
    /// <param name="send">False lets it wait for the next ones, until enough have gathered.</param>
    /// <exception cref="TimeoutException">The reader took nothing for too long.</exception>
    /// <exception cref="OperationCanceledException">The stream is over.</exception>
    public ValueTask WriteAsync(WatchResponse message, bool send)
    {
        over.ThrowIfCancellationRequested();
        _gathered += message.CalculateSize();
        send |= _gathered >= FeedOptions.FlushBytes;
        if (send)
            _gathered = 0;

        // Most messages are smaller than what compressing one by itself costs.
        response.WriteOptions = send ? Sent : Gathered;

        // Without the token: to cancel a write resets the call, and the reader would not be told why.
        var writing = response.WriteAsync(message);
        LastWrite = time.GetTimestamp();
        return writing.IsCompletedSuccessfully ? ValueTask.CompletedTask : new(WaitAsync(writing));
    }

    private async Task WaitAsync(Task writing)
    {
        try
        {
            await writing.WaitAsync(patience, time, over);
            LastWrite = time.GetTimestamp();
        }
        catch (Exception exception) when (exception is TimeoutException or OperationCanceledException && !writing.IsCompleted)
        {
            // The write ends with the call; nobody waits for it then.
            _ = writing.ContinueWith(static left => left.Exception, CancellationToken.None, TaskContinuationOptions.OnlyOnFaulted, TaskScheduler.Default);
            throw;
        }
    }
}
