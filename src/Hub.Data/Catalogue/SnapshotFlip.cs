using Hub.Data.Ingest;

namespace Hub.Data.Catalogue;

/// <summary>Makes a snapshot visible: everything it staged and everything it left out, in one transaction.</summary>
internal static class SnapshotFlip
{
    /// <summary>One withdrawal the snapshot asks for: by tombstone, with the word it was told about, or by absence.</summary>
    private readonly record struct Withdrawal(long OfferId, string ExternalId, long SaidRevision, StagedWord? Word);

    /// <param name="transaction">The writer's transaction.</param>
    /// <param name="session">The snapshot.</param>
    /// <param name="reader">Reads what was staged.</param>
    /// <param name="leftOut">What a negotiation found left out; null when what was not sent is left out.</param>
    /// <returns>The session as it stands after the flip.</returns>
    public static SessionInfo Run(
        IngestTransaction transaction, SessionInfo session, OfferContentReader reader, IReadOnlyList<LeftOutItem>? leftOut)
    {
        var epoch = session.Policy == RevisionPolicy.Epoch ? SourceRows.NextEpoch(transaction, session.SourceId) : 0;

        // Judged by what was live before this snapshot added anything.
        var guard = SourceRows.Guard(transaction, session.SourceId);
        var applier = new OfferApplier(transaction, session);
        applier.WakeAll();
        applier.Totals = new() { Rejected = session.Totals.Unkeyed, Unkeyed = session.Totals.Unkeyed };

        var tombstones = new Dictionary<long, Withdrawal>();
        foreach (var word in StagedRows.Read(transaction, session.Id, SourceReviews.ReaderOf(transaction, session.SourceId, reader)))
        {
            var row = OfferRows.Find(transaction, session.SourceId, word.Item.ExternalId);
            var item = session.Policy == RevisionPolicy.Epoch ? EpochRules.Revise(word.Item, row.Item, epoch) : word.Item;
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

        List<Withdrawal> withdrawals = [.. tombstones.Values];
        var absent = leftOut is null ? FindUnsent(transaction, session) : FindLeftOut(transaction, session, applier, leftOut);
        SupersedeEarlierAbsences(transaction, session);
        TakeAbsent(transaction, applier, absent, withdrawals);
        Settle(transaction, session, applier, withdrawals, guard);
        StagedRows.Clear(transaction, session.Id);
        SourceRows.Touch(transaction, session.SourceId, applier.LiveDelta);

        var closed = applier.Session(session) with { ClosedAt = transaction.Now };
        return closed with { State = closed.HeldNow > 0 ? SessionState.Held : SessionState.Closed };
    }

    /// <summary>Takes every tombstone off the sums that the snapshot did not repeat.</summary>
    public static void ForgetTombstones(IngestTransaction transaction, SessionInfo session)
    {
        var statement = transaction.Statement("SELECT id FROM offers WHERE source_id = ?1 AND said_state = 2 AND said_session < ?2");
        statement.Bind(1, session.SourceId);
        statement.Bind(2, session.Id);
        var tombstones = new List<long>();
        while (statement.Step())
            tombstones.Add(statement.Int64(0));
        statement.Reset();

        var applier = new OfferApplier(transaction, session);
        foreach (var id in tombstones)
            applier.ForgetTombstone(OfferRows.Find(transaction, id).Item);
    }

    /// <summary>
    /// Finds what the snapshot did not send. What was said after the snapshot was opened is not left out: the partner could not know of it then.
    /// </summary>
    private static List<long> FindUnsent(IngestTransaction transaction, SessionInfo session)
    {
        var statement = transaction.Statement("""
            SELECT o.id FROM offers o
            WHERE o.source_id = ?1 AND (o.said_state = 1 OR o.state = 1) AND o.said_session < ?2
              AND NOT EXISTS (SELECT 1 FROM staged_items s WHERE s.session_id = ?2 AND s.external_id = o.external_id)
            """);
        statement.Bind(1, session.SourceId);
        statement.Bind(2, session.Id);
        var absent = new List<long>();
        while (statement.Step())
            absent.Add(statement.Int64(0));
        statement.Reset();
        return absent;
    }

    /// <summary>
    /// What a negotiation found left out, as it stands now, and what earlier snapshots left out and nobody approved yet: both sides count
    /// none of those any more, so no negotiation finds them again.
    /// </summary>
    private static List<long> FindLeftOut(
        IngestTransaction transaction, SessionInfo session, OfferApplier applier, IReadOnlyList<LeftOutItem> leftOut)
    {
        var absent = new HashSet<long>();
        foreach (var item in leftOut)
        {
            var stored = OfferRows.Find(transaction, session.SourceId, item.ExternalId).Item;
            if (!stored.Exists || stored.SaidSession >= session.Id || StagedRows.Of(transaction, session.Id, item.ExternalId).Count > 0)
                continue;
            if (stored.SaidState == SaidState.Live || stored.IsShown)
                absent.Add(stored.OfferId);
            if (stored.SaidState == SaidState.Tombstone && item.ForgetsTombstone)
                applier.ForgetTombstone(stored);
        }

        var held = transaction.Statement("""
            SELECT h.offer_id FROM held_withdrawals h JOIN sync_sessions s ON s.id = h.session_id JOIN offers o ON o.id = h.offer_id
            WHERE s.source_id = ?1 AND s.state = 3 AND s.id < ?2 AND h.said_state = 0 AND o.state = 1 AND o.said_state = 0 AND o.said_session < ?2
            """);
        held.Bind(1, session.SourceId);
        held.Bind(2, session.Id);
        while (held.Step())
            absent.Add(held.Int64(0));
        held.Reset();
        return [.. absent];
    }

    /// <summary>What was never shown goes at once; what is shown becomes a withdrawal.</summary>
    private static void TakeAbsent(IngestTransaction transaction, OfferApplier applier, List<long> absent, List<Withdrawal> withdrawals)
    {
        foreach (var id in absent)
        {
            var stored = OfferRows.Find(transaction, id).Item;
            if (stored.IsShown)
                withdrawals.Add(new(id, stored.ExternalId, stored.SaidRevision, null));
            else
                applier.Forget(stored);
        }
    }

    /// <summary>Withdraws, or holds all of it when it is more than the guard allows.</summary>
    private static void Settle(
        IngestTransaction transaction, SessionInfo session, OfferApplier applier, List<Withdrawal> withdrawals, long guard)
    {
        // Tombstones that wait already count too: a snapshot that is repeated must not pass the guard in parts.
        var asked = withdrawals.Select(withdrawal => withdrawal.OfferId).ToHashSet();
        var isHeld = asked.Count > 0 && asked.Count + HeldRows.CountTombstones(transaction, session.SourceId, asked) > guard;
        foreach (var withdrawal in withdrawals)
        {
            var row = OfferRows.Find(transaction, withdrawal.OfferId);

            // A tombstone was said, or a later version that is refused or waits; an absence leaves a tombstone what it is.
            var said = withdrawal.Word is null && row.Item.SaidState == SaidState.Live ? SaidState.Absent : row.Item.SaidState;
            var decision = isHeld
                ? new ItemDecision(Outcome.Held, Effect.None, "WITHDRAWAL_HELD", row.Item.SaidRevision)
                : new ItemDecision(Outcome.Applied, Effect.Withdrawn, null, row.Item.SaidRevision);
            if (decision.Outcome == Outcome.Held)
                applier.Hold(row.Item, row.Item.SaidRevision, said);
            else
                applier.Withdraw(row, row.Item.SaidRevision, said, isRepeated: withdrawal.Word is not null || said != SaidState.Tombstone);
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
