using System.Globalization;
using System.Runtime.CompilerServices;
using Hub.Data;
using Hub.Data.Catalogue;
using Hub.Data.Feed;
using Hub.Data.Sectors;
using Hub.GraphQL.Subscriptions;
using Hub.GraphQL.Types;
using Microsoft.EntityFrameworkCore;

namespace Hub.Api.Live;

/// <summary>
/// The subscription <c>catalogueChanged</c>: first what lies between the position asked for and now, from the log, then every change as it
/// is committed. Each position comes once and none is left out.
/// </summary>
internal sealed class CatalogueChanges(ChangeTail tail, ChangeLog log, IDbContextFactory<HubDbContext> databases)
{
    private const int Page = 1_000;

    public async ValueTask<IAsyncEnumerable<SubscriptionEvent>> SubscribeAsync(SubscribeContext context, CancellationToken cancel)
    {
        var filter = await FilterAsync(context.Arguments, cancel);
        var last = await log.LastPositionAsync(cancel);
        var (after, told) = context.ResumeAfter is { } id
            ? Place(id)
            : context.Arguments["after"] is long given ? (given, context.Arguments["afterCommittedAt"] as DateTimeOffset?) : (last, null);
        if (after < 0 || after > last)
        {
            throw new SubscriptionRefusedException(
                "POSITION_UNKNOWN", $"There is no position {after}; the last one is {last}. Read the lists again and go on from there.");
        }

        if (told is not null && await log.CommittedAtAsync(after, cancel) is { } own && own != told)
        {
            throw new SubscriptionRefusedException(
                "HISTORY_CHANGED",
                $"Another change stands at position {after} than the one you read: the log was restored from a backup. Read the lists again and subscribe from now on.");
        }

        if (await log.IsCompactedAsync(after, cancel))
            throw Compacted(after);
        return ReadAsync(filter, after, cancel);
    }

    private async IAsyncEnumerable<SubscriptionEvent> ReadAsync(
        ChangeFilter filter, long after, [EnumeratorCancellation] CancellationToken cancel)
    {
        // Catching up takes no place in the queue, so it may take as long as the client does.
        var page = await PageAsync(after, cancel);
        while (page.Count == Page)
        {
            foreach (var change in page.Where(filter.Holds))
                yield return EventOf(change);
            after = page[^1].Position;
            page = await PageAsync(after, cancel);
        }

        using var follower = await tail.FollowAsync(cancel);
        while (after < follower.Begin)
        {
            page = await PageAsync(after, cancel);
            if (page.Count == 0)
                break;
            foreach (var change in page.Where(change => change.Position <= follower.Begin && filter.Holds(change)))
                yield return EventOf(change);
            after = Math.Min(page[^1].Position, follower.Begin);
        }

        await foreach (var change in follower.Changes.ReadAllAsync(cancel))
        {
            if (change.Position <= after)
                continue;
            after = change.Position;
            if (filter.Holds(change))
                yield return EventOf(change);
        }

        throw new SubscriptionRefusedException(
            "SUBSCRIBER_TOO_SLOW", $"More changes came than were taken. Nothing is lost: subscribe again with after: {after}.");
    }

    /// <summary>The next changes. Positions have no gaps, so one in front of them means that they were removed while the client took its time.</summary>
    private async Task<List<LoggedChange>> PageAsync(long after, CancellationToken cancel)
    {
        var page = await log.ReadAsync(after, Page, cancel);
        return page.Count > 0 && page[0].Position > after + 1 ? throw Compacted(after) : page;
    }

    private static SubscriptionRefusedException Compacted(long after) => new(
        "POSITION_COMPACTED", $"Changes behind position {after} are no longer kept. Read the lists again and subscribe from now on.");

    /// <summary>The id says what it stands on, so that a log restored from a backup is noticed.</summary>
    private static SubscriptionEvent EventOf(LoggedChange change) =>
        new(change, string.Create(CultureInfo.InvariantCulture, $"{change.Position}-{change.CommittedAt.ToUnixTimeMilliseconds()}"));

    /// <summary>Reads an id: position and milliseconds, or a position alone, as ids once were.</summary>
    private static (long Position, DateTimeOffset? CommittedAt) Place(string id)
    {
        var parts = id.Split('-', 2);
        if (!TryRead(parts[0], out var position))
            throw Unknown();
        if (parts.Length == 1)
            return (position, null);
        return TryRead(parts[1], out var at) && at <= DateTimeOffset.MaxValue.ToUnixTimeMilliseconds()
            ? (position, DateTimeOffset.FromUnixTimeMilliseconds(at))
            : throw Unknown();

        static bool TryRead(string text, out long number) => long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number);

        static SubscriptionRefusedException Unknown() => new("POSITION_UNKNOWN", "The id of the last event is not one of catalogueChanged.");
    }

    private async Task<ChangeFilter> FilterAsync(CoercedInputs arguments, CancellationToken cancel)
    {
        var source = arguments["source"] is string id ? await SourceIdAsync(id, cancel) : (long?)null;
        var kinds = arguments["kinds"] is IReadOnlyList<object?> given ? given.Select(kind => (OfferKind)((EnumValue)kind!).Number!.Value).ToHashSet() : null;
        var sector = arguments["sector"] is EnumValue named ? (SectorCode)named.Number!.Value : (SectorCode?)null;
        return new(source, kinds, arguments["area"] as string, sector);
    }

    private async Task<long> SourceIdAsync(string id, CancellationToken cancel)
    {
        await using var db = await databases.CreateDbContextAsync(cancel);
        return Guid.TryParse(id, out var publicId)
            && await db.Sources.Where(s => s.PublicId == publicId).Select(s => (long?)s.Id).FirstOrDefaultAsync(cancel) is { } found
                ? found
                : throw new SubscriptionRefusedException("SOURCE_NOT_FOUND", $"There is no source \"{id}\".");
    }

    /// <summary>Which changes a subscriber wants; a change into and one out of an area or sector both count.</summary>
    private sealed record ChangeFilter(long? Source, HashSet<OfferKind>? Kinds, string? Area, SectorCode? Sector)
    {
        public bool Holds(LoggedChange change) =>
            (Source is null || change.SourceId == Source)
            && (Kinds is null || Kinds.Contains(change.OfferKind))
            && (Area is null || AreaKeys.AnyIn(change.AreasBefore, Area) || AreaKeys.AnyIn(change.AreasAfter, Area))
            && (Sector is null || change.SectorBefore == Sector || change.SectorAfter == Sector);
    }
}
