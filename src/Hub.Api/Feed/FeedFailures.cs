using System.Globalization;
using Grpc.Core;
using Hub.Api.Access;
using Hub.Api.Hosting;
using Hub.Auth.Bearer;

namespace Hub.Api.Feed;

/// <summary>How a reader of the feed is told that its stream ends.</summary>
internal static class FeedFailures
{
    private static readonly TimeSpan SlowRetry = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan StreamsRetry = TimeSpan.FromSeconds(30);

    public static RpcException CursorAhead(long cursor, long last) => GrpcFailure
        .Of(FailureReasons.CursorAhead, cursor, last)
        .With("cursor", Text(cursor))
        .With("last_position", Text(last))
        .At("cursor", "Set with_snapshot instead of a cursor.")
        .ToException();

    public static RpcException HistoryChanged(long cursor) => GrpcFailure
        .Of(FailureReasons.HistoryChanged, cursor)
        .With("cursor", Text(cursor))
        .At("cursor_committed_at", "Set with_snapshot instead of a cursor.")
        .ToException();

    public static RpcException CursorNegative() => GrpcFailure
        .Of(FailureReasons.CursorNegative)
        .At("cursor", "Leave it out, or give 0 for the beginning of the log.")
        .ToException();

    public static RpcException CursorWithSnapshot() => GrpcFailure
        .Of(FailureReasons.CursorWithSnapshot)
        .At("cursor", "Leave it out. A cursor that is no longer kept brings a snapshot by itself.")
        .ToException();

    public static GrpcFailure FilterInvalid() => GrpcFailure.Of(FailureReasons.FilterInvalid);

    public static RpcException TooManyStreams(int most) => GrpcFailure
        .Of(FailureReasons.TooManyStreams, most)
        .With("limit", Text(most))
        .RetryAfter(StreamsRetry)
        .ToException();

    public static RpcException ReaderTooSlow(TimeSpan patience, long? resumeAfter) => WithResume(
        GrpcFailure.Of(FailureReasons.ReaderTooSlow, (long)patience.TotalSeconds)
            .RetryAfter(SlowRetry),
        resumeAfter).ToException();

    public static RpcException SnapshotTooSlow(TimeSpan limit, long? resumeAfter) => WithResume(
        GrpcFailure.Of(FailureReasons.SnapshotTooSlow, (long)limit.TotalSeconds)
            .RetryAfter(SlowRetry),
        resumeAfter).ToException();

    public static RpcException Stopping(long? resumeAfter) => WithResume(StopFailure.Create(), resumeAfter).ToException();

    public static RpcException TokenOver(BearerFailure why, long? resumeAfter) => WithResume(
        why == BearerFailure.None ? AccessFailures.TokenExpired() : AccessFailures.Of(new(null, why)), resumeAfter).ToException();

    private static GrpcFailure WithResume(GrpcFailure failure, long? resumeAfter) =>
        resumeAfter is { } position ? failure.With("resume_after", Text(position)) : failure;

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);
}
