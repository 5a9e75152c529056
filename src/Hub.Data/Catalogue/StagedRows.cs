using Hub.Data.Ingest;
using Hub.Data.Providers;

namespace Hub.Data.Catalogue;

/// <summary>A word of a snapshot as it was staged.</summary>
/// <param name="Item">The item.</param>
/// <param name="ToldOutcome">What the partner was told when it came.</param>
/// <param name="ToldReason">And why; null when there was no reason.</param>
internal readonly record struct StagedWord(ItemWrite Item, Outcome ToldOutcome, string? ToldReason);

/// <summary>Items of snapshots that are not committed yet, in the writer's transaction.</summary>
internal static class StagedRows
{
    public static StagedSlot SlotOf(ItemWrite item) => item switch
    {
        { Verb: ItemVerb.Touch } => StagedSlot.Touch,
        { RuleOutcome: null } => StagedSlot.Good,
        _ => StagedSlot.Unpublished,
    };

    /// <summary>Stages a word; of two of one sort the higher revision stays, of equal ones the first.</summary>
    public static void Upsert(IngestTransaction transaction, long sessionId, ItemWrite item, in ItemDecision told)
    {
        var statement = transaction.Statement("""
            INSERT INTO staged_items (session_id, external_id, sequence, revision, said_state, kind, rule_outcome, reason, field, content_hash, body,
                detail, slot, told_outcome, told_reason)
            VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15)
            ON CONFLICT (session_id, external_id, slot) DO UPDATE SET sequence = ?3, revision = ?4, said_state = ?5, kind = ?6, rule_outcome = ?7,
                reason = ?8, field = ?9, content_hash = ?10, body = ?11, detail = ?12, told_outcome = ?14, told_reason = ?15
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
        statement.Bind(13, (long)SlotOf(item));
        statement.Bind(14, (long)told.Outcome);
        statement.Bind(15, told.Reason);
        statement.Run();
    }

    /// <summary>What this session staged of an item, lowest revision first, without the content.</summary>
    public static List<ItemWrite> Of(IngestTransaction transaction, long sessionId, string externalId)
    {
        var statement = transaction.Statement("""
            SELECT sequence, external_id, revision, said_state, coalesce(kind, 0), rule_outcome, content_hash FROM staged_items
            WHERE session_id = ?1 AND external_id = ?2 ORDER BY revision, sequence
            """);
        statement.Bind(1, sessionId);
        statement.Bind(2, externalId);
        List<ItemWrite> words = [];
        while (statement.Step())
        {
            var kind = (OfferKind)statement.Int32(4);
            words.Add(ReadItem(
                statement, statement.Hash(6), kind == 0 ? null : new OfferContent { Kind = kind, Title = "" }, OutcomeOf(statement.Int32(5)), null));
        }

        statement.Reset();
        return words;
    }

    /// <summary>Distinct items.</summary>
    public static long Count(IngestTransaction transaction, long sessionId)
    {
        var statement = transaction.Statement("SELECT count(DISTINCT external_id) FROM staged_items WHERE session_id = ?1");
        statement.Bind(1, sessionId);
        statement.Step();
        var count = statement.Int64(0);
        statement.Reset();
        return count;
    }

    /// <summary>The session's words by their revision, then as they came, read one by one while other statements write.</summary>
    public static IEnumerable<StagedWord> Read(IngestTransaction transaction, long sessionId, OfferContentReader reader)
    {
        var statement = transaction.Statement("""
            SELECT sequence, external_id, revision, said_state, coalesce(kind, 0), rule_outcome, content_hash, body, reason, field, detail,
                told_outcome, told_reason
            FROM staged_items WHERE session_id = ?1 ORDER BY revision, sequence
            """);
        statement.Bind(1, sessionId);
        try
        {
            while (statement.Step())
                yield return ReadWord(statement, reader);
        }
        finally
        {
            statement.Reset();
        }
    }

    /// <summary>Removes what a session staged, up to a number of rows.</summary>
    /// <returns>True when nothing is left.</returns>
    public static bool Clear(IngestTransaction transaction, long sessionId, int most)
    {
        var statement = transaction.Statement("""
            DELETE FROM staged_items WHERE rowid IN (SELECT rowid FROM staged_items WHERE session_id = ?1 LIMIT ?2)
            """);
        statement.Bind(1, sessionId);
        statement.Bind(2, most);
        statement.Run();
        return Count(transaction, sessionId) == 0;
    }

    public static void Clear(IngestTransaction transaction, long sessionId)
    {
        var statement = transaction.Statement("DELETE FROM staged_items WHERE session_id = ?1");
        statement.Bind(1, sessionId);
        statement.Run();
    }

    private static StagedWord ReadWord(SqliteStatement row, OfferContentReader reader)
    {
        var kind = (OfferKind)row.Int32(4);
        var rule = OutcomeOf(row.Int32(5));
        var finding = row.TextOrNull(8) is { } reason ? new ItemFinding(reason, row.TextOrNull(9) ?? "", Severity.Error, row.TextOrNull(10)) : null;
        OfferContent? content = null;
        if (kind != 0)
        {
            var read = reader(kind, row.Blob(7).ToArray());
            content = read.Content;

            // A broken rule stays broken; a code may be known by now, or no longer.
            if (rule != Outcome.Rejected)
                (rule, finding) = (read.RuleOutcome, read.Finding);
        }

        return new(ReadItem(row, row.Hash(6), content, rule, finding), (Outcome)row.Int32(11), row.TextOrNull(12));
    }

    private static ItemWrite ReadItem(SqliteStatement row, UInt128 hash, OfferContent? content, Outcome? rule, ItemFinding? finding) => new()
    {
        Sequence = row.Int64(0),
        ExternalId = row.Text(1),
        Revision = row.Int64(2),
        Verb = (SaidState)row.Int32(3) == SaidState.Tombstone ? ItemVerb.Tombstone : content is null ? ItemVerb.Touch : ItemVerb.Content,
        RuleOutcome = rule,
        Finding = finding,
        Hash = hash,
        Content = content,
    };

    private static Outcome? OutcomeOf(int rule) => rule == 0 ? null : (Outcome)rule;
}
