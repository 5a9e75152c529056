using Hub.Data.Ingest;

namespace Hub.Data.Catalogue;

/// <summary>Lets go what waits beside an offer, by the rules of any item, in the writer's transaction.</summary>
internal static class PendingRelease
{
    /// <param name="transaction">The writer's transaction.</param>
    /// <param name="waiting">What waits.</param>
    /// <param name="content">Its content, read again; nothing stands in its way now.</param>
    /// <param name="needsReview">True keeps it for a review instead of showing it.</param>
    /// <param name="reason">What its verdict says.</param>
    public static void Run(IngestTransaction transaction, in PendingRows.Waiting waiting, OfferContent content, bool needsReview, string reason)
    {
        var found = SessionRows.Find(transaction, waiting.SessionId)
            ?? throw new InvalidOperationException($"The session {waiting.SessionId} of a waiting version is gone.");

        // It was said when its session said it, as the words of a snapshot are, and not anew.
        var session = found with { Mode = SyncMode.Snapshot };
        var item = new ItemWrite
        {
            Sequence = 0,
            ExternalId = waiting.ExternalId,
            Revision = waiting.Revision,
            Verb = ItemVerb.Content,
            Content = content,
            Hash = waiting.Hash,
            RuleOutcome = needsReview ? Outcome.Held : null,
        };
        var applier = new OfferApplier(transaction, session);

        // What is hidden with its source counts as shown until the end, so that the log tells one thing after the other.
        var row = applier.Wake(OfferRows.Find(transaction, waiting.OfferId));
        var (decision, action) = applier.Decide(row, item, mayWithdraw: false);
        applier.Write(row, item, decision, action);
        VerdictRows.InsertIfNeeded(transaction, session, item, decision with { Reason = decision.Reason ?? reason });
        OfferStates.AddLive(transaction, session.SourceId, applier.LiveDelta);
        OfferStates.HideIfSuspended(transaction, waiting.OfferId);
    }
}
