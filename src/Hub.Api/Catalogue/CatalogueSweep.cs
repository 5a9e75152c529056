using Hub.Data.Catalogue;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Options;

namespace Hub.Api.Catalogue;

/// <summary>Does what the clock asks of the catalogue, again and again.</summary>
internal sealed class CatalogueSweep(
    OfferClock clock, QuarantineRelease quarantine, VerdictRetention verdicts, AreaReference areas, IOptions<CatalogueOptions> options,
    TimeProvider time, ILogger<CatalogueSync> log) : BackgroundService
{
    // A hub that starts may know more than the one before it.
    private bool _mayRelease = true;
    private long? _lastRetention;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(options.Value.SweepInterval, time);
        try
        {
            do
            {
                await SweepAsync(stoppingToken);
            }
            while (await timer.WaitForNextTickAsync(stoppingToken));
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The hub stops.
        }
    }

    private async Task ReleaseAsync(CancellationToken cancel)
    {
        _mayRelease |= await areas.RefreshAsync(cancel);
        if (!_mayRelease)
            return;
        if (await quarantine.RunAsync(cancel) is > 0 and var released)
            log.QuarantineReleased(released);
        _mayRelease = false;
    }

    private async Task SweepAsync(CancellationToken cancel)
    {
        try
        {
            await clock.SweepAsync(cancel);
            await ReleaseAsync(cancel);
            if (_lastRetention is not { } last || time.GetElapsedTime(last) >= TimeSpan.FromDays(1))
            {
                await verdicts.RunAsync(cancel);
                _lastRetention = time.GetTimestamp();
            }
        }
        catch (SqliteException exception)
        {
            // Told, and tried again at the next turn.
            log.ClockFailed(exception.Message);
        }
    }
}
