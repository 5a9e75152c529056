using Hub.Data.Feed;
using Hub.Data.Ingest;
using Hub.Data.Providers;

namespace Hub.Data.Catalogue;

/// <summary>The rows of offers in the writer's transaction: look-up, insert and narrow update. No decisions here.</summary>
internal static class OfferRows
{
    private const string Lookup = """
        SELECT id, kind, state, revision, content_hash, said_revision, said_state, said_hash,
               known_area_code, sector_code, pay_min_idr, course_external_id, said_session, good_revision
        FROM offers WHERE source_id = ?1 AND external_id = ?2
        """;

    private const string LookupById = """
        SELECT id, kind, state, revision, content_hash, said_revision, said_state, said_hash,
               known_area_code, sector_code, pay_min_idr, course_external_id, said_session, good_revision, external_id
        FROM offers WHERE id = ?1
        """;

    /// <summary>What is stored of an item, with the indexed columns an update compares with.</summary>
    internal readonly record struct Row(StoredItem Item, string? Area, long? Sector, long? PayMin, string? CourseExternalId);

    public static Row Find(IngestTransaction transaction, long sourceId, string externalId)
    {
        var statement = transaction.Statement(Lookup);
        statement.Bind(1, sourceId);
        statement.Bind(2, externalId);
        return Read(statement, externalId);
    }

    public static Row Find(IngestTransaction transaction, long offerId)
    {
        var statement = transaction.Statement(LookupById);
        statement.Bind(1, offerId);
        return Read(statement);
    }

    private static Row Read(SqliteStatement statement, string? externalId = null)
    {
        Row row = default;
        if (statement.Step())
        {
            var hash = statement.Hash(4);
            row = new(
                new()
                {
                    OfferId = statement.Int64(0),
                    ExternalId = externalId ?? statement.Text(14),
                    Kind = (OfferKind)statement.Int32(1),
                    State = (OfferState)statement.Int32(2),
                    Revision = statement.Int64(3),
                    Hash = hash,
                    SaidRevision = statement.Int64(5),
                    SaidState = (SaidState)statement.Int32(6),
                    SaidHash = statement.IsNull(7) ? hash : statement.Hash(7),
                    SaidSession = statement.Int64(12),
                    GoodRevision = statement.Int64(13),
                },
                statement.TextOrNull(8),
                statement.Int64OrNull(9),
                statement.Int64OrNull(10),
                statement.TextOrNull(11));
        }

        statement.Reset();
        return row;
    }

    /// <summary>Inserts an offer that is shown at once.</summary>
    public static long InsertPublished(IngestTransaction transaction, long sourceId, long said, ItemWrite item, OfferContent content)
    {
        var id = InsertHead(transaction, sourceId, said, item, OfferState.Published, content.Kind, item.Revision, item.Hash, null, content);
        WriteFurtherPlaces(transaction, id, content);
        return id;
    }

    /// <summary>Inserts a row that only remembers what was said: a tombstone, or a version that is not shown.</summary>
    public static long InsertUnpublished(IngestTransaction transaction, long sourceId, long said, ItemWrite item, OfferState state) =>
        InsertHead(transaction, sourceId, said, item, state, item.Content?.Kind ?? 0, 0, UInt128.Zero, item.Hash, null);

    private static long InsertHead(
        IngestTransaction transaction, long sourceId, long said, ItemWrite item, OfferState state, OfferKind kind,
        long revision, UInt128 hash, UInt128? saidHash, OfferContent? content)
    {
        var id = transaction.NextOfferId();
        var now = transaction.Now.ToUnixTimeMilliseconds();
        var statement = transaction.Statement(OfferColumns.Insert);
        statement.Bind(1, id);
        statement.Bind(2, Guid.CreateVersion7(transaction.Now).ToByteArray(true));
        statement.Bind(3, sourceId);
        statement.Bind(4, item.ExternalId);
        statement.Bind(5, (long)kind);
        statement.Bind(6, (long)state);
        statement.Bind(7, now);
        OfferColumns.BindIndexed(statement, 8, content);
        var next = 8 + OfferColumns.IndexedCount;
        var good = content is not null || item.Verb == ItemVerb.Tombstone ? item.Revision : 0;
        BindVersion(statement, next, revision, hash, item.Revision, SaidStateOf(item), saidHash, now, said, good);
        OfferColumns.BindContent(statement, next + OfferColumns.VersionCount, content);
        statement.Run();
        return id;
    }

    /// <summary>Shows a version: updates the content, and of the indexed columns only those that really changed.</summary>
    /// <remarks>Beneath a refused or quarantined version, that one stays the last word.</remarks>
    /// <returns>The areas of all places before, shown or not.</returns>
    public static string? Publish(IngestTransaction transaction, in Row row, long said, ItemWrite item, OfferContent content, bool beneath)
    {
        var mask = OfferColumns.MaskOf(row, content);
        var statement = transaction.Statement(OfferColumns.UpdateFor(mask));
        statement.Bind(1, row.Item.OfferId);
        var (saidRevision, saidHash) = beneath ? (row.Item.SaidRevision, row.Item.SaidHash) : (item.Revision, (UInt128?)null);
        BindVersion(
            statement, 2, item.Revision, item.Hash, saidRevision, SaidState.Live, saidHash, transaction.Now.ToUnixTimeMilliseconds(),
            Math.Max(row.Item.SaidSession, said), item.Revision);
        var next = OfferColumns.BindContent(statement, 2 + OfferColumns.VersionCount, content);
        OfferColumns.BindMasked(statement, next, mask, content);
        statement.Run();
        return ReplaceFurtherPlaces(transaction, row, content);
    }

    /// <summary>Remembers what was said without touching what is shown.</summary>
    public static void Remember(
        IngestTransaction transaction, in StoredItem stored, long said, long revision, SaidState state, UInt128 hash, OfferKind? kind = null)
    {
        // Until a version was good, the kind is that of the last word: a pending body must be read as what it is.
        var statement = transaction.Statement("""
            UPDATE offers SET said_revision = ?2, said_state = ?3, said_hash = ?4, said_session = max(said_session, ?6),
                good_revision = CASE ?3 WHEN 2 THEN ?2 ELSE good_revision END,
                kind = CASE WHEN revision = 0 THEN coalesce(?5, kind) ELSE kind END
            WHERE id = ?1
            """);
        statement.Bind(5, (long?)kind);
        statement.Bind(6, said);
        statement.Bind(1, stored.OfferId);
        statement.Bind(2, revision);
        statement.Bind(3, (long)state);
        if (hash == stored.Hash)
            statement.BindNull(4);
        else
            statement.Bind(4, hash);
        statement.Run();
    }

    /// <summary>The content is as shown: raises the revision of what is shown and of what was said.</summary>
    public static void RaiseRevision(IngestTransaction transaction, long offerId, long said, long revision)
    {
        var statement = transaction.Statement(
            """
            UPDATE offers SET revision = ?2, said_revision = ?2, said_state = 1, said_hash = NULL, good_revision = ?2,
                said_session = max(said_session, ?3)
            WHERE id = ?1
            """);
        statement.Bind(1, offerId);
        statement.Bind(2, revision);
        statement.Bind(3, said);
        statement.Run();
    }

    /// <summary>The partner repeated its last word; only when it did changes.</summary>
    public static void Restate(IngestTransaction transaction, long offerId, long said)
    {
        var statement = transaction.Statement("UPDATE offers SET said_session = max(said_session, ?2) WHERE id = ?1");
        statement.Bind(1, offerId);
        statement.Bind(2, said);
        statement.Run();
    }

    /// <summary>A late tombstone, or content as shown, beneath a refused or quarantined version.</summary>
    public static void RaiseGood(IngestTransaction transaction, long offerId, long revision)
    {
        var statement = transaction.Statement("UPDATE offers SET good_revision = ?2 WHERE id = ?1");
        statement.Bind(1, offerId);
        statement.Bind(2, revision);
        statement.Run();
    }

    /// <summary>The partner says again what it left out and what is still shown.</summary>
    public static void SayAgain(IngestTransaction transaction, long offerId, long said)
    {
        var statement = transaction.Statement(
            "UPDATE offers SET said_state = 1, said_session = max(said_session, ?2) WHERE id = ?1");
        statement.Bind(1, offerId);
        statement.Bind(2, said);
        statement.Run();
    }

    /// <summary>The partner left out what is still shown.</summary>
    public static void LeaveOut(IngestTransaction transaction, long offerId)
    {
        var statement = transaction.Statement("UPDATE offers SET said_state = ?2 WHERE id = ?1");
        statement.Bind(1, offerId);
        statement.Bind(2, (long)SaidState.Absent);
        statement.Run();
    }

    /// <summary>Sets a state other than published, and what was said.</summary>
    public static void SetState(IngestTransaction transaction, long offerId, OfferState state, long saidSession, long saidRevision, SaidState said)
    {
        var statement = transaction.Statement(
            """
            UPDATE offers SET state = ?2, said_revision = ?3, said_state = ?4, changed_at = ?5, said_session = max(said_session, ?6),
                good_revision = CASE ?4 WHEN 2 THEN ?3 ELSE good_revision END
            WHERE id = ?1
            """);
        statement.Bind(1, offerId);
        statement.Bind(2, (long)state);
        statement.Bind(3, saidRevision);
        statement.Bind(4, (long)said);
        statement.Bind(5, transaction.Now.ToUnixTimeMilliseconds());
        statement.Bind(6, saidSession);
        statement.Run();
    }

    private static void BindVersion(
        SqliteStatement statement, int first, long revision, UInt128 hash, long saidRevision, SaidState said, UInt128? saidHash, long now, long saidSession, long good)
    {
        statement.Bind(first, revision);
        if (revision == 0)
            statement.Bind(first + 1, ReadOnlySpan<byte>.Empty);
        else
            statement.Bind(first + 1, hash);
        statement.Bind(first + 2, saidRevision);
        statement.Bind(first + 3, (long)said);
        if (saidHash is { } other)
            statement.Bind(first + 4, other);
        else
            statement.BindNull(first + 4);
        statement.Bind(first + 5, now);
        statement.Bind(first + 6, saidSession);
        statement.Bind(first + 7, good);
        statement.Bind(first + 8, revision);
    }

    /// <summary>The areas of all places of an offer, as <see cref="AreaKeys"/> joins them.</summary>
    public static string? Areas(IngestTransaction transaction, in Row row) => AreasOf(transaction, row.Item.OfferId, row.Area);

    public static string? AreasOf(IngestTransaction transaction, long offerId, string? first)
    {
        var areas = first;
        var statement = transaction.Statement("SELECT known_area_code FROM offer_further_areas WHERE offer_id = ?1 ORDER BY ordinal");
        statement.Bind(1, offerId);
        while (statement.Step())
            areas = AreaKeys.Join(areas, statement.Text(0));
        statement.Reset();
        return areas;
    }

    private static string? ReplaceFurtherPlaces(IngestTransaction transaction, in Row row, OfferContent content)
    {
        var before = Areas(transaction, row);
        if (!string.Equals(before, row.Area, StringComparison.Ordinal))
        {
            var delete = transaction.Statement("DELETE FROM offer_further_areas WHERE offer_id = ?1");
            delete.Bind(1, row.Item.OfferId);
            delete.Run();
        }

        WriteFurtherPlaces(transaction, row.Item.OfferId, content);
        return before;
    }

    private static void WriteFurtherPlaces(IngestTransaction transaction, long offerId, OfferContent content)
    {
        for (var i = 1; i < content.Places.Count; i++)
        {
            var insert = transaction.Statement(
                "INSERT INTO offer_further_areas (offer_id, ordinal, area_code, known_area_code) VALUES (?1, ?2, ?3, ?4)");
            insert.Bind(1, offerId);
            insert.Bind(2, i);
            insert.Bind(3, content.Places[i].Code);
            insert.Bind(4, content.Places[i].KnownCode);
            insert.Run();
        }
    }

    private static SaidState SaidStateOf(ItemWrite item) => item.Verb == ItemVerb.Tombstone ? SaidState.Tombstone : SaidState.Live;
}
