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
        GrpcFailure.Of(StatusCode.NotFound, "SOURCE_NOT_FOUND", "The caller has no such source.", "Pemanggil tidak punya sumber ini.")
            .At("source", $"'{id}' is not the id of a source of the token's participant. ListSources shows them.")
            .ToException();

    public static RpcException NoSource(string id) =>
        GrpcFailure.Of(StatusCode.NotFound, "SOURCE_NOT_FOUND", "There is no such source.", "Sumber ini tidak ada.")
            .At("source", $"'{id}' is not the id of a source.")
            .ToException();

    public static RpcException NoReview() =>
        GrpcFailure.Of(
                StatusCode.FailedPrecondition, "SOURCE_HAS_NO_REVIEW",
                "The source shows its items without a review.", "Sumber ini menampilkan item tanpa pemeriksaan.")
            .At("source", "Only sources with the policy BEFORE_PUBLISH have items to approve or refuse.").ToException();

    public static RpcException SessionNotFound(string id) =>
        GrpcFailure.Of(StatusCode.NotFound, "SESSION_NOT_FOUND", "The caller has no such session.", "Pemanggil tidak punya sesi ini.")
            .At("session_id", $"'{id}' is not the id of a session of the caller's sources.")
            .ToException();

    public static RpcException ItemNotFound(string externalId) =>
        GrpcFailure.Of(StatusCode.NotFound, "ITEM_NOT_FOUND", "The source has no such item.", "Sumber tidak punya item ini.")
            .At("external_id", $"'{externalId}' was never sent to this source.")
            .ToException();

    /// <summary>The source, or the participant that owns it, was suspended.</summary>
    /// <param name="standing">Which of them.</param>
    /// <param name="resumeAfter">Highest durable sequence of the session; null without one.</param>
    public static RpcException Suspended(Standing standing, long? resumeAfter = null) => WithResume(
        standing == Standing.ParticipantSuspended
            ? AccessFailures.Of(new(null, BearerFailure.ParticipantSuspended))
            : GrpcFailure.Of(
                StatusCode.FailedPrecondition, "SOURCE_SUSPENDED", "The source is suspended by an operator.", "Sumber dihentikan oleh operator."),
        resumeAfter).ToException();

    public static RpcException Invalid(string reason, string field, string english, string indonesian) =>
        GrpcFailure.Of(StatusCode.InvalidArgument, reason, english, indonesian).At(field, english).ToException();

    public static RpcException NotYet(string what) =>
        GrpcFailure.Of(
            StatusCode.Unimplemented, "NOT_IMPLEMENTED",
            $"This hub does not offer {what}.", $"Hub ini belum menyediakan {what}.").ToException();

    /// <summary>As <see cref="NotYet(string)"/>, for a field that must stay unset until the hub offers it.</summary>
    public static RpcException NotYet(string what, string field) =>
        GrpcFailure.Of(
            StatusCode.Unimplemented, "NOT_IMPLEMENTED",
            $"This hub does not offer {what}.", $"Hub ini belum menyediakan {what}.")
            .At(field, "Leave the field unset.").ToException();

    /// <summary>A disk that fails or a database that is locked: nothing was acknowledged, trying again is right.</summary>
    public static RpcException StorageUnavailable(long? resumeAfter)
    {
        var failure = GrpcFailure.Of(
                StatusCode.Unavailable, "STORAGE_UNAVAILABLE",
                "The hub cannot store at the moment; nothing after the resume point was taken.",
                "Hub sedang tidak bisa menyimpan; tidak ada yang diterima setelah titik lanjut.")
            .RetryAfter(TimeSpan.FromSeconds(2));
        return WithResume(failure, resumeAfter).ToException();
    }

    public static RpcException TokenExpired(long? resumeAfter) => WithResume(
        GrpcFailure.Of(
            StatusCode.Unauthenticated, "TOKEN_EXPIRED",
            "The access token expired; open the session again with a new one.",
            "Token sudah kedaluwarsa; buka lagi sesi dengan token baru."),
        resumeAfter).ToException();

    public static RpcException Stopping(long? resumeAfter) => WithResume(StopFailure.Create(), resumeAfter).ToException();

    /// <summary>What a fault of the store means for the caller.</summary>
    public static RpcException Of(SessionFault fault, long detail, string sessionId) => fault switch
    {
        SessionFault.Missing => SessionNotFound(sessionId),
        SessionFault.OtherMode => GrpcFailure.Of(
                StatusCode.FailedPrecondition, "SESSION_OTHER_MODE",
                "The session was opened in the other mode.", "Sesi dibuka dengan mode lain.")
            .At("open.mode", "Open it with its own mode, or open a new session.").ToException(),
        SessionFault.OtherPolicy => GrpcFailure.Of(
                StatusCode.FailedPrecondition, "SESSION_OTHER_POLICY",
                "The session was opened with the other revision policy.", "Sesi dibuka dengan kebijakan revisi lain.")
            .At("open.revision_policy", "Open it with its own policy, or open a new session.").ToException(),
        SessionFault.NotNegotiated => GrpcFailure.Of(
                StatusCode.FailedPrecondition, "NEGOTIATION_MISSING",
                "What differs was negotiated by digest on an earlier stream of this session, so what was not sent is not left out; nothing changed.",
                "Perbedaan dinegosiasikan dengan digest pada aliran sebelumnya; yang tidak dikirim bukan berarti ditarik. Tidak ada yang berubah.")
            .At("commit", "Send Nodes and follow what is wanted, then commit.").ToException(),
        SessionFault.Ended => GrpcFailure.Of(
                StatusCode.FailedPrecondition, "SESSION_ENDED",
                "The session has ended.", "Sesi sudah berakhir.")
            .At("session_id", "Open a new session.").ToException(),
        SessionFault.Expired => GrpcFailure.Of(
                StatusCode.FailedPrecondition, "SESSION_EXPIRED",
                "The snapshot was left without Commit for too long and is dropped; nothing of it was shown.",
                "Snapshot terlalu lama tanpa Commit dan dihapus; tidak ada isinya yang tampil.")
            .At("session_id", "Open a new session and send the snapshot again.").ToException(),
        SessionFault.SequenceGap => GrpcFailure.Of(
                StatusCode.OutOfRange, "SEQUENCE_GAP",
                "The first sequence leaves a gap after what is durable.", "Ada celah urutan setelah yang tersimpan.")
            .With("resume_after", Number(detail))
            .At("items.first_sequence", $"Go on with {Number(detail + 1)}.").ToException(),
        SessionFault.CountMismatch => GrpcFailure.Of(
                StatusCode.FailedPrecondition, "COUNT_MISMATCH",
                "The number of items told at Commit is not the number that came; nothing changed.",
                "Jumlah item pada Commit tidak sama dengan yang diterima; tidak ada yang berubah.")
            .With("counted", Number(detail))
            .At("commit.expected_count", $"The hub counted {Number(detail)} distinct items. Send what is missing, or correct the count.")
            .ToException(),
        SessionFault.CeilingExceeded => GrpcFailure.Of(
                StatusCode.FailedPrecondition, "CEILING_EXCEEDED",
                "More withdrawals are held than the ceiling allows; nothing changed.",
                "Penarikan yang ditahan lebih banyak dari batas; tidak ada yang berubah.")
            .With("held", Number(detail))
            .At("ceiling", $"The session holds {Number(detail)} withdrawals.").ToException(),
        _ => throw new InvalidOperationException($"No failure for {fault}."),
    };

    /// <summary>A participant has as many uploads open as it may.</summary>
    public static RpcException TooManyUploads(int most) => GrpcFailure.Of(
            StatusCode.ResourceExhausted, "TOO_MANY_UPLOADS",
            $"The participant has {Number(most)} uploads open, as many as it may. Wait until one ends.",
            $"Peserta sudah membuka {Number(most)} unggahan, sebanyak yang diizinkan. Tunggu sampai satu selesai.")
        .With("most", Number(most))
        .RetryAfter(TimeSpan.FromSeconds(1))
        .ToException();

    /// <summary>The digest told at commit is not the one the hub came to.</summary>
    public static RpcException DigestMismatch(byte[]? hub) => GrpcFailure.Of(
            StatusCode.FailedPrecondition, "DIGEST_MISMATCH",
            "After this snapshot the hub would come to another digest of the source; nothing changed.",
            "Setelah snapshot ini hub memperoleh digest sumber yang lain; tidak ada yang berubah.")
        .With("source_digest", Convert.ToHexStringLower(hub ?? []))
        .At("commit.source_digest", "Send Nodes to find what differs. STALE verdicts tell of items the hub has a higher revision of.")
        .ToException();

    /// <summary>Items were asked for and not sent.</summary>
    public static RpcException WantedMissing(int count) => GrpcFailure.Of(
            StatusCode.FailedPrecondition, "WANTED_MISSING",
            "Items that the hub asked for were not sent; nothing changed.", "Item yang diminta hub belum dikirim; tidak ada yang berubah.")
        .With("missing", Number(count))
        .At("commit", $"Send the {Number(count)} items whose keys came in Wanted, then commit.").ToException();

    private static GrpcFailure WithResume(GrpcFailure failure, long? resumeAfter) =>
        resumeAfter is { } sequence ? failure.With("resume_after", Number(sequence)) : failure;

    private static string Number(long number) => number.ToString(CultureInfo.InvariantCulture);
}
