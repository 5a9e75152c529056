using Hub.Data.Ingest;
using Hub.Data.Providers;

namespace Hub.Data.Catalogue;

/// <summary>Changes the state of offers without a word of their partner, in the writer's transaction: by the clock, or with their source.</summary>
internal static class OfferStates
{
    private const string Columns = "o.id, o.source_id, o.kind, o.revision, o.known_area_code, o.sector_code, o.valid_through, o.deadline";

    private const string PastValidity = $"""
        SELECT {Columns} FROM offers o WHERE o.state = 1 AND o.valid_through IS NOT NULL AND o.valid_through < ?1 LIMIT ?2
        """;

    private const string PastDeadline = $"""
        SELECT {Columns} FROM offers o WHERE o.state = 1 AND o.deadline IS NOT NULL AND o.deadline < ?1 LIMIT ?2
        """;

    private const string ToHide = $"""
        SELECT {Columns} FROM sources s CROSS JOIN participants p ON p.id = s.participant_id
        CROSS JOIN offers o ON o.source_id = s.id AND o.state = 1 WHERE s.state = 3 OR p.status = 2 LIMIT ?1
        """;

    private const string ToResume = $"""
        SELECT {Columns} FROM sources s CROSS JOIN participants p ON p.id = s.participant_id
        CROSS JOIN offers o ON o.source_id = s.id AND o.state = 3 WHERE s.state <> 3 AND p.status <> 2 LIMIT ?1
        """;

    private const string ToHideNow = $"""
        SELECT {Columns} FROM offers o CROSS JOIN sources s ON s.id = o.source_id CROSS JOIN participants p ON p.id = s.participant_id
        WHERE o.id = ?1 AND o.state = 1 AND (s.state = 3 OR p.status = 2)
        """;

    private const string HiddenOf = $"SELECT {Columns} FROM offers o WHERE o.source_id = ?1 AND o.state = 3";

    private const string ById = $"SELECT {Columns} FROM offers o WHERE o.id = ?1";

    /// <summary>What a change of state needs of an offer.</summary>
    internal readonly record struct Row(
        long Id, long SourceId, OfferKind Kind, long Revision, string? Area, long? Sector, long? ValidThrough, long? Deadline);

    /// <summary>Offers that are shown past their time, a few at once.</summary>
    public static List<Row> Passed(IngestTransaction transaction, int most)
    {
        var passed = ReadBefore(transaction, PastValidity, most);
        return passed.Count > 0 ? passed : ReadBefore(transaction, PastDeadline, most);
    }

    /// <summary>Offers that are shown though their source is suspended, a few at once.</summary>
    public static List<Row> ShownOfSuspended(IngestTransaction transaction, int most) => ReadSome(transaction, ToHide, most);

    /// <summary>Hides an offer again that was let go while its source is suspended; no reader sees it in between.</summary>
    public static void HideIfSuspended(IngestTransaction transaction, long offerId) =>
        TakeOff(transaction, ReadSome(transaction, ToHideNow, offerId), OfferState.Suspended, ChangeKind.Suspended);

    /// <summary>Offers that are hidden though their source is not suspended any more, a few at once.</summary>
    public static List<Row> HiddenOfResumed(IngestTransaction transaction, int most) => ReadSome(transaction, ToResume, most);

    /// <summary>Every offer of a source that is hidden with it.</summary>
    public static List<Row> Hidden(IngestTransaction transaction, long sourceId) => ReadSome(transaction, HiddenOf, sourceId);

    public static Row Find(IngestTransaction transaction, long offerId) => ReadSome(transaction, ById, offerId)[0];

    /// <summary>The state in which a hidden offer comes back: its time may have passed meanwhile.</summary>
    public static OfferState Awake(in Row row, DateTimeOffset now) =>
        OfferEnds.HasPassed(row.ValidThrough, row.Deadline, now) ? OfferState.Expired : OfferState.Published;

    /// <summary>The areas of all its places, as the change log keeps them.</summary>
    public static string? AreasOf(IngestTransaction transaction, in Row row) => OfferRows.AreasOf(transaction, row.Id, row.Area);

    public static void Set(IngestTransaction transaction, long offerId, OfferState state)
    {
        var statement = transaction.Statement("UPDATE offers SET state = ?2, changed_at = ?3 WHERE id = ?1");
        statement.Bind(1, offerId);
        statement.Bind(2, (long)state);
        statement.Bind(3, transaction.Now.ToUnixTimeMilliseconds());
        statement.Run();
    }

    /// <summary>Takes shown offers out of every listing.</summary>
    public static void TakeOff(IngestTransaction transaction, List<Row> rows, OfferState state, ChangeKind kind)
    {
        foreach (var row in rows)
        {
            Set(transaction, row.Id, state);
            ChangeRows.Append(transaction, new(row.Id, row.SourceId, kind, row.Kind, row.Revision)
            {
                AreaBefore = AreasOf(transaction, row), SectorBefore = row.Sector,
            });
            AddLive(transaction, row.SourceId, -1);
        }
    }

    /// <summary>Counts what is shown of a source; its lease stays as it is.</summary>
    public static void AddLive(IngestTransaction transaction, long sourceId, long delta)
    {
        var statement = transaction.Statement("UPDATE sources SET live_offers = live_offers + ?2 WHERE id = ?1");
        statement.Bind(1, sourceId);
        statement.Bind(2, delta);
        statement.Run();
    }

    private static List<Row> ReadBefore(IngestTransaction transaction, string sql, int most)
    {
        var statement = transaction.Statement(sql);
        statement.Bind(1, transaction.Now.ToUnixTimeMilliseconds());
        statement.Bind(2, most);
        return Read(statement);
    }

    private static List<Row> ReadSome(IngestTransaction transaction, string sql, long argument)
    {
        var statement = transaction.Statement(sql);
        statement.Bind(1, argument);
        return Read(statement);
    }

    private static List<Row> Read(SqliteStatement statement)
    {
        List<Row> rows = [];
        while (statement.Step())
        {
            rows.Add(new(
                statement.Int64(0), statement.Int64(1), (OfferKind)statement.Int32(2), statement.Int64(3), statement.TextOrNull(4),
                statement.Int64OrNull(5), statement.Int64OrNull(6), statement.Int64OrNull(7)));
        }

        statement.Reset();
        return rows;
    }
}
