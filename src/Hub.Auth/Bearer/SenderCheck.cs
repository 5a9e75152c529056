using Hub.Auth.Certificates;
using Hub.Auth.Dpop;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;

namespace Hub.Auth.Bearer;

/// <summary>
/// Checks that a token which is bound to a key or to a certificate is sent by who has that (RFC 9449, section 7; RFC 8705, section 3).
/// </summary>
internal sealed class SenderCheck(DpopProofs proofs, DpopReplay replay, DpopNonces nonces, DpopOptions options)
{
    public const string NonceHeader = "DPoP-Nonce";

    /// <summary>Lets a caller in whose token is its own.</summary>
    /// <param name="caller">Who the token names.</param>
    /// <param name="token">The token.</param>
    /// <param name="isDpop">Whether it was sent with the scheme DPoP.</param>
    /// <param name="resource">What is called.</param>
    /// <param name="http">The call; null shows nothing beside the token.</param>
    /// <param name="proof">The DPoP header, or what stands for it.</param>
    /// <param name="cancel">Ends the wait.</param>
    public async ValueTask<BearerResult> CheckAsync(
        Caller caller, string token, bool isDpop, Resources resource, HttpContext? http, StringValues proof, CancellationToken cancel)
    {
        var bound = caller.Confirmation;
        if (bound?.CertificateThumbprint is { } thumbprint && CertificateRefusal(thumbprint, http) is { } failure)
            return new(null, failure);

        // RFC 9449, sections 7.1 and 7.2: a bound token is no bearer token, and the scheme DPoP takes no other.
        if (bound?.KeyThumbprint is null)
            return isDpop ? new(null, BearerFailure.NotBound) : new(caller, BearerFailure.None);
        if (!isDpop)
            return new(null, BearerFailure.Bound);
        if (http is null)
            return Refuse(DpopRefusal.Missing);

        Offer(http);
        return await ProveAsync(caller, bound.KeyThumbprint, token, resource, http, proof, cancel);
    }

    private async ValueTask<BearerResult> ProveAsync(
        Caller caller, string thumbprint, string token, Resources resource, HttpContext http, StringValues proof, CancellationToken cancel)
    {
        var (found, refusal) = await proofs.CheckAsync(proof, MethodOf(http), options.UrlsOf(resource, http.Request.Path), token);
        if (found is null)
            return Refuse(refusal!);
        if (found.Thumbprint != thumbprint)
            return new(null, BearerFailure.OtherKey);

        // Last, so that only a proof that would be let in is noted.
        return await replay.TryUseAsync(found, cancel) ? new(caller, BearerFailure.None) : Refuse(DpopRefusal.Replayed);
    }

    private static BearerFailure? CertificateRefusal(string thumbprint, HttpContext? http) => http?.Connection.ClientCertificate switch
    {
        null => BearerFailure.CertificateMissing,
        var certificate when CertificateThumbprint.Of(certificate) == thumbprint => null,
        _ => BearerFailure.OtherCertificate,
    };

    // RFC 9449, section 8.2: each answer brings the nonce for the next proof.
    private void Offer(HttpContext http)
    {
        if (nonces.AreRequired && !http.Response.HasStarted)
            http.Response.Headers[NonceHeader] = nonces.Current();
    }

    private BearerResult Refuse(DpopRefusal refusal)
    {
        var needsNonce = refusal == DpopRefusal.NonceRequired;
        return new(null, BearerFailure.ProofRefused) { Proof = refusal, Nonce = nonces.AreRequired || needsNonce ? nonces.Current() : null };
    }

    // A WebSocket is opened by GET; over HTTP/2 by CONNECT (RFC 8441), which no client's code sees.
    private static string MethodOf(HttpContext http) => http.WebSockets.IsWebSocketRequest ? HttpMethods.Get : http.Request.Method;
}
