namespace Hub.Api.Hosting;

/// <summary>Keeps the gRPC health service true: looks at every part once a second and tells <see cref="ServingStatus"/> what fails.</summary>
internal sealed class ReadinessWatch(
    Readiness readiness, ServingStatus status, IHostApplicationLifetime lifetime, TimeProvider time, ILogger<ReadinessWatch> log) : BackgroundService
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var failing = new HashSet<string>();
        using var end = CancellationTokenSource.CreateLinkedTokenSource(stoppingToken, lifetime.ApplicationStopping);
        using var timer = new PeriodicTimer(Pause, time);
        try
        {
            do
            {
                foreach (var part in await readiness.CheckAsync(end.Token))
                    Tell(part, failing);
            }
            while (await timer.WaitForNextTickAsync(end.Token));
        }
        catch (OperationCanceledException) when (end.IsCancellationRequested)
        {
            // The hub stops; the health service says so itself.
        }
    }

    private void Tell(ReadinessPart part, HashSet<string> failing)
    {
        if (part.Failure is { } failure && failing.Add(part.Name))
        {
            status.Fail(part.Name);
            log.PartFailed(part.Name, failure);
        }
        else if (part.Failure is null && failing.Remove(part.Name))
        {
            status.Recover(part.Name);
            log.PartRecovered(part.Name);
        }
    }
}
