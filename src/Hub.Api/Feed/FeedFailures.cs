using System.Globalization;
using Grpc.Core;
using Hub.Api.Access;
using Hub.Api.Hosting;

namespace Hub.Api.Feed;

/// <summary>How a reader of the feed is told that its stream ends.</summary>
internal static class FeedFailures
{
    private static readonly TimeSpan SlowRetry = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan StreamsRetry = TimeSpan.FromSeconds(30);

    public static RpcException CursorAhead(long cursor, long last) => GrpcFailure
        .Of(
            StatusCode.OutOfRange, "CURSOR_AHEAD",
            $"There is no position {cursor}; the last one is {last}. Begin with a snapshot.",
            $"Posisi {cursor} tidak ada; yang terakhir {last}. Mulai dengan snapshot.")
        .With("cursor", Text(cursor))
        .With("last_position", Text(last))
        .At("cursor", "Set with_snapshot instead of a cursor.")
        .ToException();

    public static RpcException CursorNegative() => GrpcFailure
        .Of(StatusCode.InvalidArgument, "CURSOR_NEGATIVE", "A cursor is a position, so it is not negative.", "Kursor adalah posisi, jadi tidak boleh negatif.")
        .At("cursor", "Leave it out, or give 0 for the beginning of the log.")
        .ToException();

    public static RpcException CursorWithSnapshot() => GrpcFailure
        .Of(
            StatusCode.InvalidArgument, "CURSOR_WITH_SNAPSHOT",
            "A stream begins with a snapshot or from a cursor, not both.", "Aliran dimulai dengan snapshot atau dari kursor, tidak keduanya.")
        .At("cursor", "Leave it out. A cursor that is no longer kept brings a snapshot by itself.")
        .ToException();

    public static GrpcFailure FilterInvalid() => GrpcFailure.Of(
        StatusCode.InvalidArgument, "FILTER_INVALID", "The filter names what the hub does not know.", "Filter menyebut hal yang tidak dikenal hub.");

    public static RpcException TooManyStreams(int most) => GrpcFailure
        .Of(
            StatusCode.ResourceExhausted, "TOO_MANY_STREAMS",
            $"This client has {most} streams of the feed open, which is all it may.", $"Klien ini sudah membuka {most} aliran, batas yang diizinkan.")
        .With("limit", Text(most))
        .RetryAfter(StreamsRetry)
        .ToException();

    public static RpcException ReaderTooSlow(TimeSpan patience, long? resumeAfter) => WithResume(
        GrpcFailure.Of(
            StatusCode.ResourceExhausted, "READER_TOO_SLOW",
            $"Nothing was read for {patience.TotalSeconds:0} s. Nothing is lost: open the stream again from resume_after.",
            $"Tidak ada yang dibaca selama {patience.TotalSeconds:0} detik. Tidak ada yang hilang: buka lagi aliran dari resume_after.")
            .RetryAfter(SlowRetry),
        resumeAfter).ToException();

    public static RpcException SnapshotTooSlow(TimeSpan limit, long? resumeAfter) => WithResume(
        GrpcFailure.Of(
            StatusCode.ResourceExhausted, "SNAPSHOT_TOO_SLOW",
            $"The snapshot was not read within {limit.TotalSeconds:0} s. Read faster, or narrow the filter.",
            $"Snapshot tidak selesai dibaca dalam {limit.TotalSeconds:0} detik. Baca lebih cepat, atau persempit filter.")
            .RetryAfter(SlowRetry),
        resumeAfter).ToException();

    public static RpcException Stopping(long? resumeAfter) => WithResume(StopFailure.Create(), resumeAfter).ToException();

    public static RpcException TokenExpired(long? resumeAfter) => WithResume(AccessFailures.TokenExpired(), resumeAfter).ToException();

    private static GrpcFailure WithResume(GrpcFailure failure, long? resumeAfter) =>
        resumeAfter is { } position ? failure.With("resume_after", Text(position)) : failure;

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);
}
