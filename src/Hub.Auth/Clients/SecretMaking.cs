using System.Security.Cryptography;
using Hub.Auth.Keys;
using Hub.Data.Clients;

namespace Hub.Auth.Clients;

/// <summary>A secret as it is stored: its hash, and what may be shown of it.</summary>
internal static class SecretMaking
{
    /// <param name="key">Keys the hash.</param>
    /// <param name="row">Row key of the client; 0 for one that is stored together with its secret.</param>
    /// <param name="clientId">Public id of the client, which is hashed with it.</param>
    /// <param name="secret">The secret.</param>
    /// <param name="now">When it is made.</param>
    public static ClientSecret MakeSecret(this OperatorKey key, long row, string clientId, string secret, DateTimeOffset now)
    {
        var hash = new byte[HMACSHA256.HashSizeInBytes];
        key.HashSecret(clientId, secret, hash);
        return new() { ClientId = row, Hash = hash, KeyId = key.Id, Prefix = SecretFormat.ShownPart(secret), CreatedAt = now };
    }
}
