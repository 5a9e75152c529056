namespace Hub.Api.Catalogue;

/// <summary>Bounds the bytes of all callers' items that wait for the disk. Items count until the writer is done with them.</summary>
internal sealed class WriteQueue(long mostBytes)
{
    private readonly Budget _bytes = new(mostBytes);

    /// <summary>Bytes that wait now.</summary>
    public long Bytes => _bytes.Out;

    /// <summary>How many callers wait for room.</summary>
    public int Waiting => _bytes.Waiting;

    /// <summary>Gives items to the writer once there is room for them.</summary>
    /// <param name="bytes">What they take.</param>
    /// <param name="enqueue">Gives them their place in the writer's queue; the inner task completes when they are on disk.</param>
    /// <param name="cancel">Ends the wait, not the writing.</param>
    /// <returns>Completes when the items have their place; the inner task, when they are on disk.</returns>
    public async Task<Task<T>> WriteAsync<T>(long bytes, Func<CancellationToken, Task<Task<T>>> enqueue, CancellationToken cancel)
    {
        await _bytes.TakeAsync(bytes, cancel);
        Task<T> written;
        try
        {
            written = await enqueue(cancel);
        }
        catch
        {
            _bytes.Return(bytes);
            throw;
        }

        return WhenWrittenAsync(written, bytes);
    }

    /// <summary>Runs a call of the writer that takes these bytes. Who gives up waiting does not end the call.</summary>
    public async Task<T> RunAsync<T>(long bytes, Func<CancellationToken, Task<T>> run, CancellationToken cancel)
    {
        await _bytes.TakeAsync(bytes, cancel);
        return await WhenWrittenAsync(run(cancel), bytes).WaitAsync(cancel);
    }

    private async Task<T> WhenWrittenAsync<T>(Task<T> written, long bytes)
    {
        try
        {
            return await written;
        }
        finally
        {
            _bytes.Return(bytes);
        }
    }
}
