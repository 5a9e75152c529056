using Hub.Data.Ingest;

namespace Hub.Data.Catalogue;

/// <summary>An item in one revision.</summary>
/// <param name="ExternalId">The partner's key.</param>
/// <param name="Revision">The revision.</param>
public readonly record struct ItemKey(string ExternalId, long Revision);

/// <summary>Why a review did nothing about a key; the numbers are those of the contract.</summary>
public enum ReviewFault
{
    /// <summary>The source has no such item.</summary>
    Missing = 1,

    /// <summary>Nothing of the item waits for a review.</summary>
    NotWaiting = 2,

    /// <summary>Another revision waits.</summary>
    OtherRevision = 3,

    /// <summary>A code it uses is not known any more.</summary>
    NoLongerFits = 4,
}

/// <summary>A key a review did nothing about.</summary>
/// <param name="Key">The key.</param>
/// <param name="Fault">Why.</param>
/// <param name="WaitingRevision">The revision that waits; null when none does.</param>
public readonly record struct ReviewProblem(ItemKey Key, ReviewFault Fault, long? WaitingRevision);

/// <summary>What became of a review.</summary>
/// <param name="Settled">Keys it settled.</param>
/// <param name="Problems">Keys it did nothing about.</param>
public sealed record ReviewResult(long Settled, IReadOnlyList<ReviewProblem> Problems);

/// <summary>Approves and refuses versions that wait for a review, for sources that show only what was approved.</summary>
public sealed class ItemReviews(IngestWriter writer, OfferContentReader reader)
{
    /// <summary>Shows exactly the versions that are named.</summary>
    public Task<ReviewResult> ApproveAsync(long sourceId, IReadOnlyList<ItemKey> keys, CancellationToken cancel) =>
        RunAsync(sourceId, keys, Approve, cancel);

    /// <summary>Keeps the versions that are named hidden. They can still be approved.</summary>
    /// <param name="sourceId">Their source.</param>
    /// <param name="keys">The versions.</param>
    /// <param name="why">Why, for the partner.</param>
    /// <param name="cancel">Ends the wait, not the work once it began.</param>
    public Task<ReviewResult> RefuseAsync(long sourceId, IReadOnlyList<ItemKey> keys, string why, CancellationToken cancel) =>
        RunAsync(sourceId, keys, (transaction, waiting) => Refuse(transaction, waiting, why), cancel);

    private Task<ReviewResult> RunAsync(
        long sourceId, IReadOnlyList<ItemKey> keys, Func<IngestTransaction, PendingRows.Waiting, ReviewFault?> settle, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(keys);
        return writer.RunAsync(
            transaction =>
            {
                List<ReviewProblem> problems = [];
                foreach (var key in keys)
                {
                    var waiting = PendingRows.Of(transaction, sourceId, key.ExternalId);
                    var fault = waiting is { } found && IsReview(found) && found.Revision == key.Revision
                        ? settle(transaction, found)
                        : FaultOf(transaction, sourceId, key, waiting);
                    if (fault is { } problem)
                        problems.Add(new(key, problem, waiting is { } other && IsReview(other) ? other.Revision : null));
                }

                return new ReviewResult(keys.Count - problems.Count, problems);
            },
            keys.Count,
            cancel);
    }

    private ReviewFault? Approve(IngestTransaction transaction, PendingRows.Waiting waiting)
    {
        var read = reader(waiting.Kind, waiting.Body);
        if (read.RuleOutcome is not null)
            return ReviewFault.NoLongerFits;
        PendingRelease.Run(transaction, waiting, read.Content, needsReview: false, ReasonCodes.Approved);
        return null;
    }

    private static ReviewFault? Refuse(IngestTransaction transaction, PendingRows.Waiting waiting, string why)
    {
        PendingRows.Refuse(transaction, waiting.OfferId, why);
        if (OfferRows.Find(transaction, waiting.OfferId).Item.State == OfferState.PendingReview)
            OfferStates.Set(transaction, waiting.OfferId, OfferState.Rejected);
        VerdictRows.InsertRefusal(transaction, SessionRows.Find(transaction, waiting.SessionId)!, waiting, why);
        return null;
    }

    private static bool IsReview(in PendingRows.Waiting waiting) => waiting.Reason is PendingRows.Review or PendingRows.Refused;

    private static ReviewFault FaultOf(IngestTransaction transaction, long sourceId, in ItemKey key, PendingRows.Waiting? waiting) => waiting switch
    {
        { } other when IsReview(other) => ReviewFault.OtherRevision,
        null when !OfferRows.Find(transaction, sourceId, key.ExternalId).Item.Exists => ReviewFault.Missing,
        _ => ReviewFault.NotWaiting,
    };
}
