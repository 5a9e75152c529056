using Hub.Data.Feed;
using Hub.Data.Sectors;
using Microsoft.EntityFrameworkCore;

namespace Hub.Data.Catalogue;

/// <summary>A change with the public ids it is told by.</summary>
public sealed record LoggedChange
{
    public required long Position { get; init; }

    public required long OfferId { get; init; }

    /// <summary>The offer as everybody names it.</summary>
    public required Guid OfferPublicId { get; init; }

    public required long SourceId { get; init; }

    public required ChangeKind Kind { get; init; }

    public required OfferKind OfferKind { get; init; }

    public required long Revision { get; init; }

    public required DateTimeOffset CommittedAt { get; init; }

    /// <summary>Known areas of all places before the change, see <see cref="AreaKeys"/>; null when the offer was not shown or had none.</summary>
    public string? AreasBefore { get; init; }

    public string? AreasAfter { get; init; }

    /// <summary>Known area of the first place before the change.</summary>
    public string? AreaBefore => AreaKeys.First(AreasBefore);

    public string? AreaAfter => AreaKeys.First(AreasAfter);

    public SectorCode? SectorBefore { get; init; }

    public SectorCode? SectorAfter { get; init; }
}

/// <summary>Reads the change log, in the order of its positions.</summary>
public sealed class ChangeLog(IDbContextFactory<HubDbContext> databases)
{
    /// <summary>The last position; 0 while nothing has changed.</summary>
    public async Task<long> LastPositionAsync(CancellationToken cancel)
    {
        await using var db = await databases.CreateDbContextAsync(cancel);
        return await db.Changes.MaxAsync(c => (long?)c.Position, cancel) ?? 0;
    }

    /// <summary>When the change at a position was committed; null when there is none or it is no longer kept.</summary>
    public async Task<DateTimeOffset?> CommittedAtAsync(long position, CancellationToken cancel)
    {
        await using var db = await databases.CreateDbContextAsync(cancel);
        return await db.Changes.Where(c => c.Position == position).Select(c => (DateTimeOffset?)c.CommittedAt).FirstOrDefaultAsync(cancel);
    }

    /// <summary>Whether changes behind a position are no longer kept.</summary>
    public async Task<bool> IsCompactedAsync(long after, CancellationToken cancel)
    {
        await using var db = await databases.CreateDbContextAsync(cancel);
        return await db.Changes.MinAsync(c => (long?)c.Position, cancel) is { } first && after < first - 1;
    }

    /// <summary>The changes behind a position, as many as are asked for at most.</summary>
    public async Task<List<LoggedChange>> ReadAsync(long after, int most, CancellationToken cancel)
    {
        await using var db = await databases.CreateDbContextAsync(cancel);
        var changes =
            from change in db.Changes
            where change.Position > after
            orderby change.Position
            join offer in db.Offers on change.OfferId equals offer.Id
            select new LoggedChange
            {
                Position = change.Position,
                OfferId = change.OfferId,
                OfferPublicId = offer.PublicId,
                SourceId = change.SourceId,
                Kind = change.Kind,
                OfferKind = change.OfferKind,
                Revision = change.Revision,
                CommittedAt = change.CommittedAt,
                AreasBefore = change.AreaBefore,
                AreasAfter = change.AreaAfter,
                SectorBefore = change.SectorBefore,
                SectorAfter = change.SectorAfter,
            };
        return await changes.Take(most).ToListAsync(cancel);
    }
}
