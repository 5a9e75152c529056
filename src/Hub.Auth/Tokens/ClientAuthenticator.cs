using System.Security.Cryptography;
using Hub.Auth.Clients;
using Hub.Auth.Keys;
using Hub.Data.Clients;
using Hub.Data.Participants;
using Microsoft.Extensions.Logging;

namespace Hub.Auth.Tokens;

/// <summary>
/// Checks a client's secret. An unknown client and a wrong secret are answered alike and cost alike: one reading of the database, and the
/// same hashes compared in constant time.
/// </summary>
internal sealed class ClientAuthenticator(
    ClientDirectory directory, OperatorKey operatorKey, SecretUse use, TimeProvider time, ILogger<ClientAuthenticator> log)
{
    // As many secrets as a client may have alive; comparing always costs as much as this many.
    private const int SecretsCompared = 2;

    private const string Refusal = "The client is unknown, or the secret is wrong or has expired.";

    private static readonly byte[] Decoy = RandomNumberGenerator.GetBytes(HMACSHA256.HashSizeInBytes);

    /// <summary>Finds the client that knows the secret; one of the two is null.</summary>
    public async Task<(ClientRecord? Client, TokenError? Error)> CheckAsync(ClientAuthentication sent, CancellationToken cancel)
    {
        directory.TryPeek(sent.ClientId, out var client);
        var secret = Match(client, sent);
        if (secret is null)
        {
            // A secret made or changed less than a second ago is found here, and every wrong guess ends up here.
            client = await directory.ReadAsync(sent.ClientId, cancel);
            secret = Match(client, sent);
        }

        if (client is null || secret is null)
            return (null, TokenError.InvalidClient(Refusal));
        if (client.Status != ClientStatus.Active)
            return (null, TokenError.InvalidClient("The client is disabled."));
        if (client.ParticipantStatus != ParticipantStatus.Active)
            return (null, TokenError.InvalidClient("The participant of this client is suspended."));

        use.Note(secret);
        return (client, null);
    }

    private SecretRecord? Match(ClientRecord? client, ClientAuthentication sent)
    {
        Span<byte> hash = stackalloc byte[HMACSHA256.HashSizeInBytes];
        operatorKey.HashSecret(sent.ClientId, sent.Secret, hash);
        var now = time.GetUtcNow();
        SecretRecord? match = null;
        for (var i = 0; i < Math.Max(SecretsCompared, client?.Secrets.Count ?? 0); i++)
        {
            var secret = client is not null && i < client.Secrets.Count ? client.Secrets[i] : null;
            if (CryptographicOperations.FixedTimeEquals(hash, secret?.Hash ?? Decoy) && secret is not null && !(secret.ExpiresAt <= now))
                match = secret;
            if (secret is not null && secret.KeyId != operatorKey.Id)
                log.SecretOfOtherKey(sent.ClientId, secret.KeyId);
        }

        return match;
    }
}
