namespace Hub.Data.Feed;

/// <summary>What a change is to a reader with a filter; the numbers are those of the contract.</summary>
public enum FeedKind
{
    Published = 1,
    Changed = 2,
    Withdrawn = 3,
    Reopened = 4,
    Expired = 5,
    Filled = 6,
    Suspended = 7,
    Resumed = 8,

    /// <summary>Still shown, but no longer passes the filter.</summary>
    LeftFilter = 9,

    /// <summary>Was shown before and begins to pass the filter.</summary>
    EnteredFilter = 10,
}

/// <summary>An offer as it is shown.</summary>
public sealed record FeedOffer
{
    public required Guid PublicId { get; init; }

    /// <summary>Public id of its source.</summary>
    public required Guid Source { get; init; }

    public required string ExternalId { get; init; }

    public required FeedKeys Keys { get; init; }

    /// <summary>Revision that brought the content.</summary>
    public required long Revision { get; init; }

    /// <summary>The contract's message in canonical form.</summary>
    public required byte[] Body { get; init; }

    /// <summary>When what is shown last changed.</summary>
    public required DateTimeOffset ChangedAt { get; init; }
}

/// <summary>A change that concerns a reader with a filter.</summary>
public sealed record FeedChange
{
    public required long Position { get; init; }

    public required FeedKind Kind { get; init; }

    public required Guid OfferPublicId { get; init; }

    /// <summary>Public id of the source.</summary>
    public required Guid Source { get; init; }

    public required string ExternalId { get; init; }

    /// <summary>Null when the offer was not shown before.</summary>
    public FeedKeys? Before { get; init; }

    /// <summary>Null when the offer was not shown after.</summary>
    public FeedKeys? After { get; init; }

    public required DateTimeOffset CommittedAt { get; init; }

    /// <summary>
    /// The offer as it is now, which may be after later changes. Null when this change took it out of the reader's view, and when it is not
    /// in view now: then a later change tells so.
    /// </summary>
    public FeedOffer? Offer { get; init; }
}

/// <summary>A piece of the log.</summary>
public sealed record FeedPage
{
    /// <summary>The changes that concern the reader, in order.</summary>
    public required IReadOnlyList<FeedChange> Changes { get; init; }

    /// <summary>Last position that was looked at.</summary>
    public required long ReadTo { get; init; }

    /// <summary>The last position of the piece that ends a commit; null when none does.</summary>
    public long? CommitEnd { get; init; }

    /// <summary>When that commit was; null where none ends, and where nothing was read.</summary>
    public DateTimeOffset? CommittedAt { get; init; }

    /// <summary>Last position of the whole log when it was read.</summary>
    public required long Last { get; init; }

    /// <summary>True when there is no more.</summary>
    public bool IsLast => ReadTo == Last;
}
