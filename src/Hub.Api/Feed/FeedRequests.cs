using Google.Protobuf.Collections;
using Google.Protobuf.WellKnownTypes;
using Hub.Api.Catalogue;
using Hub.Api.Hosting;
using Hub.Data;
using Hub.Data.Catalogue;
using Hub.Data.Sectors;
using Hub.Feed.V1;
using Microsoft.EntityFrameworkCore;
using FeedFilter = Hub.Data.Feed.FeedFilter;

namespace Hub.Api.Feed;

/// <summary>What a reader asks for, checked.</summary>
/// <param name="Cursor">Position to go on after; null for now, or for the snapshot.</param>
/// <param name="CommittedAt">When the change there was committed, as the reader knows it; null when it is not to be compared.</param>
/// <param name="Filter">What it wants.</param>
/// <param name="WithSnapshot">The current offers come first.</param>
/// <param name="Follow">It stays.</param>
internal sealed record WatchPlan(long? Cursor, Timestamp? CommittedAt, FeedFilter Filter, bool WithSnapshot, bool Follow);

/// <summary>Checks what readers of the feed ask for.</summary>
internal sealed class FeedRequests(IDbContextFactory<HubDbContext> contexts, AreaReference areas)
{
    public async Task<WatchPlan> ReadAsync(WatchRequest request, CancellationToken cancel)
    {
        if (request.HasCursor && request.WithSnapshot)
            throw FeedFailures.CursorWithSnapshot();
        if (request is { HasCursor: true, Cursor: < 0 })
            throw FeedFailures.CursorNegative();
        var filter = request.Filter is { } given ? await FilterAsync(given, cancel) : FeedFilter.All;
        return new(request.HasCursor ? request.Cursor : null, request.CursorCommittedAt, filter, request.WithSnapshot, request.Follow);
    }

    private async Task<FeedFilter> FilterAsync(Hub.Feed.V1.FeedFilter given, CancellationToken cancel)
    {
        var failure = FeedFailures.FilterInvalid();
        var isGood = CheckSize(failure, "filter.kinds", given.Kinds.Count)
            & CheckSize(failure, "filter.sources", given.Sources.Count)
            & CheckSize(failure, "filter.area_codes", given.AreaCodes.Count)
            & CheckSize(failure, "filter.sectors", given.Sectors.Count);
        if (!isGood)
            throw failure.ToException();

        var known = await SourcesAsync(given.Sources, cancel);
        var sources = given.Sources.Select(id => Guid.TryParse(id, out var publicId) && known.TryGetValue(publicId, out var key) ? key : 0).ToList();
        isGood = Check(failure, "filter.kinds", given.Kinds, kind => System.Enum.IsDefined((OfferKind)kind), "There is no such kind.")
            & Check(failure, "filter.sources", sources, key => key != 0, "There is no such source.")
            & Check(failure, "filter.area_codes", given.AreaCodes, code => areas.Current.Known(code) == code, "The hub does not know this area code.")
            & Check(failure, "filter.sectors", given.Sectors, sector => System.Enum.IsDefined((SectorCode)sector), "There is no such sector.");
        if (!isGood)
            throw failure.ToException();

        return new()
        {
            Kinds = SetOf(given.Kinds.Select(kind => (OfferKind)kind)),
            Sources = SetOf(sources),
            Areas = given.AreaCodes.Count == 0 ? null : [.. given.AreaCodes.Distinct()],
            Sectors = SetOf(given.Sectors.Select(sector => (SectorCode)sector)),
        };
    }

    private async Task<Dictionary<Guid, long>> SourcesAsync(RepeatedField<string> ids, CancellationToken cancel)
    {
        if (ids.Count == 0)
            return [];
        var asked = ids.Select(id => Guid.TryParse(id, out var publicId) ? publicId : Guid.Empty).Distinct().ToList();
        await using var db = await contexts.CreateDbContextAsync(cancel);
        return await db.Sources.Where(source => asked.Contains(source.PublicId)).ToDictionaryAsync(source => source.PublicId, source => source.Id, cancel);
    }

    private static bool CheckSize(GrpcFailure failure, string field, int count)
    {
        if (count <= FeedOptions.MostFilterValues)
            return true;
        failure.At(field, $"Name at most {FeedOptions.MostFilterValues}.");
        return false;
    }

    private static bool Check<T>(GrpcFailure failure, string field, IEnumerable<T> values, Func<T, bool> isKnown, string description)
    {
        var isGood = true;
        foreach (var (index, value) in values.Index())
        {
            if (isKnown(value))
                continue;
            failure.At($"{field}[{index}]", description);
            isGood = false;
        }

        return isGood;
    }

    private static HashSet<T>? SetOf<T>(IEnumerable<T> values) => values.ToHashSet() is { Count: > 0 } set ? set : null;
}
