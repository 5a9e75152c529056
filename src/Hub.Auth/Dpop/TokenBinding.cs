using Hub.Auth.Bearer;
using Hub.Auth.Certificates;
using Hub.Auth.Tokens;
using Hub.Data.Clients;
using Microsoft.AspNetCore.Http;

namespace Hub.Auth.Dpop;

/// <summary>What a token that is asked for will be bound to: the key of a DPoP proof, the client's certificate, or both.</summary>
internal sealed class TokenBinding(DpopProofs proofs, DpopReplay replay, DpopNonces nonces, DpopOptions options)
{
    /// <summary>Binds the token of a client that may have it; both are null for a bearer token.</summary>
    public async ValueTask<(Confirmation? Bound, TokenError? Error)> BindAsync(ClientRecord client, HttpContext http)
    {
        if (nonces.AreRequired)
            http.Response.Headers[SenderCheck.NonceHeader] = nonces.Current();
        var (proof, error) = await ReadProofAsync(http);
        if (error is not null)
            return (null, error);

        if (client.RequiresDpop && proof is null)
        {
            return (null, TokenError.InvalidDpopProof(
                "Tokens of this client are bound to a key. Send a DPoP header with a proof signed by it."));
        }

        // FAPI 2.0 Security Profile, section 5.3.2.1: only sender-constrained tokens. A proof or a certificate will do.
        var binds = client.BindsCertificate || (client.RequiresFapi && proof is null);
        var certificate = binds ? http.Connection.ClientCertificate : null;
        if (binds && certificate is null)
        {
            return (null, TokenError.InvalidRequest(client.BindsCertificate
                ? "Tokens of this client are bound to its TLS certificate. Call mtls_endpoint_aliases of the metadata with it."
                : "Tokens of this participant must be bound to their sender. Send a DPoP header with a proof, or call with the TLS certificate of the client."));
        }

        if (proof is not null && !await replay.TryUseAsync(proof, http.RequestAborted))
            return (null, TokenError.InvalidDpopProof(DpopRefusal.Replayed.English));
        return proof is null && certificate is null
            ? (null, null)
            : (new(proof?.Thumbprint, certificate is null ? null : CertificateThumbprint.Of(certificate)), null);
    }

    private async ValueTask<(DpopProof? Proof, TokenError? Error)> ReadProofAsync(HttpContext http)
    {
        var header = http.Request.Headers[DpopSupport.ProofHeader];
        if (header.Count == 0)
            return (null, null);

        var (proof, refusal) = await proofs.CheckAsync(header, http.Request.Method, options.UrlsOf(Resources.None, http.Request.Path), null);
        if (refusal is null)
            return (proof, null);
        if (refusal != DpopRefusal.NonceRequired)
            return (null, TokenError.InvalidDpopProof(refusal.English));

        http.Response.Headers[SenderCheck.NonceHeader] = nonces.Current();
        return (null, TokenError.UseDpopNonce(refusal.English));
    }
}
