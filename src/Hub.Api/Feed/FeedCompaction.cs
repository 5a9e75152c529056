using Hub.Data.Feed;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Options;

namespace Hub.Api.Feed;

/// <summary>Removes changes that are older than they have to be kept, every ten minutes.</summary>
internal sealed class FeedCompaction(FeedRetention retention, IOptions<FeedOptions> options, TimeProvider time, ILogger<ChangeFeed> log)
    : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromMinutes(10);

    /// <summary>Removes what is old now.</summary>
    /// <returns>How many changes went.</returns>
    public async Task<long> CompactAsync(CancellationToken cancel)
    {
        var before = time.GetUtcNow() - TimeSpan.FromHours(options.Value.RetentionHours);
        var removed = 0L;
        int piece;
        do
        {
            piece = await retention.RemoveSomeAsync(before, cancel);
            removed += piece;
        }
        while (piece == FeedRetention.PieceSize);

        if (removed > 0)
            log.Compacted(removed, options.Value.RetentionHours);
        return removed;
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            using var timer = new PeriodicTimer(Interval, time);
            do
            {
                await TryCompactAsync(stoppingToken);
            }
            while (await timer.WaitForNextTickAsync(stoppingToken));
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The hub stops; what is old goes after the next start.
        }
    }

    private async Task TryCompactAsync(CancellationToken cancel)
    {
        try
        {
            await CompactAsync(cancel);
        }
        catch (SqliteException exception)
        {
            log.CompactionFailed(exception.Message);
        }
    }
}
