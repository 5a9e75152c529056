using Hub.Auth.Certificates;
using Hub.Auth.Clients;
using Hub.Data.Clients;
using Hub.Data.Participants;

namespace Hub.Auth.Tokens;

/// <summary>
/// Checks a client's secret. An unknown client and a wrong secret are answered alike and cost alike: one reading of the database, and the
/// same hashes compared in constant time.
/// </summary>
internal sealed class ClientAuthenticator(ClientDirectory directory, SecretCheck secrets, CertificateAuthentication certificates)
{
    private const string Refusal = "The client is unknown, or the secret is wrong or has expired. Check the id and the secret, or ask the operator of the hub for a new one.";

    private const string CertificateRefusal = "The client is unknown, or its certificate is not the one it is registered with. Check the id and the certificate, or ask the operator of the hub.";

    /// <summary>Finds the client that knows the secret, or has the certificate; one of the two is null.</summary>
    public async Task<(ClientRecord? Client, TokenError? Error)> CheckAsync(ClientAuthentication sent, CancellationToken cancel)
    {
        if (sent.Method == ClientAuthenticationMethod.Certificate)
            return await CheckCertificateAsync(sent, cancel);

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
        if (StandingError(client) is { } error)
            return (null, error);

        secrets.Note(secret, sent.ClientId, sent.Secret);
        return (client, null);
    }

    // RFC 8705, section 2.
    private async Task<(ClientRecord? Client, TokenError? Error)> CheckCertificateAsync(ClientAuthentication sent, CancellationToken cancel)
    {
        var client = await directory.ReadAsync(sent.ClientId, cancel);
        if (client is null || !certificates.Check(client, sent.Certificate, client.Jwks is { } jwks ? new(jwks) : null))
            return (null, TokenError.InvalidClient(CertificateRefusal));
        return StandingError(client) is { } error ? (null, error) : (client, null);
    }

    private static TokenError? StandingError(ClientRecord client) => client switch
    {
        { Status: not ClientStatus.Active } => TokenError.InvalidClient("The client is disabled."),
        { ParticipantStatus: not ParticipantStatus.Active } => TokenError.InvalidClient("The participant of this client is suspended."),
        _ => null,
    };
}
