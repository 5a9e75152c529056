using Hub.Data.Ingest;

namespace Hub.Data.Catalogue;

/// <summary>Settles the withdrawals a session holds.</summary>
internal static class HeldWithdrawals
{
    public static SessionResult Approve(IngestTransaction transaction, SessionInfo? session, long ceiling)
    {
        if (session is null)
            return SessionResult.Failed(null, SessionFault.Missing);

        var held = HeldRows.Of(transaction, session.Id);
        if (held.Count > ceiling)
            return SessionResult.Failed(session, SessionFault.CeilingExceeded, held.Count);

        var applier = new OfferApplier(transaction, session);
        long withdrawn = 0;
        foreach (var hold in held)
        {
            var row = applier.Wake(OfferRows.Find(transaction, hold.OfferId));
            if (!StillMeant(row.Item, hold, session))
                continue;
            applier.Withdraw(row, hold.SaidRevision, hold.SaidState);
            withdrawn++;
        }

        applier.Totals.AddEffect(Effect.Withdrawn, withdrawn);
        SourceRows.Touch(transaction, session.SourceId, applier.LiveDelta);
        return Settle(transaction, session, applier, held.Count) with { Settled = withdrawn, Superseded = held.Count - withdrawn };
    }

    public static SessionResult Discard(IngestTransaction transaction, SessionInfo? session)
    {
        if (session is null)
            return SessionResult.Failed(null, SessionFault.Missing);

        var held = HeldRows.Of(transaction, session.Id).Count;
        return Settle(transaction, session, new(transaction, session), held) with { Settled = held };
    }

    /// <summary>False when the partner has said the item again since it was held; a repeat counts against an absence too.</summary>
    private static bool StillMeant(in StoredItem stored, in HeldRows.Held hold, SessionInfo session) =>
        stored.IsShown
        && stored.SaidRevision == hold.SaidRevision
        && (hold.SaidState == SaidState.Absent ? stored.SaidSession < session.Id : stored.SaidState != SaidState.Live);

    private static SessionResult Settle(IngestTransaction transaction, SessionInfo session, OfferApplier applier, int held)
    {
        HeldRows.Clear(transaction, session.Id);
        applier.ReleaseHeld(held);
        var settled = applier.Session(session);
        if (settled.State == SessionState.Held)
            settled = settled with { State = SessionState.Closed };
        SessionRows.Update(transaction, settled);
        return new(settled, SessionFault.None, []);
    }
}
