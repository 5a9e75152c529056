using Hub.Data;
using Hub.Data.Followers;
using Microsoft.EntityFrameworkCore;

namespace Hub.Api.Followers;

/// <summary>How far a follower is behind the change log.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Status"><c>ok</c>, <c>late</c>, <c>rebuilding</c> or <c>failed</c>.</param>
/// <param name="Position">Last position of the change log that it has.</param>
/// <param name="Lag">Changes that it has not.</param>
/// <param name="LagSeconds">Age of the first of them; 0 when there is none.</param>
/// <param name="Reason">Why its last batch failed; null when it did not.</param>
internal sealed record FollowerState(string Name, string Status, long Position, long Lag, double LagSeconds, string? Reason);

/// <summary>Tells how the followers stand. A follower that is late or fails makes no hub unready: what is derived is old, not wrong.</summary>
internal sealed class FollowerReport(IDbContextFactory<HubDbContext> contexts, FollowerRunner runner, FollowerOptions options, TimeProvider time)
{
    public async Task<IReadOnlyList<FollowerState>> ReadAsync(CancellationToken cancel)
    {
        await using var db = await contexts.CreateDbContextAsync(cancel);
        var lags = await db.FollowerLags.AsNoTracking().OrderBy(f => f.Name).ToListAsync(cancel);
        return [.. lags.Select(State)];
    }

    private FollowerState State(FollowerLag lag)
    {
        var reason = runner.Failures.GetValueOrDefault(lag.Name);
        var status = lag switch
        {
            _ when reason is not null => "failed",
            { IsRebuilding: true } => "rebuilding",
            _ when lag.Lag > options.LateAfterChanges => "late",
            _ => "ok",
        };
        var seconds = lag.BehindSince is { } since ? Math.Max(0, (time.GetUtcNow() - since).TotalSeconds) : 0;
        return new(lag.Name, status, lag.Position, lag.Lag, Math.Round(seconds, 3), reason);
    }
}
