using System.Text.Json;
using Hub.Auth.Dpop;
using Microsoft.IdentityModel.Tokens;

namespace Hub.Auth.Assertions;

/// <summary>One public key of a client that its assertions may be signed by.</summary>
/// <param name="Kid">Its name; null when it has none.</param>
/// <param name="Algorithm">The one algorithm it is for.</param>
/// <param name="Key">The key.</param>
internal sealed record ClientKey(string? Kid, string Algorithm, SecurityKey Key);

/// <summary>The public keys of a client, read from a JSON Web Key Set (RFC 7517). It comes from partners, so nothing of it is taken for granted.</summary>
internal static class ClientKeys
{
    public const int LongestSet = 64 * 1024;
    public const int MostKeys = 32;

    /// <summary>Reads a set. Keys of other kinds, sizes and uses than assertions take are left out.</summary>
    /// <returns>The keys, or what is wrong with the set and what to do.</returns>
    public static (IReadOnlyList<ClientKey>? Keys, string? Problem) Read(string text)
    {
        if (text.Length > LongestSet)
            return (null, $"The key set is larger than {LongestSet / 1024} KiB. Leave out keys that are not used.");
        try
        {
            using var document = JsonDocument.Parse(text);
            return document.RootElement.ValueKind == JsonValueKind.Object
                && document.RootElement.TryGetProperty("keys", out var keys) && keys.ValueKind == JsonValueKind.Array
                ? ReadAll(keys)
                : (null, "The key set is no JSON object with an array named keys. Give a JSON Web Key Set: {\"keys\":[...]}.");
        }
        catch (JsonException)
        {
            return (null, "The key set is no JSON. Give a JSON Web Key Set: {\"keys\":[...]}.");
        }
    }

    private static (IReadOnlyList<ClientKey>?, string?) ReadAll(JsonElement keys)
    {
        if (keys.GetArrayLength() > MostKeys)
            return (null, $"The key set holds more than {MostKeys} keys. Leave out those that are not used.");

        var read = new List<ClientKey>();
        foreach (var key in keys.EnumerateArray())
        {
            if (key.ValueKind != JsonValueKind.Object)
                return (null, "A member of keys is no JSON object.");
            if (key.EnumerateObject().Any(member => DpopKey.IsPrivate(member.Name)))
                return (null, "The key set holds a private or shared key, which others know now. Make a new key, and give its public half alone.");
            if (ReadOne(key) is { } one)
                read.Add(one);
        }

        return read.Where(key => key.Kid is not null).GroupBy(key => key.Kid).FirstOrDefault(same => same.Count() > 1) is { } twice
            ? (null, $"Two keys are named {twice.Key}. Give each a kid of its own.")
            : (read, null);
    }

    private static ClientKey? ReadOne(JsonElement key)
    {
        var algorithm = Text(key, "kty") switch
        {
            JsonWebAlgorithmsKeyTypes.EllipticCurve => SecurityAlgorithms.EcdsaSha256,
            JsonWebAlgorithmsKeyTypes.RSA => SecurityAlgorithms.RsaSsaPssSha256,
            _ => null,
        };
        if (algorithm is null || (key.TryGetProperty("key_ops", out var uses) && !Verifies(uses)))
            return null;

        // The same rules as for keys in proofs: curve, point, size, exponent, alg and use.
        return DpopKey.Read(key, algorithm).Key is { } good ? new(Text(key, "kid"), algorithm, good.Key) : null;
    }

    private static bool Verifies(JsonElement uses) =>
        uses.ValueKind == JsonValueKind.Array && uses.EnumerateArray().Any(use => use.ValueKind == JsonValueKind.String && use.GetString() == "verify");

    private static string? Text(JsonElement key, string name) =>
        key.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}
