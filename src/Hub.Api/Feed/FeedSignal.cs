using Hub.Data.Feed;
using Hub.Data.Ingest;
using Microsoft.Data.Sqlite;

namespace Hub.Api.Feed;

/// <summary>
/// Wakes the streams that have read all there is: when the writer has committed, and now and then besides, for another process on the same
/// database writes too. It only wakes; what there is, each stream reads from the database.
/// </summary>
internal sealed class FeedSignal(IngestWriter writer, FeedLog log, TimeProvider time, ILogger<ChangeFeed> logger) : BackgroundService
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);
    private TaskCompletionSource _next = New();
    private long _position;

    /// <summary>Waits until the log is known to reach beyond a position.</summary>
    /// <returns>False when it did not in time.</returns>
    public async ValueTask<bool> WaitBeyondAsync(long position, TimeSpan patience, CancellationToken cancel)
    {
        while (true)
        {
            // Taken before the position is looked at, so that no signal falls in between.
            var next = Volatile.Read(ref _next).Task;
            if (Volatile.Read(ref _position) > position)
                return true;
            try
            {
                await next.WaitAsync(patience, time, cancel);
            }
            catch (TimeoutException)
            {
                return false;
            }
        }
    }

    /// <summary>The log reaches a position.</summary>
    public void Tell(long position)
    {
        Volatile.Write(ref _position, position);
        Interlocked.Exchange(ref _next, New()).SetResult();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        writer.Committed += Tell;
        try
        {
            using var timer = new PeriodicTimer(Pause, time);
            while (await timer.WaitForNextTickAsync(stoppingToken))
                Look();
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The hub stops; so do the streams, each by itself.
        }
        finally
        {
            writer.Committed -= Tell;
        }
    }

    private void Look()
    {
        try
        {
            using var view = log.View();
            if (view.LastPosition > Volatile.Read(ref _position))
                Tell(view.LastPosition);
        }
        catch (SqliteException exception)
        {
            logger.LookFailed(exception.Message);
        }
    }

    private static TaskCompletionSource New() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
