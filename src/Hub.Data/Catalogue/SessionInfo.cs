namespace Hub.Data.Catalogue;

/// <summary>A session as the sync service sees it.</summary>
public sealed record SessionInfo
{
    public required long Id { get; init; }

    public required Guid PublicId { get; init; }

    public required long SourceId { get; init; }

    public required SyncMode Mode { get; init; }

    public RevisionPolicy Policy { get; init; } = RevisionPolicy.Counter;

    public required SessionState State { get; init; }

    /// <summary>True when it ended at once, because both sides had the same digest.</summary>
    public bool IsUnchanged { get; init; }

    /// <summary>True once what differs was negotiated by digest: then what was not sent is not left out.</summary>
    public bool IsNegotiated { get; init; }

    public required long DurableThrough { get; init; }

    /// <summary>Withdrawals it may make before they are held.</summary>
    public required long Guard { get; init; }

    public required SessionTotals Totals { get; init; }

    /// <summary>Withdrawals that wait for an approval now.</summary>
    public required long HeldNow { get; init; }

    public long? FirstPosition { get; init; }

    public long? LastPosition { get; init; }

    public required DateTimeOffset OpenedAt { get; init; }

    /// <summary>When it was opened, resumed or written to last.</summary>
    public required DateTimeOffset ActiveAt { get; init; }

    public DateTimeOffset? ClosedAt { get; init; }
}

/// <summary>Asks for a session.</summary>
/// <param name="SourceId">Its source.</param>
/// <param name="Mode">What its items mean together.</param>
/// <param name="PublicId">Id to resume, or to give to a new session; null lets the hub choose.</param>
public sealed record SessionRequest(long SourceId, SyncMode Mode, Guid? PublicId)
{
    public RevisionPolicy Policy { get; init; } = RevisionPolicy.Counter;

    /// <summary>The partner's digest of the source; null when it told none.</summary>
    public byte[]? Digest { get; init; }
}

/// <summary>What a partner says when it ends a snapshot.</summary>
/// <param name="ExpectedCount">Distinct items it sent, or items its catalogue holds where that was negotiated; null when it did not say.</param>
public sealed record SnapshotEnd(long? ExpectedCount)
{
    /// <summary>The partner's digest of the source; null when it told none.</summary>
    public byte[]? Digest { get; init; }

    /// <summary>What a negotiation by digest found left out; null when all items were sent.</summary>
    public IReadOnlyList<LeftOutItem>? LeftOut { get; init; }
}

/// <summary>An item that stands in a leaf the partner does not have it in.</summary>
/// <param name="ExternalId">The partner's own key.</param>
/// <param name="ForgetsTombstone">True when the partner no longer counts a tombstone there.</param>
public sealed record LeftOutItem(string ExternalId, bool ForgetsTombstone);

/// <summary>What became of a piece of work on a session.</summary>
public enum SessionFault
{
    None = 0,

    /// <summary>There is no such session of this source.</summary>
    Missing,

    /// <summary>It was opened in the other mode.</summary>
    OtherMode,

    /// <summary>It was opened with the other revision policy.</summary>
    OtherPolicy,

    /// <summary>It has ended.</summary>
    Ended,

    /// <summary>It was a snapshot left without Commit for too long.</summary>
    Expired,

    /// <summary>The first sequence leaves a gap after what is durable.</summary>
    SequenceGap,

    /// <summary>The number of items told at commit is not the number that came.</summary>
    CountMismatch,

    /// <summary>What differs was negotiated before, and the negotiation has to be made again before the commit.</summary>
    NotNegotiated,

    /// <summary>The digest told at commit is not the one the hub comes to.</summary>
    DigestMismatch,

    /// <summary>More withdrawals are held than the ceiling allows.</summary>
    CeilingExceeded,
}

/// <summary>What became of a piece of work on a session.</summary>
/// <param name="Session">The session after it; null when it is missing.</param>
/// <param name="Fault">Why nothing was done, or none.</param>
/// <param name="Decisions">Decisions in the order of the items; empty for repeats.</param>
/// <param name="Detail">A number that explains the fault: the count at the hub, or what is held.</param>
public sealed record SessionResult(
    SessionInfo? Session, SessionFault Fault, IReadOnlyList<ItemDecision> Decisions, long Detail = 0)
{
    /// <summary>Number of the request's first items that were skipped as repeats.</summary>
    public int Skipped { get; init; }

    /// <summary>The hub's digest of the source, where it was asked for.</summary>
    public byte[]? Digest { get; init; }

    /// <summary>Held withdrawals dropped because the item changed since.</summary>
    public long Superseded { get; init; }

    /// <summary>Withdrawals made or dropped by an approval or a refusal.</summary>
    public long Settled { get; init; }

    internal static SessionResult Failed(SessionInfo? session, SessionFault fault, long detail = 0) => new(session, fault, [], detail);
}

/// <summary>A job that had written before it found that it must not: the writer undoes it, and the caller is told the fault.</summary>
internal sealed class SessionUndoneException(SessionResult result) : Exception(result.Fault.ToString())
{
    public SessionResult Result => result;
}
