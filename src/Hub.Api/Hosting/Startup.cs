using Hub.Data;

namespace Hub.Api.Hosting;

/// <summary>
/// What happens around serving: the database is brought up to date before the first port opens, the addresses are told once they
/// answer, and on the way down the hub says that it is not ready before it takes no more connections.
/// </summary>
internal sealed class Startup(HubDatabase database, HubOptions options, TimeProvider time, ILogger<Startup> log) : IHostedLifecycleService
{
    public async Task StartingAsync(CancellationToken cancellationToken)
    {
        var applied = await database.MigrateAsync(cancellationToken);
        if (applied.Count > 0)
            log.Migrated(applied.Count, string.Join(", ", applied));
    }

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken)
    {
        log.Serving(options.HttpUrl, options.GrpcUrl, options.DataDirectory);
        return Task.CompletedTask;
    }

    public Task StoppingAsync(CancellationToken cancellationToken)
    {
        log.Stopping(HubOptions.DrainLimit.TotalSeconds);
        return Task.Delay(options.ShutdownNotice, time, cancellationToken);
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
