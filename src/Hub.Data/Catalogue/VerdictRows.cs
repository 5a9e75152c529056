using Hub.Data.Ingest;

namespace Hub.Data.Catalogue;

/// <summary>Verdicts that a partner should see, in the writer's transaction.</summary>
internal static class VerdictRows
{
    /// <summary>Stores the verdict of an item that is not plainly applied or unchanged.</summary>
    public static void InsertIfNeeded(IngestTransaction transaction, SessionInfo session, ItemWrite item, in ItemDecision decision)
    {
        var plain = decision.Reason is null && (decision.Outcome == Outcome.Unchanged || (decision.Outcome == Outcome.Applied && item.Finding is null));
        if (plain)
            return;

        var reason = decision.Reason ?? item.Finding?.Reason ?? "";
        var severity = decision switch
        {
            { Outcome: Outcome.Applied or Outcome.Unchanged, Reason: null } => item.Finding!.Severity,
            { Outcome: Outcome.Applied or Outcome.Unchanged } => Severity.Info,
            { Outcome: Outcome.Held } => Severity.Warning,
            _ => Severity.Error,
        };
        Insert(transaction, session, item.Sequence, item.ExternalId, item.Revision, decision.Outcome, reason,
            decision.Reason is null ? item.Finding?.Field ?? "" : "", severity, decision.CurrentRevision,
            decision.Reason is null ? item.Finding?.Detail : null);
    }

    /// <summary>Stores the final verdict of a word of a snapshot that was told something else when it came.</summary>
    public static void InsertIfChanged(IngestTransaction transaction, SessionInfo session, in StagedWord word, in ItemDecision decision)
    {
        var reason = decision.Reason ?? FindingOf(word.Item, decision)?.Reason;
        var same = decision.Outcome == word.ToldOutcome && string.Equals(decision.Reason, word.ToldReason, StringComparison.Ordinal);
        if (same)
            return;
        if (reason is not null)
            InsertIfNeeded(transaction, session, word.Item, decision);
        else
            InsertIfNeeded(transaction, session, word.Item, decision with { Reason = "DECIDED_AT_COMMIT" });
    }

    /// <summary>Stores that a snapshot left out a shown item and that its withdrawal is held.</summary>
    public static void InsertHeldAbsence(IngestTransaction transaction, SessionInfo session, string externalId, long revision) => Insert(
        transaction, session, 0, externalId, revision, Outcome.Held, "WITHDRAWAL_HELD", "", Severity.Warning, revision, null);

    /// <summary>Stores that a review refused a version, and why.</summary>
    public static void InsertRefusal(IngestTransaction transaction, SessionInfo session, in PendingRows.Waiting waiting, string why) => Insert(
        transaction, session, 0, waiting.ExternalId, waiting.Revision, Outcome.Rejected, PendingRows.Refused, "", Severity.Error, waiting.Revision, why);

    private static ItemFinding? FindingOf(ItemWrite item, in ItemDecision decision) =>
        decision.Outcome is Outcome.Unchanged ? null : item.Finding;

    private static void Insert(
        IngestTransaction transaction, SessionInfo session, long sequence, string externalId, long revision,
        Outcome outcome, string reason, string field, Severity severity, long? currentRevision, string? detail)
    {
        var statement = transaction.Statement("""
            INSERT INTO verdicts (id, source_id, session_id, sequence, external_id, revision, outcome, reason, field, severity,
                current_revision, decided_at, detail)
            VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13)
            """);
        statement.Bind(1, transaction.NextVerdictId());
        statement.Bind(2, session.SourceId);
        statement.Bind(3, session.Id);
        statement.Bind(4, sequence);
        statement.Bind(5, externalId);
        statement.Bind(6, revision);
        statement.Bind(7, (long)outcome);
        statement.Bind(8, reason);
        statement.Bind(9, field);
        statement.Bind(10, (long)severity);
        statement.Bind(11, currentRevision);
        statement.Bind(12, transaction.Now.ToUnixTimeMilliseconds());
        statement.Bind(13, detail);
        statement.Run();
    }
}
