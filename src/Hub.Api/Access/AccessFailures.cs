using Grpc.Core;
using Hub.Api.Hosting;
using Hub.Auth.Bearer;
using Hub.Data.Clients;

namespace Hub.Api.Access;

/// <summary>How a call that is not let in is told why.</summary>
internal static class AccessFailures
{
    /// <summary>When a call that nobody could check is worth another attempt.</summary>
    public static TimeSpan IssuerRetry { get; } = TimeSpan.FromSeconds(2);

    /// <summary>The failure of a stream whose token has expired; what it stored stays stored.</summary>
    public static GrpcFailure TokenExpired() => Of(new(null, BearerFailure.Expired));

    /// <summary>The failure of a call whose token is not accepted.</summary>
    public static GrpcFailure Of(BearerResult result)
    {
        var (english, indonesian) = Texts(result);
        var failure = GrpcFailure.Of(Status(result.Failure), result.Reason, english, indonesian);
        if (result.Nonce is { } nonce)
            failure.With("dpop_nonce", nonce);
        return result.Failure == BearerFailure.IssuerUnreachable ? failure.RetryAfter(IssuerRetry) : failure;
    }

    /// <summary>The failure of a call whose token lacks the scope it needs.</summary>
    public static GrpcFailure ScopeMissing(Scopes anyOf)
    {
        var names = ScopeNames.Format(anyOf).Split(' ');
        return GrpcFailure
            .Of(
                StatusCode.PermissionDenied,
                "SCOPE_MISSING",
                ScopeText(anyOf),
                $"Panggilan ini memerlukan token dengan cakupan {string.Join(" atau ", names)}.")
            .With("scope", string.Join(' ', names));
    }

    /// <summary>What a call takes whose token lacks the scope.</summary>
    public static string ScopeText(Scopes anyOf) => $"This call needs a token with the scope {ScopeNames.Format(anyOf).Replace(" ", " or ", StringComparison.Ordinal)}.";

    /// <summary>The failure of a method that has no rule.</summary>
    public static GrpcFailure RuleMissing(string method) => GrpcFailure
        .Of(StatusCode.PermissionDenied, "RULE_MISSING", "Nobody may call this method.", "Metode ini tidak boleh dipanggil oleh siapa pun.")
        .With("method", method);

    /// <summary>What went wrong with a token, in both languages.</summary>
    public static (string English, string Indonesian) Texts(BearerResult result) => result.Failure switch
    {
        BearerFailure.ProofRefused when result.Proof is { } refusal => (refusal.English, refusal.Indonesian),
        BearerFailure.Missing => (
            "The call carries no access token. Send it as: Authorization: Bearer <token>.",
            "Panggilan tidak menyertakan token akses. Kirim sebagai: Authorization: Bearer <token>."),
        BearerFailure.Malformed => (
            "There must be one Authorization header with one access token.",
            "Harus ada satu header Authorization dengan satu token akses."),
        BearerFailure.Expired => (
            "The access token has expired. Get a new one from the token endpoint.",
            "Token akses sudah kedaluwarsa. Minta token baru dari titik akhir token."),
        BearerFailure.Revoked => (
            "The access token was revoked. Get a new one from the token endpoint.",
            "Token akses telah dicabut. Minta token baru dari titik akhir token."),
        BearerFailure.WrongAudience => (
            "The access token is meant for another resource. Ask for one with the right resource.",
            "Token akses ditujukan untuk sumber daya lain. Minta token dengan sumber daya yang tepat."),
        BearerFailure.ClientDisabled => (
            "The client of this access token is disabled. Ask the operator of the hub.",
            "Klien token akses ini dinonaktifkan. Hubungi operator hub."),
        BearerFailure.ParticipantSuspended => (
            "The participant of this access token is suspended. Ask the operator of the hub.",
            "Peserta pemilik token akses ini ditangguhkan. Hubungi operator hub."),
        BearerFailure.IssuerUnreachable => (
            "The issuer of access tokens cannot be reached, so this one cannot be checked. Try again.",
            "Penerbit token akses tidak dapat dihubungi, sehingga token ini tidak dapat diperiksa. Coba lagi."),
        BearerFailure.Bound => (
            "The access token is bound to a key. Send it as: Authorization: DPoP <token>, with a DPoP header that holds a proof.",
            "Token akses terikat pada sebuah kunci. Kirim sebagai: Authorization: DPoP <token>, dengan header DPoP berisi bukti."),
        BearerFailure.NotBound => (
            "The access token is bound to no key. Send it as: Authorization: Bearer <token>, or ask for one with a DPoP proof.",
            "Token akses tidak terikat pada kunci apa pun. Kirim sebagai: Authorization: Bearer <token>, atau minta token dengan bukti DPoP."),
        BearerFailure.OtherKey => (
            "The DPoP proof is signed by another key than the one the access token is bound to.",
            "Bukti DPoP ditandatangani oleh kunci lain, bukan kunci yang terikat pada token akses."),
        BearerFailure.CertificateMissing => (
            "The access token is bound to a TLS certificate. Call where the hub asks for one, with that certificate.",
            "Token akses terikat pada sertifikat TLS. Panggil alamat hub yang memintanya, dengan sertifikat tersebut."),
        BearerFailure.OtherCertificate => (
            "The access token is bound to another TLS certificate than the one of this connection.",
            "Token akses terikat pada sertifikat TLS lain, bukan sertifikat koneksi ini."),
        _ => (
            "The access token is not one of this hub, or it was changed.",
            "Token akses bukan terbitan hub ini, atau telah diubah."),
    };

    private static StatusCode Status(BearerFailure failure) => failure switch
    {
        BearerFailure.ParticipantSuspended => StatusCode.FailedPrecondition,
        BearerFailure.IssuerUnreachable => StatusCode.Unavailable,
        _ => StatusCode.Unauthenticated,
    };
}
