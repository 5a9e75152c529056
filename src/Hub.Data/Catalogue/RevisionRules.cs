namespace Hub.Data.Catalogue;

/// <summary>What the hub stores of an item when the next word about it comes in.</summary>
internal readonly record struct StoredItem
{
    /// <summary>0 when nothing is stored.</summary>
    public long OfferId { get; init; }

    /// <summary>The partner's own key; null when nothing is stored.</summary>
    public string ExternalId { get; init; }

    /// <summary>0 while no kind was ever said.</summary>
    public OfferKind Kind { get; init; }

    public OfferState State { get; init; }

    /// <summary>Revision of the version that was shown last; 0 when none ever was.</summary>
    public long Revision { get; init; }

    public UInt128 Hash { get; init; }

    public long SaidRevision { get; init; }

    public SaidState SaidState { get; init; }

    public UInt128 SaidHash { get; init; }

    /// <summary>See <see cref="Offer.GoodRevision"/>.</summary>
    public long GoodRevision { get; init; }

    /// <summary>See <see cref="Offer.SaidSession"/>.</summary>
    public long SaidSession { get; init; }

    public bool Exists => OfferId != 0;

    public bool IsShown => State == OfferState.Published;

    /// <summary>True while a snapshot left it out and it is shown all the same.</summary>
    public bool IsLeftOut => IsShown && SaidState == SaidState.Absent;

    /// <summary>True for a state that a refused or quarantined version on top does not change: a good version stands there.</summary>
    public bool KeepsState => State is OfferState.Published or OfferState.Expired or OfferState.Filled;

    /// <summary>What is hidden with its source counts as shown once the source speaks again.</summary>
    public StoredItem Awake => State == OfferState.Suspended ? this with { State = OfferState.Published } : this;

    /// <summary>Whether this content is what is shown, or what was until it ended by itself.</summary>
    public bool Stands(ItemWrite item) => KeepsState && item.Hash == Hash;
}

/// <summary>What to write for a decision.</summary>
internal enum WriteAction
{
    /// <summary>Nothing but the verdict.</summary>
    None = 0,

    /// <summary>Show this version: the first one, a change, or again after a withdrawal.</summary>
    Publish,

    /// <summary>The content is as shown; only the revision rises.</summary>
    RaiseRevision,

    /// <summary>Take it out of every listing.</summary>
    Withdraw,

    /// <summary>It is as shown; a snapshot had left it out, and its withdrawal was held or dropped.</summary>
    SayAgain,

    /// <summary>It was not shown; only remember the tombstone.</summary>
    RememberTombstone,

    /// <summary>Keep the withdrawal for an approval, if it is shown.</summary>
    Hold,

    /// <summary>Only remember that this version was said and refused.</summary>
    RememberRefused,

    /// <summary>Keep this version beside the last good one.</summary>
    Quarantine,

    /// <summary>Keep this version for a review beside the last good one.</summary>
    Review,

    /// <summary>Show this version, which came late; the refused or quarantined one above it stays the last word.</summary>
    PublishBeneath,

    /// <summary>As <see cref="PublishBeneath"/>, for a tombstone of what is shown.</summary>
    WithdrawBeneath,

    /// <summary>As <see cref="PublishBeneath"/>, where nothing that is shown changes.</summary>
    RememberBeneath,
}

/// <summary>
/// Decides what one item does to what is stored. Pure: no clock, no database. For any order of arrival the stored state ends as if the
/// items had come ordered by revision.
/// </summary>
internal static class RevisionRules
{
    /// <param name="stored">What is stored.</param>
    /// <param name="item">What comes in.</param>
    /// <param name="snapshot">
    /// The snapshot that says it, 0 for a delta. A snapshot may reopen, without a higher revision, what one opened earlier left out.
    /// </param>
    /// <param name="mayWithdraw">False when the session has used up its guard.</param>
    public static (ItemDecision Decision, WriteAction Action) Decide(in StoredItem stored, ItemWrite item, long snapshot, bool mayWithdraw)
    {
        if (item.Verb == ItemVerb.Unkeyed)
            return (new(Outcome.Rejected, Effect.None, null, null), WriteAction.None);
        if (!stored.Exists)
            return DecideFirst(item);
        if (item.RuleOutcome == Outcome.Held && stored.Revision > 0 && item.Hash == stored.Hash)
            return Decide(stored, item.Approved(), snapshot, mayWithdraw);
        if (item.Verb == ItemVerb.Content && stored.Revision > 0 && item.Content is { } content && content.Kind != stored.Kind)
            return DecideOtherKind(stored, item);

        return item.Revision.CompareTo(stored.SaidRevision) switch
        {
            < 0 => DecideLower(stored, item, mayWithdraw),
            0 => DecideEqual(stored, item, snapshot),
            _ => DecideHigher(stored, item, mayWithdraw),
        };
    }

    /// <summary>What is stored after an action, without the database: a snapshot foresees so what its own words will do at the flip.</summary>
    public static StoredItem After(in StoredItem stored, ItemWrite item, WriteAction action)
    {
        if (action == WriteAction.None)
            return stored;

        if (action is WriteAction.PublishBeneath or WriteAction.WithdrawBeneath or WriteAction.RememberBeneath)
            return AfterBeneath(stored with { GoodRevision = item.Revision }, item, action);

        var tombstone = item.Verb == ItemVerb.Tombstone;
        var said = stored with
        {
            OfferId = stored.Exists ? stored.OfferId : -1,
            SaidRevision = item.Revision,
            SaidState = tombstone ? SaidState.Tombstone : SaidState.Live,
            SaidHash = item.Hash,
            GoodRevision = tombstone || action is WriteAction.Publish or WriteAction.RaiseRevision ? item.Revision : stored.GoodRevision,
            Kind = stored.Revision == 0 ? item.Content?.Kind ?? stored.Kind : stored.Kind,
        };
        return action switch
        {
            WriteAction.Publish => said with { State = OfferState.Published, Revision = item.Revision, Hash = item.Hash, Kind = item.Content!.Kind },
            WriteAction.RaiseRevision => said with { Revision = item.Revision },
            WriteAction.SayAgain => stored with { SaidState = SaidState.Live },
            WriteAction.Withdraw or WriteAction.RememberTombstone => said with { State = OfferState.Withdrawn },
            WriteAction.RememberRefused => said with { State = stored.KeepsState ? stored.State : OfferState.Rejected },
            WriteAction.Review => said with { State = stored.KeepsState ? stored.State : OfferState.PendingReview },
            WriteAction.Quarantine => said with { State = stored.KeepsState ? stored.State : OfferState.Quarantined },
            _ => said,
        };
    }

    private static StoredItem AfterBeneath(in StoredItem stored, ItemWrite item, WriteAction action) => action switch
    {
        WriteAction.PublishBeneath => stored with { State = OfferState.Published, Revision = item.Revision, Hash = item.Hash },
        WriteAction.WithdrawBeneath => stored with { State = OfferState.Withdrawn },
        _ => stored,
    };

    private static (ItemDecision, WriteAction) DecideFirst(ItemWrite item) => item switch
    {
        { Verb: ItemVerb.Touch } => (new(Outcome.Rejected, Effect.None, "TOUCH_UNKNOWN_ITEM", null), WriteAction.None),
        { Verb: ItemVerb.Tombstone } => (new(Outcome.Unchanged, Effect.None, "TOMBSTONE_UNKNOWN_ITEM", item.Revision), WriteAction.RememberTombstone),
        { RuleOutcome: Outcome.Rejected } => (new(Outcome.Rejected, Effect.None, null, item.Revision), WriteAction.RememberRefused),
        { RuleOutcome: Outcome.Quarantined } => (new(Outcome.Quarantined, Effect.None, null, item.Revision), WriteAction.Quarantine),
        { RuleOutcome: Outcome.Held } => Review(item.Revision),
        _ => (new(Outcome.Applied, Effect.Created, null, item.Revision), WriteAction.Publish),
    };

    private static (ItemDecision, WriteAction) DecideOtherKind(in StoredItem stored, ItemWrite item) =>
        item.Revision > stored.SaidRevision
            ? (new(Outcome.Rejected, Effect.None, "KIND_CHANGED", item.Revision), WriteAction.RememberRefused)
            : Nothing(stored, Outcome.Rejected, "KIND_CHANGED");

    /// <summary>A late word counts only where nothing good stands above it: it is what would be shown, had it come in time.</summary>
    private static (ItemDecision, WriteAction) DecideLower(in StoredItem stored, ItemWrite item, bool mayWithdraw)
    {
        var counts = stored.SaidState == SaidState.Live && item.Revision > stored.GoodRevision && stored.GoodRevision < stored.SaidRevision;
        return item switch
        {
            _ when !counts => Nothing(stored, Outcome.Stale, "REVISION_STALE"),
            { Verb: ItemVerb.Tombstone } when !stored.IsShown => Beneath(stored, Outcome.Unchanged, Effect.None, WriteAction.RememberBeneath),
            { Verb: ItemVerb.Tombstone } when mayWithdraw => Beneath(stored, Outcome.Applied, Effect.Withdrawn, WriteAction.WithdrawBeneath),
            { Verb: ItemVerb.Content, RuleOutcome: null } when item.Content!.Kind != stored.Kind =>
                Nothing(stored, Outcome.Rejected, "KIND_CHANGED"),
            { Verb: ItemVerb.Content, RuleOutcome: null } when stored.Stands(item) =>
                Beneath(stored, Outcome.Unchanged, Effect.None, WriteAction.RememberBeneath),
            { Verb: ItemVerb.Content, RuleOutcome: null } =>
                Beneath(stored, Outcome.Applied, EffectOn(stored), WriteAction.PublishBeneath),
            _ => Nothing(stored, Outcome.Stale, "REVISION_STALE"),
        };
    }

    private static (ItemDecision, WriteAction) Beneath(in StoredItem stored, Outcome outcome, Effect effect, WriteAction action) =>
        (new(outcome, effect, null, stored.SaidRevision), action);

    private static (ItemDecision, WriteAction) DecideEqual(in StoredItem stored, ItemWrite item, long snapshot)
    {
        switch (item.Verb)
        {
            case ItemVerb.Touch when stored.SaidState == SaidState.Live:
                return Nothing(stored, Outcome.Unchanged, null);
            case ItemVerb.Touch or ItemVerb.Content when stored.IsLeftOut && IsAsShown(stored, item):
                return (new(Outcome.Unchanged, Effect.None, null, stored.SaidRevision), WriteAction.SayAgain);
            case ItemVerb.Touch:
                return Nothing(stored, Outcome.Rejected, "TOUCH_NOT_LIVE");
            case ItemVerb.Tombstone when stored.SaidState == SaidState.Tombstone:
                return Nothing(stored, Outcome.Unchanged, stored.IsShown ? "STILL_HELD" : null);
            case ItemVerb.Tombstone:
                return Nothing(stored, Outcome.RevisionConflict, "REVISION_CONFLICT");
        }

        if (stored.SaidState == SaidState.Tombstone || item.Hash != stored.SaidHash)
            return Nothing(stored, Outcome.RevisionConflict, "REVISION_CONFLICT");

        return (stored.SaidState, item.RuleOutcome) switch
        {
            (SaidState.Absent, _) when snapshot <= stored.SaidSession => Nothing(stored, Outcome.Stale, "REOPEN_NEEDS_HIGHER_REVISION"),
            (_, Outcome.Rejected) => Nothing(stored, Outcome.Rejected, null),
            (SaidState.Absent, Outcome.Quarantined) => (new(Outcome.Quarantined, Effect.None, null, stored.SaidRevision), WriteAction.Quarantine),
            (SaidState.Absent, Outcome.Held) => Review(stored.SaidRevision),
            (SaidState.Absent, _) => Publish(stored, item),
            (_, Outcome.Quarantined) => Nothing(stored, Outcome.Unchanged, "STILL_QUARANTINED"),
            (_, Outcome.Held) => Nothing(stored, Outcome.Unchanged, "STILL_PENDING_REVIEW"),

            // The version was refused or quarantined when it came first; what stood in its way is gone.
            _ when item.Hash != stored.Hash => Publish(stored, item),
            _ => Nothing(stored, Outcome.Unchanged, null),
        };
    }

    /// <summary>Whether a word says no more than what is shown.</summary>
    private static bool IsAsShown(in StoredItem stored, ItemWrite item) =>
        item.Verb == ItemVerb.Touch || (item.RuleOutcome is null && item.Hash == stored.Hash && item.Hash == stored.SaidHash);

    private static (ItemDecision, WriteAction) DecideHigher(in StoredItem stored, ItemWrite item, bool mayWithdraw) => item switch
    {
        { Verb: ItemVerb.Touch } => Nothing(stored, Outcome.Rejected, "TOUCH_UNKNOWN_REVISION"),
        { Verb: ItemVerb.Tombstone } when !stored.IsShown =>
            (new(Outcome.Unchanged, Effect.None, null, item.Revision), WriteAction.RememberTombstone),
        { Verb: ItemVerb.Tombstone } => mayWithdraw
            ? (new(Outcome.Applied, Effect.Withdrawn, null, item.Revision), WriteAction.Withdraw)
            : (new(Outcome.Held, Effect.None, "WITHDRAWAL_HELD", item.Revision), WriteAction.Hold),
        { RuleOutcome: Outcome.Rejected } => (new(Outcome.Rejected, Effect.None, null, item.Revision), WriteAction.RememberRefused),
        { RuleOutcome: Outcome.Quarantined } => (new(Outcome.Quarantined, Effect.None, null, item.Revision), WriteAction.Quarantine),
        { RuleOutcome: Outcome.Held } => Review(item.Revision),
        _ when stored.Stands(item) =>
            (new(Outcome.Unchanged, Effect.None, null, item.Revision), WriteAction.RaiseRevision),
        _ => Publish(stored, item),
    };

    private static (ItemDecision, WriteAction) Publish(in StoredItem stored, ItemWrite item) =>
        (new(Outcome.Applied, EffectOn(stored), null, item.Revision), WriteAction.Publish);

    private static (ItemDecision, WriteAction) Review(long revision) =>
        (new(Outcome.Held, Effect.None, "PENDING_REVIEW", revision), WriteAction.Review);

    private static Effect EffectOn(in StoredItem stored) => stored switch
    {
        { IsShown: true } => Effect.Changed,
        { Revision: 0 } => Effect.Created,
        _ => Effect.Reopened,
    };

    private static (ItemDecision, WriteAction) Nothing(in StoredItem stored, Outcome outcome, string? reason) =>
        (new(outcome, Effect.None, reason, stored.SaidRevision), WriteAction.None);
}
