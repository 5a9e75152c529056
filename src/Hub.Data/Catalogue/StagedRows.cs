using Hub.Data.Ingest;
using Hub.Data.Providers;

namespace Hub.Data.Catalogue;

/// <summary>Items of snapshots that are not committed yet, in the writer's transaction.</summary>
internal static class StagedRows
{
    /// <summary>Stages a version; of two versions of one item the higher revision stays, of equal ones the first.</summary>
    public static void Upsert(IngestTransaction transaction, long sessionId, ItemWrite item)
    {
        var statement = transaction.Statement("""
            INSERT INTO staged_items (session_id, external_id, sequence, revision, said_state, kind, rule_outcome, reason, field, content_hash, body, detail)
            VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12)
            ON CONFLICT (session_id, external_id) DO UPDATE SET sequence = ?3, revision = ?4, said_state = ?5, kind = ?6, rule_outcome = ?7,
                reason = ?8, field = ?9, content_hash = ?10, body = ?11, detail = ?12
            WHERE ?4 > revision
            """);
        statement.Bind(1, sessionId);
        statement.Bind(2, item.ExternalId);
        statement.Bind(3, item.Sequence);
        statement.Bind(4, item.Revision);
        statement.Bind(5, (long)(item.Verb == ItemVerb.Tombstone ? SaidState.Tombstone : SaidState.Live));
        statement.Bind(6, (long?)item.Content?.Kind);
        statement.Bind(7, (long)(item.RuleOutcome ?? 0));
        statement.Bind(8, item.Finding?.Reason);
        statement.Bind(9, item.Finding?.Field);
        statement.Bind(10, item.Hash);
        if (item.Content is { } content)
            statement.Bind(11, content.Body);
        else
            statement.BindNull(11);
        statement.Bind(12, item.Finding?.Detail);
        statement.Run();
    }

    /// <summary>What this session staged of an item, as if it were stored; the default when nothing.</summary>
    public static StoredItem Find(IngestTransaction transaction, long sessionId, string externalId)
    {
        var statement = transaction.Statement(
            "SELECT revision, said_state, content_hash, coalesce(kind, 0) FROM staged_items WHERE session_id = ?1 AND external_id = ?2");
        statement.Bind(1, sessionId);
        statement.Bind(2, externalId);
        StoredItem staged = default;
        if (statement.Step())
        {
            staged = new()
            {
                OfferId = -1,
                SaidRevision = statement.Int64(0),
                SaidState = (SaidState)statement.Int32(1),
                SaidHash = statement.Hash(2),
                Hash = statement.Hash(2),
                Kind = (OfferKind)statement.Int32(3),
                State = OfferState.Published,
            };
        }

        statement.Reset();
        return staged;
    }

    public static long Count(IngestTransaction transaction, long sessionId)
    {
        var statement = transaction.Statement("SELECT count(*) FROM staged_items WHERE session_id = ?1");
        statement.Bind(1, sessionId);
        statement.Step();
        var count = statement.Int64(0);
        statement.Reset();
        return count;
    }

    /// <summary>The session's items in the order they came, read one by one while other statements write.</summary>
    public static IEnumerable<ItemWrite> Read(IngestTransaction transaction, long sessionId, OfferContentReader reader)
    {
        var statement = transaction.Statement("""
            SELECT sequence, external_id, revision, said_state, coalesce(kind, 0), rule_outcome, reason, field, content_hash, body, detail
            FROM staged_items WHERE session_id = ?1 ORDER BY sequence
            """);
        statement.Bind(1, sessionId);
        try
        {
            while (statement.Step())
                yield return ReadItem(statement, reader);
        }
        finally
        {
            statement.Reset();
        }
    }

    public static void Clear(IngestTransaction transaction, long sessionId)
    {
        var statement = transaction.Statement("DELETE FROM staged_items WHERE session_id = ?1");
        statement.Bind(1, sessionId);
        statement.Run();
    }

    private static ItemWrite ReadItem(SqliteStatement row, OfferContentReader reader)
    {
        var kind = (OfferKind)row.Int32(4);
        var tombstone = (SaidState)row.Int32(3) == SaidState.Tombstone;
        var rule = row.Int32(5);
        return new()
        {
            Sequence = row.Int64(0),
            ExternalId = row.Text(1),
            Revision = row.Int64(2),
            Verb = tombstone ? ItemVerb.Tombstone : kind == 0 ? ItemVerb.Touch : ItemVerb.Content,
            RuleOutcome = rule == 0 ? null : (Outcome)rule,
            Finding = row.TextOrNull(6) is { } reason ? new(reason, row.TextOrNull(7) ?? "", Severity.Error, row.TextOrNull(10)) : null,
            Hash = row.Hash(8),
            Content = kind == 0 ? null : reader(kind, row.Blob(9).ToArray()),
        };
    }
}
