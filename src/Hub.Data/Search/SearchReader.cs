using System.Runtime.InteropServices;
using Hub.Data.Catalogue;
using Hub.Data.Providers;
using Hub.Data.Rollups;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Hub.Data.Search;

/// <summary>One search.</summary>
public sealed record SearchRequest
{
    /// <summary>What a person typed.</summary>
    public required string Text { get; init; }

    /// <summary>Only offers of this kind.</summary>
    public OfferKind? Kind { get; init; }

    /// <summary>Only offers whose first place is in this province.</summary>
    public string? ProvinceCode { get; init; }

    /// <summary>Only offers of this sector.</summary>
    public int? SectorCode { get; init; }

    /// <summary>Only offers of this source.</summary>
    public long? SourceId { get; init; }

    /// <summary>Ranks all matches, not only the newest; costs more with their number.</summary>
    public bool RanksAll { get; init; }

    /// <summary>Offers wanted.</summary>
    public int Limit { get; init; } = 20;
}

/// <summary>What a search found.</summary>
/// <param name="OfferIds">Row keys of the best matches, the best first.</param>
/// <param name="Total">Matches that pass the filters.</param>
/// <param name="IsTotalExact">False when there are more than were counted.</param>
/// <param name="Kinds">Matches by kind.</param>
/// <param name="Provinces">Matches by code of the province; the empty one stands for offers without a place.</param>
/// <param name="Sectors">Matches by number of the sector; 0 stands for none.</param>
/// <param name="Sources">Matches by row key of the source.</param>
public sealed record SearchResult(
    IReadOnlyList<long> OfferIds, long Total, bool IsTotalExact,
    IReadOnlyDictionary<OfferKind, int> Kinds, IReadOnlyDictionary<string, int> Provinces,
    IReadOnlyDictionary<int, int> Sectors, IReadOnlyDictionary<long, int> Sources);

/// <summary>
/// Searches the full-text index. One pass over the row keys of the matches, newest first, filters and counts them in memory; a second
/// computes the rank, only of those that may be shown.
/// </summary>
/// <param name="facets">Facets of the offers.</param>
/// <param name="mostCounted">Matches that are counted at most.</param>
public sealed class SearchReader(FacetIndex facets, int mostCounted = SearchReader.MostCounted)
{
    /// <summary>Matches that are ranked: the newest.</summary>
    public const int MostRanked = 2_000;

    /// <summary>Matches that are counted.</summary>
    public const int MostCounted = 200_000;

    private const string Keys = "SELECT rowid FROM offer_search WHERE offer_search MATCH ?1 ORDER BY rowid DESC";

    // A word in the title says more than one in the description; lower is better.
    private const string Ranks = "SELECT rowid, bm25(offer_search, 8.0, 1.0, 4.0) FROM offer_search WHERE offer_search MATCH ?1 AND rowid >= ?2";

    /// <summary>Finds offers on a connection, and in the transaction it is in.</summary>
    public SearchResult Find(SqliteConnection connection, SearchRequest request)
    {
        ArgumentNullException.ThrowIfNull(connection);
        ArgumentNullException.ThrowIfNull(request);
        var counts = new Counts();
        if (SearchExpression.From(request.Text) is not { } expression)
            return counts.Result([], true);

        var filter = Filter.Of(request);
        var newest = new List<long>();
        var isExact = Count(connection.Handle!, expression, filter, counts, newest);

        // Words that so many offers have tell none from another, and their rank would take long to compute.
        IReadOnlyList<long> best = newest is [] || (!isExact && !request.RanksAll)
            ? [.. newest.Take(request.Limit)]
            : Rank(connection.Handle!, expression, filter, request.RanksAll ? 0 : newest[^1], request.Limit);
        return counts.Result(best, isExact);
    }

    /// <summary>Counts the matches and takes down the newest ones, which may be ranked.</summary>
    /// <returns>Whether every match was counted.</returns>
    private bool Count(sqlite3 connection, string expression, Filter filter, Counts counts, List<long> newest)
    {
        using var statement = new SqliteStatement(connection, Keys);
        statement.Bind(1, expression);
        for (var read = 0; statement.Step(); read++)
        {
            if (read == mostCounted)
                return false;
            var offer = statement.Int64(0);
            var packed = facets.Packed(offer);
            if (!filter.Passes(packed))
                continue;
            counts.Add(packed);
            if (newest.Count < MostRanked)
                newest.Add(offer);
        }

        return true;
    }

    private List<long> Rank(sqlite3 connection, string expression, Filter filter, long oldest, int limit)
    {
        using var statement = new SqliteStatement(connection, Ranks);
        statement.Bind(1, expression);
        statement.Bind(2, oldest);

        // The worst of the best comes out first: lowest priority is the highest rank, and of equal ranks the oldest offer.
        var best = new PriorityQueue<long, (double Rank, long Age)>();
        while (statement.Step())
        {
            var offer = statement.Int64(0);
            if (!filter.Passes(facets.Packed(offer)))
                continue;
            var priority = (-statement.Double(1), offer);
            if (best.Count < limit)
                best.Enqueue(offer, priority);
            else if (limit > 0)
                best.EnqueueDequeue(offer, priority);
        }

        var ordered = new List<long>(best.Count);
        while (best.TryDequeue(out var offer, out _))
            ordered.Add(offer);
        ordered.Reverse();
        return ordered;
    }

    private readonly record struct Filter(int Kind, int Province, int Sector, long Source)
    {
        private const int Any = -1;

        public static Filter Of(SearchRequest request) => new(
            request.Kind is { } kind ? (int)kind : Any,
            request.ProvinceCode is { } code ? ProvinceCode.Of(System.Text.Encoding.UTF8.GetBytes(code)) : Any,
            request.SectorCode ?? Any,
            request.SourceId ?? Any);

        /// <summary>An offer that is not shown passes nothing.</summary>
        public bool Passes(ulong packed) =>
            packed != 0
            && (Kind == Any || FacetIndex.KindOf(packed) == Kind)
            && (Province == Any || FacetIndex.ProvinceOf(packed) == Province)
            && (Sector == Any || FacetIndex.SectorOf(packed) == Sector)
            && (Source == Any || FacetIndex.SourceOf(packed) == Source);
    }

    private sealed class Counts
    {
        private readonly int[] _kinds = new int[16];
        private readonly int[] _provinces = new int[128];
        private readonly int[] _sectors = new int[256];
        private readonly Dictionary<long, int> _sources = [];

        public long Total { get; private set; }

        public void Add(ulong packed)
        {
            Total++;
            _kinds[FacetIndex.KindOf(packed)]++;
            _provinces[FacetIndex.ProvinceOf(packed)]++;
            _sectors[FacetIndex.SectorOf(packed)]++;
            CollectionsMarshal.GetValueRefOrAddDefault(_sources, FacetIndex.SourceOf(packed), out _)++;
        }

        public SearchResult Result(IReadOnlyList<long> offers, bool isExact) => new(
            offers, Total, isExact,
            Told(_kinds).ToDictionary(n => (OfferKind)n, n => _kinds[n]),
            Told(_provinces).ToDictionary(ProvinceCode.Text, n => _provinces[n]),
            Told(_sectors).ToDictionary(n => n, n => _sectors[n]),
            _sources);

        private static IEnumerable<int> Told(int[] counts) => Enumerable.Range(0, counts.Length).Where(n => counts[n] > 0);
    }
}
