namespace Hub.Data.Catalogue;

/// <summary>When an offer ends by itself, and what becomes of it then.</summary>
internal static class OfferEnds
{
    /// <summary>
    /// The state in which a good version is stored: a vacancy whose openings are all taken is filled, an offer whose time has passed is
    /// expired, anything else is shown.
    /// </summary>
    public static OfferState StateOf(OfferContent content, DateTimeOffset now) => content switch
    {
        { Filled: { } filled, Openings: { } openings } when filled >= openings => OfferState.Filled,
        _ when HasPassed(content.ValidThrough, content.Deadline, now) => OfferState.Expired,
        _ => OfferState.Published,
    };

    /// <summary>Whether the earlier of the two has passed; at its very millisecond an offer still stands.</summary>
    public static bool HasPassed(long? validThrough, long? deadline, DateTimeOffset now)
    {
        var at = now.ToUnixTimeMilliseconds();
        return validThrough < at || deadline < at;
    }

    /// <summary>What an offer that ended is told by in the change log.</summary>
    public static ChangeKind ChangeOf(OfferState ended) => ended == OfferState.Filled ? ChangeKind.Filled : ChangeKind.Expired;

    /// <summary>A decision to show a version that has ended already: it is stored, and nothing comes back.</summary>
    public static ItemDecision Told(in ItemDecision decision, OfferState ended) => decision with
    {
        Effect = decision.Effect == Effect.Reopened ? Effect.Changed : decision.Effect,
        Reason = ended == OfferState.Expired ? ReasonCodes.AlreadyExpired : decision.Reason,
    };
}
