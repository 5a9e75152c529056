using System.Runtime.CompilerServices;
using Hub.Data;
using Hub.Data.Catalogue;
using Hub.GraphQL.Subscriptions;
using Microsoft.EntityFrameworkCore;

namespace Hub.Api.Live;

/// <summary>A session that got on; its row is read when it is told.</summary>
internal sealed record SyncStep(long Session, Guid SessionId, DateTimeOffset At);

/// <summary>
/// The subscription <c>syncProgress</c>: where a session stands, whenever that changed, a few times a second at most. Steps in between are
/// left out, so a subscriber that is slow sees fewer of them and misses nothing that lasts. For the same reason there is nothing to resume:
/// a new subscription begins with where sessions stand, whatever was the last event seen.
/// </summary>
internal sealed class SyncProgress(IDbContextFactory<HubDbContext> databases, TimeProvider time)
{
    private const int NewestSessions = 20;
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(500);

    public async ValueTask<IAsyncEnumerable<SubscriptionEvent>> SubscribeAsync(SubscribeContext context, CancellationToken cancel)
    {
        var (source, session) = (context.Arguments["source"] as string, context.Arguments["session"] as string);
        if ((source is null) == (session is null))
            throw new SubscriptionRefusedException("SOURCE_OR_SESSION", "Give \"source\" or \"session\", and only one of them.");

        await using var db = await databases.CreateDbContextAsync(cancel);
        if (session is not null)
        {
            return Guid.TryParse(session, out var id) && await db.SyncSessions.AnyAsync(s => s.PublicId == id, cancel)
                ? ReadAsync(rows => rows.Where(s => s.PublicId == id), endsWithSession: true, cancel)
                : throw new SubscriptionRefusedException("SESSION_NOT_FOUND", $"There is no session \"{session}\".");
        }

        var row = Guid.TryParse(source, out var sourceId)
            ? await db.Sources.Where(s => s.PublicId == sourceId).Select(s => (long?)s.Id).FirstOrDefaultAsync(cancel)
            : null;
        return row is { } found
            ? ReadAsync(rows => rows.Where(s => s.SourceId == found).OrderByDescending(s => s.Id).Take(NewestSessions), endsWithSession: false, cancel)
            : throw new SubscriptionRefusedException("SOURCE_NOT_FOUND", $"There is no source \"{source}\".");
    }

    private async IAsyncEnumerable<SubscriptionEvent> ReadAsync(
        Func<IQueryable<SyncSession>, IQueryable<SyncSession>> rows, bool endsWithSession, [EnumeratorCancellation] CancellationToken cancel)
    {
        var known = new Dictionary<long, Standing>();
        var isFirst = true;
        while (true)
        {
            var now = await StandingsAsync(rows, cancel);

            // At first where it stands: the newest session, and those that are not over.
            foreach (var standing in now.Where(s => isFirst ? s.State == SessionState.Open || s == now[^1] : known.GetValueOrDefault(s.Id) != s))
                yield return new(new SyncStep(standing.Id, standing.PublicId, time.GetUtcNow()), null);
            if (endsWithSession && now is [{ State: SessionState.Closed or SessionState.Expired }])
                yield break;
            known = now.ToDictionary(s => s.Id);
            isFirst = false;
            await Task.Delay(Pause, time, cancel);
        }
    }

    private async Task<List<Standing>> StandingsAsync(Func<IQueryable<SyncSession>, IQueryable<SyncSession>> rows, CancellationToken cancel)
    {
        await using var db = await databases.CreateDbContextAsync(cancel);
        var standings = await rows(db.SyncSessions)
            .Select(s => new Standing(s.Id, s.PublicId, s.State, s.DurableThrough, s.ActiveAt, s.HeldNow))
            .ToListAsync(cancel);
        standings.Sort((a, b) => a.Id.CompareTo(b.Id));
        return standings;
    }

    private sealed record Standing(long Id, Guid PublicId, SessionState State, long DurableThrough, DateTimeOffset ActiveAt, long HeldNow);
}
