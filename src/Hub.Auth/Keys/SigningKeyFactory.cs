using System.Security.Cryptography;
using System.Text.Json;
using Hub.Data.Clients;
using Microsoft.IdentityModel.Tokens;

namespace Hub.Auth.Keys;

/// <summary>Makes signing keys, and opens stored ones.</summary>
internal static class SigningKeyFactory
{
    public const string Algorithm = SecurityAlgorithms.EcdsaSha256;

    /// <summary>Makes a key, its private part wrapped under the operator's key.</summary>
    public static SigningKey Make(OperatorKey operatorKey, DateTimeOffset now, DateTimeOffset signsFrom)
    {
        using var ecdsa = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var point = ecdsa.ExportParameters(includePrivateParameters: false).Q;
        var (x, y) = (Base64UrlEncoder.Encode(point.X), Base64UrlEncoder.Encode(point.Y));
        var kid = Base64UrlEncoder.Encode(new JsonWebKey { Kty = "EC", Crv = "P-256", X = x, Y = y }.ComputeJwkThumbprint());
        var plain = ecdsa.ExportPkcs8PrivateKey();
        var wrapped = operatorKey.Wrap(plain, kid);
        CryptographicOperations.ZeroMemory(plain);
        return new()
        {
            Kid = kid,
            WrappedPrivateKey = wrapped,
            PublicJwk = JsonSerializer.Serialize(new PublicJwk("EC", "P-256", x, y, "sig", Algorithm, kid), AuthJson.Default.PublicJwk),
            CreatedAt = now,
            SignsFrom = signsFrom,
        };
    }

    /// <summary>Opens a stored key to sign with.</summary>
    /// <exception cref="SettingException">None of the operator's keys is the one it was stored under.</exception>
    public static SigningCredentials Open(SigningKey stored, OperatorKeys operatorKeys)
    {
        var plain = operatorKeys.Unwrap(stored.WrappedPrivateKey, stored.Kid) ?? throw WrongKey(stored, operatorKeys);

        // Lives as long as the process: it is shared by every token signed with it.
        var ecdsa = ECDsa.Create();
        ecdsa.ImportPkcs8PrivateKey(plain, out _);
        CryptographicOperations.ZeroMemory(plain);
        return new(new ECDsaSecurityKey(ecdsa) { KeyId = stored.Kid }, Algorithm);
    }

    /// <summary>The public part of a stored key, to check tokens with.</summary>
    public static SecurityKey OpenPublic(SigningKey stored) => new JsonWebKey(stored.PublicJwk);

    /// <summary>Says which operator key is needed.</summary>
    public static SettingException WrongKey(SigningKey stored, OperatorKeys operatorKeys) => new(
        $"The key in {OperatorKeyLoader.KeySetting} (or {OperatorKeyLoader.FileSetting}) has the id {operatorKeys.Newest.Id}, but the signing key "
        + $"{stored.Kid} in the database was stored under {OperatorKey.IdOf(stored.WrappedPrivateKey)}. Give the key that was used before, there or in "
        + $"{OperatorKeyLoader.PreviousSetting} (or {OperatorKeyLoader.PreviousFileSetting}). "
        + "If it is lost, empty the tables signing_keys and client_secrets, start again, and issue every client a new secret.");
}

/// <summary>A public key as the JWKS shows it (RFC 7517).</summary>
internal sealed record PublicJwk(string Kty, string Crv, string X, string Y, string Use, string Alg, string Kid);
