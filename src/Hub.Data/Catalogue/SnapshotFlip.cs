using Hub.Data.Ingest;

namespace Hub.Data.Catalogue;

/// <summary>Makes a snapshot visible: everything it staged and everything it left out, in one transaction.</summary>
internal static class SnapshotFlip
{
    /// <summary>One withdrawal the snapshot asks for.</summary>
    private readonly record struct Withdrawal(OfferRows.Row Row, string ExternalId, long Sequence, long SaidRevision, SaidState Said);

    /// <returns>The session as it stands after the flip.</returns>
    public static SessionInfo Run(IngestTransaction transaction, SessionInfo session, OfferContentReader reader)
    {
        // Judged by what was live before this snapshot added anything.
        var guard = SourceRows.Guard(transaction, session.SourceId);
        var applier = new OfferApplier(transaction, session);
        applier.Totals = new() { Rejected = session.Totals.Unkeyed, Unkeyed = session.Totals.Unkeyed };

        var withdrawals = new List<Withdrawal>();
        foreach (var item in StagedRows.Read(transaction, session.Id, reader))
        {
            var row = OfferRows.Find(transaction, session.SourceId, item.ExternalId);
            var (decision, action) = RevisionRules.Decide(row.Item, item, SyncMode.Snapshot, mayWithdraw: true);
            if (action == WriteAction.Withdraw)
            {
                withdrawals.Add(new(row, item.ExternalId, item.Sequence, item.Revision, SaidState.Tombstone));
                continue;
            }

            applier.Write(row, item, decision, action);
            applier.Totals.Add(decision);
        }

        SupersedeEarlierAbsences(transaction, session);
        CollectAbsent(transaction, session, withdrawals);
        Settle(transaction, session, applier, withdrawals, guard);
        StagedRows.Clear(transaction, session.Id);
        SourceRows.Touch(transaction, session.SourceId, applier.LiveDelta);

        var closed = applier.Session(session) with { ClosedAt = transaction.Now };
        return closed with { State = closed.HeldNow > 0 ? SessionState.Held : SessionState.Closed };
    }

    /// <summary>Finds what the snapshot left out. What was never shown goes at once; what is shown becomes a withdrawal.</summary>
    private static void CollectAbsent(IngestTransaction transaction, SessionInfo session, List<Withdrawal> withdrawals)
    {
        var statement = transaction.Statement("""
            SELECT o.id, o.external_id FROM offers o
            WHERE o.source_id = ?1 AND (o.said_state = 1 OR o.state = 1)
              AND NOT EXISTS (SELECT 1 FROM staged_items s WHERE s.session_id = ?2 AND s.external_id = o.external_id)
            """);
        statement.Bind(1, session.SourceId);
        statement.Bind(2, session.Id);
        var absent = new List<(long Id, string ExternalId)>();
        while (statement.Step())
            absent.Add((statement.Int64(0), statement.Text(1)));
        statement.Reset();

        foreach (var (id, externalId) in absent)
        {
            var row = OfferRows.Find(transaction, id);
            if (row.Item.IsShown)
            {
                withdrawals.Add(new(row, externalId, 0, row.Item.SaidRevision, SaidState.Absent));
                continue;
            }

            OfferRows.SetState(transaction, id, OfferState.Withdrawn, row.Item.SaidRevision, SaidState.Absent);
            PendingRows.Delete(transaction, row.Item);
        }
    }

    /// <summary>Withdraws, or holds all of it when it is more than the guard allows.</summary>
    private static void Settle(
        IngestTransaction transaction, SessionInfo session, OfferApplier applier, List<Withdrawal> withdrawals, long guard)
    {
        if (withdrawals.Count <= guard)
        {
            foreach (var withdrawal in withdrawals)
                applier.Withdraw(withdrawal.Row, withdrawal.SaidRevision, withdrawal.Said);
            applier.Totals.AddEffect(Effect.Withdrawn, withdrawals.Count);
            return;
        }

        foreach (var withdrawal in withdrawals)
        {
            if (withdrawal.Said == SaidState.Tombstone)
                OfferRows.Remember(transaction, withdrawal.Row.Item, withdrawal.SaidRevision, SaidState.Tombstone, UInt128.Zero);
            applier.Hold(withdrawal.Row.Item.OfferId, withdrawal.SaidRevision, withdrawal.Said);
            VerdictRows.Insert(transaction, session, withdrawal.Sequence, withdrawal.ExternalId, withdrawal.SaidRevision,
                Outcome.Held, "WITHDRAWAL_HELD", "", Severity.Warning, withdrawal.SaidRevision, null);
        }

        applier.Totals.Held += withdrawals.Count;
    }

    /// <summary>What earlier snapshots of the source left out no longer counts: this one says anew what is there.</summary>
    private static void SupersedeEarlierAbsences(IngestTransaction transaction, SessionInfo session)
    {
        var delete = transaction.Statement("""
            DELETE FROM held_withdrawals WHERE said_state = 0 AND session_id IN
                (SELECT id FROM sync_sessions WHERE source_id = ?1 AND state = 3 AND id <> ?2)
            """);
        delete.Bind(1, session.SourceId);
        delete.Bind(2, session.Id);
        delete.Run();

        var update = transaction.Statement("""
            UPDATE sync_sessions SET
                held_now = (SELECT count(*) FROM held_withdrawals h WHERE h.session_id = sync_sessions.id),
                state = CASE WHEN EXISTS (SELECT 1 FROM held_withdrawals h WHERE h.session_id = sync_sessions.id) THEN 3 ELSE 2 END
            WHERE source_id = ?1 AND state = 3 AND id <> ?2
            """);
        update.Bind(1, session.SourceId);
        update.Bind(2, session.Id);
        update.Run();
    }
}
