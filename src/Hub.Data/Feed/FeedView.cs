using Hub.Data.Catalogue;
using Hub.Data.Providers;
using Hub.Data.Sectors;

namespace Hub.Data.Feed;

/// <summary>The log and the offers at one moment. It keeps the write-ahead log from being emptied, so it is not held for long.</summary>
public sealed class FeedView : IDisposable
{
    private const string Scan = """
        SELECT position, offer_id, source_id, kind, offer_kind, committed_at, area_before, area_after, sector_before, sector_after
        FROM changes WHERE position > ?1 ORDER BY position LIMIT ?2
        """;

    private const string Columns =
        "id, public_id, source_id, external_id, kind, state, known_area_code, sector_code, changed_at, content_revision, body";

    private readonly FeedLog _log;
    private readonly FeedConnection _connection;

    /// <summary>True while a read is not at its end: what it left behind may not be used again.</summary>
    private bool _isReading;

    internal FeedView(FeedLog log, FeedConnection connection)
    {
        _log = log;
        _connection = connection;
        connection.Statement("BEGIN").Run();
        var ends = connection.Statement("SELECT (SELECT min(position) FROM changes), (SELECT max(position) FROM changes)");
        if (ends.Step())
            (FirstPosition, LastPosition) = (ends.Int64(0), ends.Int64(1));
        ends.Reset();
    }

    /// <summary>First position that is kept; 0 in an empty log.</summary>
    public long FirstPosition { get; }

    /// <summary>Last position; 0 in an empty log.</summary>
    public long LastPosition { get; }

    /// <summary>Whether changes behind a position are no longer kept.</summary>
    public bool IsCompacted(long after) => after < FirstPosition - 1;

    /// <summary>When the change at a position was committed; null where there is none.</summary>
    public DateTimeOffset? CommittedAt(long position)
    {
        var find = _connection.Statement("SELECT committed_at FROM changes WHERE position = ?1");
        find.Bind(1, position);
        DateTimeOffset? found = find.Step() ? DateTimeOffset.FromUnixTimeMilliseconds(find.Int64(0)) : null;
        find.Reset();
        return found;
    }

    /// <summary>Reads the changes behind a position that concern a reader.</summary>
    /// <param name="after">The position; it is not compacted.</param>
    /// <param name="filter">What the reader wants.</param>
    /// <param name="mostRows">Changes that are looked at, at most.</param>
    /// <param name="mostBytes">Bytes of content it holds at most; one offer may be more.</param>
    public FeedPage Read(long after, FeedFilter filter, int mostRows, int mostBytes)
    {
        ArgumentNullException.ThrowIfNull(filter);
        var changes = new List<FeedChange>();
        var (readTo, committedAt, rows, bytes) = (after, long.MinValue, 0, 0);
        (long Position, long At)? commitEnd = null;

        // One more than may be looked at: it tells whether the one before ends its commit. All changes of a commit carry one time.
        var scan = _connection.Statement(Scan);
        scan.Bind(1, after);
        scan.Bind(2, mostRows + 1L);
        _isReading = true;
        while (scan.Step())
        {
            if (rows > 0 && scan.Int64(5) != committedAt)
                commitEnd = (readTo, committedAt);
            if (rows == mostRows || bytes >= mostBytes)
                break;
            var change = Concerns(scan, filter);
            var size = change?.Offer?.Body.Length ?? 0;
            if (bytes > 0 && bytes + size > mostBytes)
                break;
            rows++;
            (readTo, committedAt) = (scan.Int64(0), scan.Int64(5));
            if (change is not null)
                changes.Add(change);
            bytes += size;
        }

        scan.Reset();
        _isReading = false;
        if (readTo == LastPosition)
            commitEnd = (readTo, committedAt);
        return new()
        {
            Changes = changes,
            ReadTo = readTo,
            CommitEnd = commitEnd?.Position,
            CommittedAt = rows > 0 && commitEnd is { } end ? DateTimeOffset.FromUnixTimeMilliseconds(end.At) : null,
            Last = LastPosition,
        };
    }

    /// <summary>Reads every shown offer that passes, in no order.</summary>
    public IEnumerable<FeedOffer> ReadShown(FeedFilter filter)
    {
        ArgumentNullException.ThrowIfNull(filter);
        using var scan = _connection.Prepare($"SELECT {Columns} FROM offers WHERE state = {(int)OfferState.Published}{filter.Conditions()}");
        _isReading = true;
        while (scan.Step())
        {
            if (OfferOf(scan, filter) is { } offer)
                yield return offer;
        }

        _isReading = false;
    }

    public void Dispose()
    {
        if (_isReading)
        {
            _connection.Dispose();
            return;
        }

        _connection.Statement("COMMIT").Run();
        _log.Return(_connection);
    }

    /// <summary>What a change is to the reader; null when it is nothing.</summary>
    private FeedChange? Concerns(SqliteStatement scan, FeedFilter filter)
    {
        var kind = (ChangeKind)scan.Int32(3);
        var wasShown = kind is ChangeKind.Changed or ChangeKind.Withdrawn or ChangeKind.Expired or ChangeKind.Filled or ChangeKind.Suspended;
        var isShown = kind is ChangeKind.Published or ChangeKind.Changed or ChangeKind.Reopened or ChangeKind.Resumed;
        FeedKeys? before = wasShown ? Keys(scan, 6, 8) : null;
        FeedKeys? after = isShown ? Keys(scan, 7, 9) : null;
        var passed = before is { } keysBefore && filter.Passes(keysBefore);
        var passes = after is { } keysAfter && filter.Passes(keysAfter);
        if (!passed && !passes)
            return null;

        var offer = _connection.Statement($"SELECT {Columns} FROM offers WHERE id = ?1");
        offer.Bind(1, scan.Int64(1));
        if (!offer.Step())
            throw new InvalidOperationException($"The offer of change {scan.Int64(0)} is missing.");
        var change = new FeedChange
        {
            Position = scan.Int64(0),
            Kind = (passed, passes) switch
            {
                (true, false) when isShown => FeedKind.LeftFilter,
                (false, true) when wasShown => FeedKind.EnteredFilter,
                _ => (FeedKind)kind,
            },
            OfferPublicId = new(offer.Blob(1), bigEndian: true),
            Source = _connection.Source(scan.Int64(2)),
            ExternalId = offer.Text(3),
            Before = before,
            After = after,
            CommittedAt = DateTimeOffset.FromUnixTimeMilliseconds(scan.Int64(5)),
            Offer = passes ? OfferOf(offer, filter) : null,
        };
        offer.Reset();
        return change;
    }

    private static FeedKeys Keys(SqliteStatement scan, int areas, int sector) =>
        new((OfferKind)scan.Int32(4), scan.Int64(2), scan.TextOrNull(areas), (SectorCode?)scan.Int64OrNull(sector));

    /// <summary>The offer of a row; null when it is not shown or does not pass.</summary>
    private FeedOffer? OfferOf(SqliteStatement row, FeedFilter filter)
    {
        if ((OfferState)row.Int32(5) != OfferState.Published)
            return null;
        var keys = new FeedKeys((OfferKind)row.Int32(4), row.Int64(2), Areas(row), (SectorCode?)row.Int64OrNull(7));
        if (!filter.Passes(keys))
            return null;
        return new()
        {
            PublicId = new(row.Blob(1), bigEndian: true),
            Source = _connection.Source(keys.SourceId),
            ExternalId = row.Text(3),
            Keys = keys,
            Revision = row.Int64(9),
            Body = row.Blob(10).ToArray(),
            ChangedAt = DateTimeOffset.FromUnixTimeMilliseconds(row.Int64(8)),
        };
    }

    private string? Areas(SqliteStatement row)
    {
        if (row.TextOrNull(6) is not { } areas)
            return null;
        var further = _connection.Statement("SELECT known_area_code FROM offer_further_areas WHERE offer_id = ?1 ORDER BY ordinal");
        further.Bind(1, row.Int64(0));
        while (further.Step())
            areas = AreaKeys.Join(areas, further.Text(0));
        further.Reset();
        return areas;
    }
}
