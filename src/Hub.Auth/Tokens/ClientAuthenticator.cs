using Hub.Auth.Clients;
using Hub.Data.Clients;
using Hub.Data.Participants;

namespace Hub.Auth.Tokens;

/// <summary>
/// Checks a client's secret. An unknown client and a wrong secret are answered alike and cost alike: one reading of the database, and the
/// same hashes compared in constant time.
/// </summary>
internal sealed class ClientAuthenticator(ClientDirectory directory, SecretCheck secrets)
{
    private const string Refusal = "The client is unknown, or the secret is wrong or has expired. Check the id and the secret, or ask the operator of the hub for a new one.";

    /// <summary>Finds the client that knows the secret; one of the two is null.</summary>
    public async Task<(ClientRecord? Client, TokenError? Error)> CheckAsync(ClientAuthentication sent, CancellationToken cancel)
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
        if (client.Status != ClientStatus.Active)
            return (null, TokenError.InvalidClient("The client is disabled."));
        if (client.ParticipantStatus != ParticipantStatus.Active)
            return (null, TokenError.InvalidClient("The participant of this client is suspended."));

        secrets.Note(secret, sent.ClientId, sent.Secret);
        return (client, null);
    }
}
