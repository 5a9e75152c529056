using Hub.Data.Ingest;

namespace Hub.Data.Catalogue;

/// <summary>Takes the items of a snapshot before its commit: keeps them, and foresees what the flip will decide.</summary>
internal static class SnapshotStaging
{
    /// <summary>Keeps an item for the flip and tells what would be decided now.</summary>
    public static ItemDecision Stage(IngestTransaction transaction, SessionInfo session, OfferApplier applier, ItemWrite item)
    {
        var unkeyed = item.Verb == ItemVerb.Unkeyed;
        var decision = unkeyed ? RevisionRules.Decide(default, item, session.Id, mayWithdraw: true).Decision : Foresee(transaction, session, item);
        if (!unkeyed)
            StagedRows.Upsert(transaction, session.Id, item, decision);
        VerdictRows.InsertIfNeeded(transaction, session, item, decision);
        applier.Totals.Add(decision, unkeyed);
        return decision;
    }

    private static ItemDecision Foresee(IngestTransaction transaction, SessionInfo session, ItemWrite item)
    {
        var stored = OfferRows.Find(transaction, session.SourceId, item.ExternalId).Item.Awake;
        if (session.Policy == RevisionPolicy.Epoch)
            return ForeseeEpoch(transaction, session, stored, item);
        foreach (var earlier in StagedRows.Of(transaction, session.Id, item.ExternalId))
        {
            if (earlier.Revision > item.Revision)
            {
                // Of two words of one sort the higher stays; a word of another sort leaves this one its turn.
                if (StagedRows.SlotOf(earlier) == StagedRows.SlotOf(item))
                    return new(Outcome.Stale, Effect.None, "REVISION_STALE", earlier.Revision);
                continue;
            }

            stored = After(stored, earlier, RevisionRules.Decide(stored, earlier, session.Id, mayWithdraw: true).Action);
        }

        return OfferApplier.Decide(transaction, stored, item, session.Id, mayWithdraw: true).Decision;
    }

    /// <summary>Without revisions the first word of an item in a snapshot stands, and another one beside it is a conflict.</summary>
    private static ItemDecision ForeseeEpoch(IngestTransaction transaction, SessionInfo session, in StoredItem stored, ItemWrite item)
    {
        if (StagedRows.Of(transaction, session.Id, item.ExternalId) is [var first, ..])
        {
            return first.Verb == item.Verb && first.Hash == item.Hash
                ? new(Outcome.Unchanged, Effect.None, null, stored.SaidRevision)
                : new(Outcome.RevisionConflict, Effect.None, "REVISION_CONFLICT", stored.SaidRevision);
        }

        var revised = EpochRules.Revise(item, stored, stored.SaidRevision + 1);
        return OfferApplier.Decide(transaction, stored, revised, session.Id, mayWithdraw: true).Decision;
    }

    /// <summary>The flip withdraws last, so until then a tombstone is only said.</summary>
    private static StoredItem After(in StoredItem stored, ItemWrite item, WriteAction action) =>
        RevisionRules.After(stored, item, action switch
        {
            WriteAction.Withdraw => WriteAction.Hold,
            WriteAction.WithdrawBeneath => WriteAction.RememberBeneath,
            _ => action,
        });
}
