using System.Globalization;
using Hub.Data.Catalogue;
using Hub.Data.Sectors;

namespace Hub.Data.Feed;

/// <summary>What a filter looks at.</summary>
/// <param name="Kind">Kind of the offer; it never changes.</param>
/// <param name="SourceId">Its source.</param>
/// <param name="Areas">Known areas of all places, see <see cref="AreaKeys"/>; null when there is none.</param>
/// <param name="Sector">Null when there is none.</param>
public readonly record struct FeedKeys(OfferKind Kind, long SourceId, string? Areas, SectorCode? Sector);

/// <summary>Which offers a reader wants: parts joined by AND, the values of a part by OR. A part that is null wants all.</summary>
public sealed record FeedFilter
{
    /// <summary>Wants everything.</summary>
    public static FeedFilter All { get; } = new();

    public IReadOnlySet<OfferKind>? Kinds { get; init; }

    /// <summary>Row keys of sources.</summary>
    public IReadOnlySet<long>? Sources { get; init; }

    /// <summary>Codes of areas; an offer passes with any of its places inside any of them.</summary>
    public IReadOnlyList<string>? Areas { get; init; }

    public IReadOnlySet<SectorCode>? Sectors { get; init; }

    /// <summary>Whether an offer with these keys passes.</summary>
    public bool Passes(in FeedKeys keys) =>
        (Kinds is null || Kinds.Contains(keys.Kind))
        && (Sources is null || Sources.Contains(keys.SourceId))
        && (Sectors is null || (keys.Sector is { } sector && Sectors.Contains(sector)))
        && (Areas is null || AnyArea(keys.Areas));

    /// <summary>The parts that stand in columns of an offer, as further conditions; areas are looked at row by row.</summary>
    internal string Conditions() =>
        In("kind", Kinds?.Select(kind => (long)kind)) + In("source_id", Sources) + In("sector_code", Sectors?.Select(sector => (long)sector));

    private static string In(string column, IEnumerable<long>? values) =>
        values is null ? "" : $" AND {column} IN ({string.Join(", ", values.Select(value => value.ToString(CultureInfo.InvariantCulture)))})";

    private bool AnyArea(string? areas)
    {
        foreach (var area in Areas!)
        {
            if (AreaKeys.AnyIn(areas, area))
                return true;
        }

        return false;
    }
}
