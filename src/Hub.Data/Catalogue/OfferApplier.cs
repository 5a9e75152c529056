using Hub.Data.Feed;
using Hub.Data.Ingest;

namespace Hub.Data.Catalogue;

/// <summary>
/// Applies items to offers inside one job of the writer: decides, writes the offer, the change log and the verdict, and counts. One applier
/// serves one session for one job.
/// </summary>
internal sealed class OfferApplier(IngestTransaction transaction, SessionInfo session)
{
    private SessionTotals _totals = session.Totals;
    private long _heldNow = session.HeldNow;
    private long? _firstPosition = session.FirstPosition;
    private long? _lastPosition = session.LastPosition;
    private long? _unsettled;

    /// <summary>When the session's words are said, see <see cref="Offer.SaidSession"/>.</summary>
    private long Said => session.Mode == SyncMode.Delta ? transaction.LastSession : session.Id;

    private long Snapshot => session.Mode == SyncMode.Delta ? 0 : session.Id;

    /// <summary>By how much the source's live offers changed.</summary>
    public long LiveDelta { get; private set; }

    /// <summary>Totals so far; a snapshot's flip starts them afresh.</summary>
    public ref SessionTotals Totals => ref _totals;

    /// <summary>The session as it stands after what was applied.</summary>
    public SessionInfo Session(SessionInfo before) => before with
    {
        Totals = _totals,
        HeldNow = _heldNow,
        FirstPosition = _firstPosition,
        LastPosition = _lastPosition,
    };

    /// <summary>Decides on one item of a delta and writes what follows.</summary>
    public ItemDecision Apply(ItemWrite item)
    {
        var row = item.Verb == ItemVerb.Unkeyed ? default : Wake(OfferRows.Find(transaction, session.SourceId, item.ExternalId));
        var mayWithdraw = _totals.Withdrawn < session.Guard;
        var (decision, action) = Decide(row, item, mayWithdraw);
        Write(row, item, decision, action);
        VerdictRows.InsertIfNeeded(transaction, session, item, decision);
        _totals.Add(decision, item.Verb == ItemVerb.Unkeyed);
        return decision;
    }

    /// <summary>Decides on one item and writes nothing.</summary>
    public (ItemDecision Decision, WriteAction Action) Decide(in OfferRows.Row row, ItemWrite item, bool mayWithdraw) =>
        Decide(transaction, row.Item, item, Snapshot, mayWithdraw);

    /// <summary>As the rules decide; they cannot see whether a withdrawal is still held, nor how a review stands, nor the clock.</summary>
    public static (ItemDecision Decision, WriteAction Action) Decide(
        IngestTransaction transaction, in StoredItem stored, ItemWrite item, long snapshot, bool mayWithdraw)
    {
        var (decision, action) = RevisionRules.Decide(stored.Awake, item, snapshot, mayWithdraw);
        if (action is WriteAction.Publish or WriteAction.PublishBeneath
            && OfferEnds.StateOf(item.Content!, transaction.Now) is not OfferState.Published and var ended)
        {
            return (OfferEnds.Told(decision, ended), action);
        }

        if (decision.Reason == "STILL_PENDING_REVIEW" && stored.OfferId > 0)
            return PendingRows.Standing(transaction, stored.OfferId, decision);
        return decision.Reason == "STILL_HELD" && stored.OfferId > 0 && !HeldRows.Any(transaction, stored.OfferId)
            ? (decision with { Reason = "WITHDRAWAL_DISCARDED" }, action)
            : (decision, action);
    }

    /// <summary>Writes what a decision asks for: the offer's row, the log, and what waits beside it.</summary>
    public void Write(in OfferRows.Row row, ItemWrite item, in ItemDecision decision, WriteAction action)
    {
        switch (action)
        {
            case WriteAction.None:
                Restate(row.Item, item, decision);
                break;
            case WriteAction.Publish or WriteAction.PublishBeneath:
                Publish(row, item, item.Content!, decision.Effect, action == WriteAction.PublishBeneath);
                break;
            case WriteAction.RememberBeneath:
                OfferRows.RaiseGood(transaction, row.Item.OfferId, item.Revision);
                break;
            case WriteAction.WithdrawBeneath:
                OfferRows.RaiseGood(transaction, row.Item.OfferId, item.Revision);
                Withdraw(row, row.Item.SaidRevision, SaidState.Live);
                break;
            case WriteAction.SayAgain:
                OfferRows.SayAgain(transaction, row.Item.OfferId, Said);
                Say(row.Item, row.Item.SaidRevision, SaidState.Live);
                break;
            case WriteAction.RaiseRevision:
                Say(row.Item, item.Revision, SaidState.Live);
                OfferRows.RaiseRevision(transaction, row.Item.OfferId, Said, item.Revision);
                PendingRows.Delete(transaction, row.Item);
                break;
            case WriteAction.Withdraw:
                Withdraw(row, item.Revision, SaidState.Tombstone);
                break;
            case WriteAction.RememberTombstone when row.Item.Exists:
                Say(row.Item, item.Revision, SaidState.Tombstone);
                OfferRows.SetState(transaction, row.Item.OfferId, OfferState.Withdrawn, Said, item.Revision, SaidState.Tombstone);
                PendingRows.Delete(transaction, row.Item);
                break;
            case WriteAction.RememberTombstone:
                SayFirst(item, SaidState.Tombstone);
                OfferRows.InsertUnpublished(transaction, session.SourceId, Said, item, OfferState.Withdrawn);
                break;
            case WriteAction.Hold:
                RememberTombstone(row.Item, item.Revision);
                Hold(row.Item, item.Revision, SaidState.Tombstone);
                break;
            case WriteAction.RememberRefused:
                RememberUnpublished(row, item, OfferState.Rejected);
                break;
            case WriteAction.Review:
                PendingRows.Upsert(transaction, session, RememberUnpublished(row, item, OfferState.PendingReview), item);
                break;
            case WriteAction.Quarantine:
                PendingRows.Upsert(transaction, session, RememberUnpublished(row, item, OfferState.Quarantined), item);
                break;
        }
    }

    /// <summary>Takes a shown offer out of every listing.</summary>
    /// <param name="row">The offer.</param>
    /// <param name="saidRevision">The revision the partner last said.</param>
    /// <param name="said">What the partner last said of it.</param>
    /// <param name="isRepeated">False for an earlier tombstone that this session left out: it was said then, not now.</param>
    public void Withdraw(in OfferRows.Row row, long saidRevision, SaidState said, bool isRepeated = true)
    {
        Say(row.Item, saidRevision, said);
        OfferRows.SetState(
            transaction, row.Item.OfferId, OfferState.Withdrawn, isRepeated ? Said : row.Item.SaidSession, saidRevision, said);

        // A later version that waits in quarantine goes on waiting.
        if (said != SaidState.Live)
            PendingRows.Delete(transaction, row.Item);
        LiveDelta--;
        Log(row.Item.OfferId, ChangeKind.Withdrawn, row.Item.Kind, saidRevision, OfferRows.Areas(transaction, row), row.Sector, null, null);
    }

    /// <summary>An offer that was hidden with its source comes back before anything is decided about it: its source syncs again.</summary>
    public OfferRows.Row Wake(in OfferRows.Row row)
    {
        if (row.Item.State != OfferState.Suspended)
            return row;
        var state = Wake(OfferStates.Find(transaction, row.Item.OfferId));
        return row with { Item = row.Item with { State = state } };
    }

    /// <summary>As <see cref="Wake(in OfferRows.Row)"/>, for every offer of the source.</summary>
    public void WakeAll()
    {
        foreach (var row in OfferStates.Hidden(transaction, session.SourceId))
            Wake(row);
    }

    private OfferState Wake(in OfferStates.Row row)
    {
        var state = OfferStates.Awake(row, transaction.Now);
        OfferStates.Set(transaction, row.Id, state);
        if (state == OfferState.Published)
        {
            LiveDelta++;
            Log(row.Id, ChangeKind.Resumed, row.Kind, row.Revision, null, null, OfferStates.AreasOf(transaction, row), row.Sector);
        }

        return state;
    }

    /// <summary>Remembers that the tombstone of a shown offer was said; the offer stays shown for now.</summary>
    public void RememberTombstone(in StoredItem stored, long revision)
    {
        Say(stored, revision, SaidState.Tombstone);
        OfferRows.Remember(transaction, stored, Said, revision, SaidState.Tombstone, UInt128.Zero);
    }

    /// <summary>Takes off what a snapshot left out and what was not shown.</summary>
    public void Forget(in StoredItem stored)
    {
        Say(stored, stored.SaidRevision, SaidState.Absent);
        OfferRows.SetState(transaction, stored.OfferId, OfferState.Withdrawn, Said, stored.SaidRevision, SaidState.Absent);
        PendingRows.Delete(transaction, stored);
    }

    /// <summary>Takes the tombstones off the sums that the partner no longer counts; nothing that is shown changes.</summary>
    public void ForgetTombstone(in StoredItem stored)
    {
        Say(stored, stored.SaidRevision, SaidState.Absent);
        OfferRows.LeaveOut(transaction, stored.OfferId);
    }

    /// <summary>Keeps a withdrawal for an approval. What was left out is no longer said, whatever the approval will be.</summary>
    public void Hold(in StoredItem stored, long saidRevision, SaidState said)
    {
        if (said == SaidState.Absent)
        {
            Say(stored, saidRevision, said);
            OfferRows.LeaveOut(transaction, stored.OfferId);
        }

        HeldRows.Insert(transaction, session.Id, stored.OfferId, saidRevision, said);
        _heldNow++;
    }

    /// <summary>Takes settled withdrawals off what is held now.</summary>
    public void ReleaseHeld(long count) => _heldNow -= count;

    /// <summary>A word that is repeated is said anew; it is worth a write only while a snapshot may still take the item for left out.</summary>
    private void Restate(in StoredItem stored, ItemWrite item, in ItemDecision decision)
    {
        if (item.Verb == ItemVerb.Tombstone && Snapshot != 0 && stored.SaidState == SaidState.Tombstone && item.Revision == stored.SaidRevision)
        {
            // A snapshot that repeats some tombstones forgets the others.
            OfferRows.Restate(transaction, stored.OfferId, Said);
            return;
        }

        var repeats = decision.Outcome is Outcome.Unchanged or Outcome.Rejected
            && stored.SaidState == SaidState.Live && item.Revision == stored.SaidRevision && item.Verb is ItemVerb.Content or ItemVerb.Touch;
        if (!repeats)
            return;
        _unsettled ??= SessionRows.NewestUnsettledSnapshot(transaction, session, Said);
        if (stored.SaidSession < _unsettled)
            OfferRows.Restate(transaction, stored.OfferId, Said);
    }

    private void Publish(in OfferRows.Row row, ItemWrite item, OfferContent content, Effect effect, bool beneath)
    {
        var areas = AreaKeys.Of(content);
        var state = OfferEnds.StateOf(content, transaction.Now);
        if (!row.Item.Exists)
        {
            SayFirst(item, SaidState.Live);
            var id = OfferRows.InsertPublished(transaction, session.SourceId, Said, item, content);
            if (state != OfferState.Published)
            {
                OfferStates.Set(transaction, id, state);
                return;
            }

            LiveDelta++;
            Log(id, ChangeKind.Published, content.Kind, item.Revision, null, null, areas, content.SectorCode);
            return;
        }

        var areasBefore = OfferRows.Publish(transaction, row, Said, item, content, beneath);
        if (!beneath)
        {
            Say(row.Item, item.Revision, SaidState.Live);
            PendingRows.Delete(transaction, row.Item);
        }

        var shown = row.Item.IsShown;
        if (state != OfferState.Published)
        {
            OfferStates.Set(transaction, row.Item.OfferId, state);
            if (!shown)
                return;
            LiveDelta--;
            Log(row.Item.OfferId, OfferEnds.ChangeOf(state), content.Kind, item.Revision, areasBefore, row.Sector, null, null);
            return;
        }

        LiveDelta += shown ? 0 : 1;
        var kind = effect switch
        {
            Effect.Changed => ChangeKind.Changed,
            Effect.Reopened => ChangeKind.Reopened,
            _ => ChangeKind.Published,
        };
        Log(row.Item.OfferId, kind, content.Kind, item.Revision, shown ? areasBefore : null, shown ? row.Sector : null, areas, content.SectorCode);
    }

    /// <summary>Remembers what was said; an offer that is shown stays as it is, one that never was takes the state.</summary>
    private long RememberUnpublished(in OfferRows.Row row, ItemWrite item, OfferState state)
    {
        if (!row.Item.Exists)
        {
            SayFirst(item, SaidState.Live);
            return OfferRows.InsertUnpublished(transaction, session.SourceId, Said, item, state);
        }

        Say(row.Item, item.Revision, SaidState.Live);
        OfferRows.Remember(transaction, row.Item, Said, item.Revision, SaidState.Live, item.Hash, item.Content?.Kind);
        if (!row.Item.KeepsState)
            OfferRows.SetState(transaction, row.Item.OfferId, state, Said, item.Revision, SaidState.Live);
        if (state == OfferState.Rejected)
            PendingRows.Delete(transaction, row.Item);
        return row.Item.OfferId;
    }

    private void Say(in StoredItem before, long revision, SaidState state) =>
        transaction.Sums.Change(session.SourceId, before.ExternalId, (before.SaidRevision, before.SaidState), (revision, state));

    private void SayFirst(ItemWrite item, SaidState state) =>
        transaction.Sums.Change(session.SourceId, item.ExternalId, (0, SaidState.Absent), (item.Revision, state));

    private void Log(
        long offerId, ChangeKind kind, OfferKind offerKind, long revision,
        string? areasBefore, long? sectorBefore, string? areasAfter, long? sectorAfter)
    {
        var position = ChangeRows.Append(transaction, new(offerId, session.SourceId, kind, offerKind, revision)
        {
            AreaBefore = areasBefore, SectorBefore = sectorBefore, AreaAfter = areasAfter, SectorAfter = sectorAfter,
        });
        _firstPosition ??= position;
        _lastPosition = position;
    }
}
