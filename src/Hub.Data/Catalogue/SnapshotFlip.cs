using Hub.Data.Ingest;

namespace Hub.Data.Catalogue;

/// <summary>Makes a snapshot visible: everything it staged and everything it left out, in one transaction.</summary>
internal static class SnapshotFlip
{
    /// <summary>One withdrawal the snapshot asks for: by tombstone, with the word it was told about, or by absence.</summary>
    private readonly record struct Withdrawal(long OfferId, string ExternalId, long SaidRevision, StagedWord? Word);

    /// <returns>The session as it stands after the flip.</returns>
    public static SessionInfo Run(IngestTransaction transaction, SessionInfo session, OfferContentReader reader)
    {
        // Judged by what was live before this snapshot added anything.
        var guard = SourceRows.Guard(transaction, session.SourceId);
        var applier = new OfferApplier(transaction, session);
        applier.Totals = new() { Rejected = session.Totals.Unkeyed, Unkeyed = session.Totals.Unkeyed };

        var tombstones = new Dictionary<long, Withdrawal>();
        foreach (var word in StagedRows.Read(transaction, session.Id, reader))
        {
            var item = word.Item;
            var row = OfferRows.Find(transaction, session.SourceId, item.ExternalId);
            var (decision, action) = applier.Decide(row, item, mayWithdraw: true);
            if (action is WriteAction.Withdraw or WriteAction.WithdrawBeneath)
            {
                if (action == WriteAction.Withdraw)
                    applier.RememberTombstone(row.Item, item.Revision);
                else
                    OfferRows.RaiseGood(transaction, row.Item.OfferId, item.Revision);
                tombstones.Add(row.Item.OfferId, new(row.Item.OfferId, item.ExternalId, item.Revision, word));
                continue;
            }

            applier.Write(row, item, decision, action);
            applier.Totals.Add(decision);
            VerdictRows.InsertIfChanged(transaction, session, word, decision);
        }

        SupersedeEarlierAbsences(transaction, session);
        List<Withdrawal> withdrawals = [.. tombstones.Values];
        CollectAbsent(transaction, session, applier, withdrawals);
        Settle(transaction, session, applier, withdrawals, guard);
        StagedRows.Clear(transaction, session.Id);
        SourceRows.Touch(transaction, session.SourceId, applier.LiveDelta);

        var closed = applier.Session(session) with { ClosedAt = transaction.Now };
        return closed with { State = closed.HeldNow > 0 ? SessionState.Held : SessionState.Closed };
    }

    /// <summary>
    /// Finds what the snapshot left out. What was said after the snapshot was opened is not left out: the partner could not know of it then.
    /// What was never shown goes at once; what is shown becomes a withdrawal.
    /// </summary>
    private static void CollectAbsent(IngestTransaction transaction, SessionInfo session, OfferApplier applier, List<Withdrawal> withdrawals)
    {
        var statement = transaction.Statement("""
            SELECT o.id, o.external_id FROM offers o
            WHERE o.source_id = ?1 AND (o.said_state = 1 OR o.state = 1) AND o.said_session < ?2
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
            var stored = OfferRows.Find(transaction, id).Item;
            if (stored.IsShown)
                withdrawals.Add(new(id, externalId, stored.SaidRevision, null));
            else
                applier.Forget(stored);
        }
    }

    /// <summary>Withdraws, or holds all of it when it is more than the guard allows.</summary>
    private static void Settle(
        IngestTransaction transaction, SessionInfo session, OfferApplier applier, List<Withdrawal> withdrawals, long guard)
    {
        foreach (var withdrawal in withdrawals)
        {
            var row = OfferRows.Find(transaction, withdrawal.OfferId);

            // A tombstone was said, or a later version that is refused or waits; an absence leaves a tombstone what it is.
            var said = withdrawal.Word is null && row.Item.SaidState == SaidState.Live ? SaidState.Absent : row.Item.SaidState;
            var decision = withdrawals.Count <= guard
                ? new ItemDecision(Outcome.Applied, Effect.Withdrawn, null, row.Item.SaidRevision)
                : new ItemDecision(Outcome.Held, Effect.None, "WITHDRAWAL_HELD", row.Item.SaidRevision);
            if (decision.Outcome == Outcome.Held)
                applier.Hold(withdrawal.OfferId, row.Item.SaidRevision, said);
            else
                applier.Withdraw(row, row.Item.SaidRevision, said);
            applier.Totals.Add(decision);

            if (withdrawal.Word is { } word)
                VerdictRows.InsertIfChanged(transaction, session, word, decision);
            else if (decision.Outcome == Outcome.Held)
                VerdictRows.InsertHeldAbsence(transaction, session, withdrawal.ExternalId, withdrawal.SaidRevision);
        }
    }

    /// <summary>What earlier snapshots of the source left out no longer counts: this one says anew what is there.</summary>
    private static void SupersedeEarlierAbsences(IngestTransaction transaction, SessionInfo session)
    {
        var delete = transaction.Statement("""
            DELETE FROM held_withdrawals WHERE said_state = 0 AND session_id IN
                (SELECT id FROM sync_sessions WHERE source_id = ?1 AND state = 3 AND id < ?2)
            """);
        delete.Bind(1, session.SourceId);
        delete.Bind(2, session.Id);
        delete.Run();

        var update = transaction.Statement("""
            UPDATE sync_sessions SET
                held_now = (SELECT count(*) FROM held_withdrawals h WHERE h.session_id = sync_sessions.id),
                state = CASE WHEN EXISTS (SELECT 1 FROM held_withdrawals h WHERE h.session_id = sync_sessions.id) THEN 3 ELSE 2 END
            WHERE source_id = ?1 AND state = 3 AND id < ?2
            """);
        update.Bind(1, session.SourceId);
        update.Bind(2, session.Id);
        update.Run();
    }
}
