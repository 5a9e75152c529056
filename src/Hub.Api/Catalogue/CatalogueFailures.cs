using System.Globalization;
using Grpc.Core;
using Hub.Api.Access;
using Hub.Api.Hosting;
using Hub.Auth.Bearer;
using Hub.Data.Catalogue;

namespace Hub.Api.Catalogue;

/// <summary>The expected failures of catalogue calls.</summary>
internal static class CatalogueFailures
{
    public static RpcException SourceNotFound(string id) =>
        GrpcFailure.Of(FailureReasons.SourceNotFound)
            .At("source", $"'{id}' is not the id of a source of the token's participant. ListSources shows them.")
            .ToException();

    public static RpcException NoSource(string id) =>
        GrpcFailure.Of(FailureReasons.SourceNotFound)
            .At("source", $"'{id}' is not the id of a source.")
            .ToException();

    public static RpcException NoReview() =>
        GrpcFailure.Of(FailureReasons.SourceHasNoReview)
            .At("source", "Only sources with the policy BEFORE_PUBLISH have items to approve or refuse.").ToException();

    public static RpcException SessionNotFound(string id) =>
        GrpcFailure.Of(FailureReasons.SessionNotFound)
            .At("session_id", $"'{id}' is not the id of a session of the caller's sources.")
            .ToException();

    public static RpcException ItemNotFound(string externalId) =>
        GrpcFailure.Of(FailureReasons.ItemNotFound)
            .At("external_id", $"'{externalId}' was never sent to this source.")
            .ToException();

    /// <summary>The source, or the participant that owns it, was suspended.</summary>
    /// <param name="standing">Which of them.</param>
    /// <param name="resumeAfter">Highest durable sequence of the session; null without one.</param>
    public static RpcException Suspended(Standing standing, long? resumeAfter = null) => WithResume(
        standing == Standing.ParticipantSuspended
            ? AccessFailures.Of(new(null, BearerFailure.ParticipantSuspended))
            : GrpcFailure.Of(FailureReasons.SourceSuspended),
        resumeAfter).ToException();

    /// <summary>A field at fault.</summary>
    /// <param name="reason">One of <see cref="FailureReasons"/>.</param>
    /// <param name="field">Its path in the request.</param>
    /// <param name="values">What fills the texts of the reason.</param>
    public static RpcException Invalid(string reason, string field, params ReadOnlySpan<object?> values)
    {
        var failure = GrpcFailure.Of(reason, values);
        return failure.At(field, failure.English).ToException();
    }

    public static RpcException NotYet(string what) =>
        GrpcFailure.Of(FailureReasons.NotImplemented, what).ToException();

    /// <summary>As <see cref="NotYet(string)"/>, for a field that must stay unset until the hub offers it.</summary>
    public static RpcException NotYet(string what, string field) =>
        GrpcFailure.Of(FailureReasons.NotImplemented, what)
            .At(field, "Leave the field unset.").ToException();

    /// <summary>A disk that fails or a database that is locked: nothing was acknowledged, trying again is right.</summary>
    public static RpcException StorageUnavailable(long? resumeAfter)
    {
        var failure = GrpcFailure.Of(FailureReasons.StorageUnavailable)
            .RetryAfter(TimeSpan.FromSeconds(2));
        return WithResume(failure, resumeAfter).ToException();
    }

    /// <summary>The token expired, or is good no more for another reason.</summary>
    public static RpcException TokenOver(BearerFailure why, long? resumeAfter) => WithResume(
        why == BearerFailure.None ? GrpcFailure.Of(FailureReasons.TokenExpired) : AccessFailures.Of(new(null, why)),
        resumeAfter).ToException();

    public static RpcException Stopping(long? resumeAfter) => WithResume(StopFailure.Create(), resumeAfter).ToException();

    /// <summary>What a fault of the store means for the caller.</summary>
    public static RpcException Of(SessionFault fault, long detail, string sessionId) => fault switch
    {
        SessionFault.Missing => SessionNotFound(sessionId),
        SessionFault.OtherMode => GrpcFailure.Of(FailureReasons.SessionOtherMode)
            .At("open.mode", "Open it with its own mode, or open a new session.").ToException(),
        SessionFault.OtherPolicy => GrpcFailure.Of(FailureReasons.SessionOtherPolicy)
            .At("open.revision_policy", "Open it with its own policy, or open a new session.").ToException(),
        SessionFault.NotNegotiated => GrpcFailure.Of(FailureReasons.NegotiationMissing)
            .At("commit", "Send Nodes and follow what is wanted, then commit.").ToException(),
        SessionFault.Ended => GrpcFailure.Of(FailureReasons.SessionEnded)
            .At("session_id", "Open a new session.").ToException(),
        SessionFault.Expired => GrpcFailure.Of(FailureReasons.SessionExpired)
            .At("session_id", "Open a new session and send the snapshot again.").ToException(),
        SessionFault.SequenceGap => GrpcFailure.Of(FailureReasons.SequenceGap)
            .With("resume_after", Number(detail))
            .At("items.first_sequence", $"Go on with {Number(detail + 1)}.").ToException(),
        SessionFault.CountMismatch => GrpcFailure.Of(FailureReasons.CountMismatch)
            .With("counted", Number(detail))
            .At("commit.expected_count", $"The hub counted {Number(detail)} distinct items. Send what is missing, or correct the count.")
            .ToException(),
        SessionFault.CeilingExceeded => GrpcFailure.Of(FailureReasons.CeilingExceeded)
            .With("held", Number(detail))
            .At("ceiling", $"The session holds {Number(detail)} withdrawals.").ToException(),
        _ => throw new InvalidOperationException($"No failure for {fault}."),
    };

    /// <summary>A participant has as many uploads open as it may.</summary>
    public static GrpcFailure TooManyUploads(int most, TimeSpan retryAfter) =>
        GrpcFailure.Of(FailureReasons.TooManyUploads, Number(most)).With("most", Number(most)).RetryAfter(retryAfter);

    /// <summary>The digest negotiations hold as much as they may.</summary>
    public static RpcException NegotiationsFull(TimeSpan retryAfter) =>
        GrpcFailure.Of(FailureReasons.NegotiationsFull).RetryAfter(retryAfter).ToException();

    /// <summary>The digest told at commit is not the one the hub came to.</summary>
    public static RpcException DigestMismatch(byte[]? hub) => GrpcFailure.Of(FailureReasons.DigestMismatch)
        .With("source_digest", Convert.ToHexStringLower(hub ?? []))
        .At("commit.source_digest", "Send Nodes to find what differs. STALE verdicts tell of items the hub has a higher revision of.")
        .ToException();

    /// <summary>Items were asked for and not sent.</summary>
    public static RpcException WantedMissing(int count) => GrpcFailure.Of(FailureReasons.WantedMissing)
        .With("missing", Number(count))
        .At("commit", $"Send the {Number(count)} items whose keys came in Wanted, then commit.").ToException();

    private static GrpcFailure WithResume(GrpcFailure failure, long? resumeAfter) =>
        resumeAfter is { } sequence ? failure.With("resume_after", Number(sequence)) : failure;

    private static string Number(long number) => number.ToString(CultureInfo.InvariantCulture);
}
