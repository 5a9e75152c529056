using Hub.Data.Catalogue;
using Microsoft.Data.Sqlite;

namespace Hub.Api.Catalogue;

/// <summary>Drops snapshots that were left without Commit, once in a quarter of an hour.</summary>
internal sealed class SnapshotSweep(OfferStore offers, TimeProvider time, ILogger<CatalogueSync> log) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromMinutes(15);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, time);
        while (await WaitAsync(timer, stoppingToken))
        {
            try
            {
                await offers.DropExpiredAsync(stoppingToken);
            }
            catch (SqliteException exception)
            {
                log.SweepFailed(exception.Message);
            }
        }
    }

    private static async Task<bool> WaitAsync(PeriodicTimer timer, CancellationToken cancel)
    {
        try
        {
            return await timer.WaitForNextTickAsync(cancel);
        }
        catch (OperationCanceledException)
        {
            // The hub stops.
            return false;
        }
    }
}
