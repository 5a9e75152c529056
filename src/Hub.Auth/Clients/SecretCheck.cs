using System.Security.Cryptography;
using Hub.Auth.Keys;
using Hub.Data.Clients;
using Microsoft.Extensions.Logging;

namespace Hub.Auth.Clients;

/// <summary>
/// Compares a secret that was sent with those of a client, under every version of the operator's key. It costs alike whether the client
/// exists, whether the secret is right, and under which version its hash is.
/// </summary>
internal sealed class SecretCheck(OperatorKeys operatorKeys, SecretUse use, TimeProvider time, ILogger<SecretCheck> log)
{
    // As many secrets as a client may have alive; comparing always costs as much as this many.
    private const int SecretsCompared = 2;

    private static readonly byte[] Decoy = RandomNumberGenerator.GetBytes(HMACSHA256.HashSizeInBytes);

    /// <summary>The live secret of the client that was sent; null when it is none of them.</summary>
    public SecretRecord? Match(ClientRecord? client, string clientId, string sent)
    {
        Span<byte> hash = stackalloc byte[HMACSHA256.HashSizeInBytes];
        var now = time.GetUtcNow();
        SecretRecord? match = null;
        foreach (var key in operatorKeys.All)
        {
            key.HashSecret(clientId, sent, hash);
            for (var i = 0; i < Math.Max(SecretsCompared, client?.Secrets.Count ?? 0); i++)
            {
                var secret = client is not null && i < client.Secrets.Count && client.Secrets[i].KeyId == key.Id ? client.Secrets[i] : null;
                if (CryptographicOperations.FixedTimeEquals(hash, secret?.Hash ?? Decoy) && secret is not null && !(secret.ExpiresAt <= now))
                    match = secret;
            }
        }

        foreach (var secret in client?.Secrets ?? [])
        {
            if (!operatorKeys.Holds(secret.KeyId))
                log.SecretOfOtherKey(clientId, secret.KeyId);
        }

        return match;
    }

    /// <summary>Tells that a secret got a token. Its hash is moved under the newest operator key, while the secret itself is at hand.</summary>
    public void Note(SecretRecord secret, string clientId, string sent)
    {
        if (secret.KeyId == operatorKeys.Newest.Id)
        {
            use.Note(secret);
            return;
        }

        var hash = new byte[HMACSHA256.HashSizeInBytes];
        operatorKeys.Newest.HashSecret(clientId, sent, hash);
        use.Rehash(secret, hash, operatorKeys.Newest.Id);
    }
}
