using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Hub.Auth.Audit;

/// <summary>Writes what was counted once its minute is over, and the rest as the hub stops.</summary>
internal sealed class AuditMinutes(AuditLog audit, TimeProvider time, ILogger<AuditLog> log) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(15);

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        await WriteAsync(all: true);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
            await WriteAsync(all: false);
    }

    private async Task WriteAsync(bool all)
    {
        try
        {
            await audit.WriteCountsAsync(all);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            // Kept, and tried again with the next.
            log.AuditFailing(failure);
        }
    }
}
