using Hub.Catalogue.V1;

namespace PartnerSync;

/// <summary>What to push and how.</summary>
internal sealed record PushOptions
{
    /// <summary>Public id of the source.</summary>
    public required string Source { get; init; }

    public required SyncMode Mode { get; init; }

    public RevisionPolicy RevisionPolicy { get; init; } = RevisionPolicy.Counter;

    /// <summary>
    /// True finds out by digests what the hub lacks and sends only that. For snapshots whose items bring their own revisions; the items are
    /// read twice, and once more after a break.
    /// </summary>
    public bool ByDigest { get; init; }

    /// <summary>Session to go on with; null opens a new one.</summary>
    public string? SessionId { get; init; }

    /// <summary>Items a message.</summary>
    public int BatchSize { get; init; } = 500;

    /// <summary>Items that will be sent, when known.</summary>
    public long? ExpectedCount { get; init; }

    /// <summary>Checks every item and stores nothing.</summary>
    public bool ValidateOnly { get; init; }

    /// <summary>Asks for a verdict for every item.</summary>
    public bool AllVerdicts { get; init; }

    /// <summary>How long to try again without any progress before giving up.</summary>
    public TimeSpan RetryFor { get; init; } = TimeSpan.FromMinutes(5);
}

/// <summary>How far a push is.</summary>
/// <param name="Sent">Items sent or skipped as known.</param>
/// <param name="DurableThrough">Items the hub has on disk.</param>
/// <param name="Counts">Totals by outcome so far.</param>
internal readonly record struct PushProgress(long Sent, long DurableThrough, OutcomeCounts Counts);

/// <summary>How a push ended.</summary>
/// <param name="Closed">The hub's last word.</param>
/// <param name="Items">Items of the session.</param>
/// <param name="Streams">Streams it took; more than one when it was interrupted.</param>
/// <param name="ResumedAfter">Items an earlier run had delivered already.</param>
/// <param name="Wire">What went over the wire.</param>
internal sealed record PushResult(Closed Closed, long Items, int Streams, long ResumedAfter, WireCost Wire)
{
    /// <summary>True where the hub has newer revisions than the input, so that their digests differ still.</summary>
    public bool IsBehind { get; init; }
}

/// <summary>Hears what happens during a push. Override what matters.</summary>
internal class PushListener
{
    /// <summary>A session is open; remember its id to resume it.</summary>
    public virtual void OnOpened(string sessionId, long resumeAfter)
    {
    }

    /// <summary>The hub told by digests how many items it wants.</summary>
    public virtual void OnWanted(long items)
    {
    }

    public virtual void OnProgress(in PushProgress progress)
    {
    }

    public virtual void OnVerdict(Verdict verdict)
    {
    }

    /// <summary>The stream broke and will be opened again after a delay.</summary>
    public virtual void OnWaiting(TimeSpan delay, string why)
    {
    }
}
