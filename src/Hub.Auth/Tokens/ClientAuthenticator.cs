using Hub.Auth.Assertions;
using Hub.Auth.Certificates;
using Hub.Auth.Clients;
using Hub.Auth.Replay;
using Hub.Data.Clients;
using Hub.Data.Participants;

namespace Hub.Auth.Tokens;

/// <summary>
/// Checks who a client is, by the one method it is registered for. An unknown client and a wrong secret are answered alike and cost alike: one
/// reading of the database, and the same hashes compared in constant time.
/// </summary>
internal sealed class ClientAuthenticator(
    ClientDirectory directory, SecretCheck secrets, CertificateAuthentication certificates, ClientKeySets keys, ReplayStore replays, AuthOptions options, TimeProvider time)
{
    private const string Refusal = "The client is unknown, or the secret is wrong or has expired. Check the id and the secret, or ask the operator of the hub for a new one.";

    private const string CertificateRefusal = "The client is unknown, or its certificate is not the one it is registered with. Check the id and the certificate, or ask the operator of the hub.";

    private const string AssertionRefusal = "The client is unknown, or the assertion is not signed by one of the keys it is registered with. Check the id, the key and its kid, or ask the operator of the hub.";

    /// <summary>Finds the client that proves who it is; one of the two is null.</summary>
    public async Task<(ClientRecord? Client, TokenError? Error)> CheckAsync(ClientAuthentication sent, CancellationToken cancel)
    {
        var (client, error) = sent.Method switch
        {
            ClientAuthenticationMethod.Certificate => await CheckCertificateAsync(sent, cancel),
            ClientAuthenticationMethod.Assertion => await CheckAssertionAsync(sent, cancel),
            _ => await CheckSecretAsync(sent, cancel),
        };
        return error is null ? (client, null) : (null, error);
    }

    private async Task<(ClientRecord? Client, TokenError? Error)> CheckSecretAsync(ClientAuthentication sent, CancellationToken cancel)
    {
        directory.TryPeek(sent.ClientId, out var client);
        var secret = secrets.Match(client, sent.ClientId, sent.Secret);
        if (secret is null)
        {
            // A secret made or changed less than a second ago is found here, and every wrong guess ends up here.
            client = await directory.ReadAsync(sent.ClientId, cancel);
            secret = secrets.Match(client, sent.ClientId, sent.Secret);
        }

        if (client is null || secret is null)
            return (null, TokenError.InvalidClient(Refusal));

        // Whoever knows the secret may be told more.
        if ((StandingError(client) ?? MethodError(client, sent.Method)) is { } error)
            return (null, error);

        secrets.Note(secret, sent.ClientId, sent.Secret);
        return (client, null);
    }

    // RFC 8705, section 2.
    private async Task<(ClientRecord? Client, TokenError? Error)> CheckCertificateAsync(ClientAuthentication sent, CancellationToken cancel)
    {
        var client = await directory.ReadAsync(sent.ClientId, cancel);
        if (client is null || !await HoldsAsync(client))
            return (null, TokenError.InvalidClient(CertificateRefusal));
        return (client, StandingError(client));

        async ValueTask<bool> HoldsAsync(ClientRecord client) => client.AuthenticationMethod == AuthenticationMethod.SelfSignedTls
            ? certificates.Check(client, sent.Certificate, (await keys.GetAsync(client, set => certificates.Check(client, sent.Certificate, set.All), cancel)).All)
            : certificates.Check(client, sent.Certificate, null);
    }

    // RFC 7523, section 3.
    private async Task<(ClientRecord? Client, TokenError? Error)> CheckAssertionAsync(ClientAuthentication sent, CancellationToken cancel)
    {
        var jwt = sent.Assertion!;
        if (ClientAssertion.Problem(jwt, sent.ClientId, options.Issuer, time.GetUtcNow()) is { } problem)
            return (null, TokenError.InvalidClient(problem));

        var client = await directory.ReadAsync(sent.ClientId, cancel);
        var known = client is { AuthenticationMethod: AuthenticationMethod.PrivateKeyJwt }
            ? await keys.GetAsync(client, set => string.IsNullOrEmpty(jwt.Kid) || set.Keys.Any(key => key.Kid == jwt.Kid), cancel)
            : ClientKeySet.Empty;
        if (!await ClientAssertion.IsSignedByAsync(jwt, known.Keys) || client is null)
            return (null, TokenError.InvalidClient(AssertionRefusal));

        if (StandingError(client) is { } error)
            return (null, error);

        // Last, so that only who has the key can fill the store. Ids and jti hold no zero byte that could part them otherwise.
        var isFirst = await replays.TryUseAsync(
            ProofKind.Assertion, $"{sent.ClientId}\0{ClientAssertion.Id(jwt)}", ClientAssertion.ExpiresAt(jwt), cancel);
        return isFirst ? (client, null) : (null, TokenError.InvalidClient("The assertion was used before. Make a new one, with a new jti, for each request."));
    }

    private static TokenError? StandingError(ClientRecord client) => client switch
    {
        { Status: ClientStatus.Pending } => TokenError.InvalidClient("The client waits for the approval of the hub's operator."),
        { Status: not ClientStatus.Active } => TokenError.InvalidClient("The client is disabled. Ask the operator of the hub."),
        { ParticipantStatus: not ParticipantStatus.Active } => TokenError.InvalidClient("The participant of this client is suspended. Ask the operator of the hub."),
        _ => null,
    };

    private static TokenError? MethodError(ClientRecord client, ClientAuthenticationMethod method) => (client, method) switch
    {
        // FAPI 2.0 Security Profile, section 5.3.2.1: no shared secrets.
        ({ RequiresFapi: true }, _) => TokenError.InvalidClient(
            "Clients of this participant may not use a secret. Use a client that is registered for private_key_jwt or a TLS certificate."),
        ({ AuthenticationMethod: AuthenticationMethod.Secret }, _)
            or ({ AuthenticationMethod: AuthenticationMethod.SecretBasic }, ClientAuthenticationMethod.Basic)
            or ({ AuthenticationMethod: AuthenticationMethod.SecretPost }, ClientAuthenticationMethod.Post) => null,
        ({ AuthenticationMethod: AuthenticationMethod.SecretBasic }, _) =>
            TokenError.InvalidClient("The client is registered for client_secret_basic. Send the secret in the Authorization header."),
        ({ AuthenticationMethod: AuthenticationMethod.SecretPost }, _) =>
            TokenError.InvalidClient("The client is registered for client_secret_post. Send client_id and client_secret in the form."),
        _ => TokenError.InvalidClient("The client is registered for another method than a secret."),
    };
}
