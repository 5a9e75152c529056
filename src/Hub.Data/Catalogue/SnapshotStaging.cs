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

        // Without revisions the first word stands; one that contradicts it has no turn at the flip.
        if (!unkeyed && (session.Policy != RevisionPolicy.Epoch || decision.Outcome != Outcome.RevisionConflict))
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
        // The revision told is the one the item has if this snapshot is the next to be committed.
        var epoch = SourceRows.ForeseeEpoch(transaction, session.SourceId);
        if (StagedRows.Of(transaction, session.Id, item.ExternalId) is not [var first, ..])
            return OfferApplier.Decide(transaction, stored, EpochRules.Revise(item, stored, epoch), session.Id, mayWithdraw: true).Decision;

        var revision = OfferApplier.Decide(transaction, stored, EpochRules.Revise(first, stored, epoch), session.Id, mayWithdraw: true)
            .Decision.CurrentRevision;
        return first.Verb == item.Verb && first.Hash == item.Hash
            ? new(Outcome.Unchanged, Effect.None, null, revision)
            : new(Outcome.RevisionConflict, Effect.None, "REVISION_CONFLICT", revision);
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
