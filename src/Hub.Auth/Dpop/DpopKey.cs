using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.IdentityModel.Tokens;

namespace Hub.Auth.Dpop;

/// <summary>The public key a proof bears. It comes from anyone, so nothing of it is taken for granted.</summary>
/// <param name="Key">The key, to verify the proof with.</param>
/// <param name="Thumbprint">Its SHA-256 thumbprint (RFC 7638), in base64url.</param>
internal sealed record DpopKey(SecurityKey Key, string Thumbprint)
{
    private const int CoordinateLength = 32;
    private const int LeastModulus = 256;
    private const int MostModulus = 512;

    // RFC 7518, sections 6.2.2, 6.3.2 and 6.4.
    private static readonly string[] PrivateMembers = ["d", "p", "q", "dp", "dq", "qi", "oth", "k"];

    /// <summary>What callers may sign proofs and assertions by: the two of FAPI 2.0 that every platform has.</summary>
    public static IReadOnlyList<string> Algorithms { get; } = [SecurityAlgorithms.EcdsaSha256, SecurityAlgorithms.RsaSsaPssSha256];

    /// <summary>Whether a member of a JWK makes it a private or a shared key.</summary>
    public static bool IsPrivate(string member) => PrivateMembers.Contains(member);

    /// <summary>Reads a key for one algorithm; one of the two is null.</summary>
    public static (DpopKey? Key, DpopRefusal? Refusal) Read(JsonElement jwk, string algorithm)
    {
        if (jwk.ValueKind != JsonValueKind.Object)
            return Refuse("it must be an object", "harus berupa objek");

        // Who reads the first of two members and who reads the last would see two keys.
        var members = new Dictionary<string, JsonElement>();
        foreach (var member in jwk.EnumerateObject())
        {
            if (!members.TryAdd(member.Name, member.Value))
                return Refuse("it has a member twice", "ada anggota yang muncul dua kali");
        }

        // RFC 9449, section 4.2: the key must not be a private one.
        if (members.Keys.Any(IsPrivate))
            return Refuse("it holds a private key, which is known to others now; replace that key", "berisi kunci privat yang kini diketahui pihak lain; ganti kunci itu");
        if (Text(members, "alg") is { } alg && alg != algorithm)
            return Refuse("its alg is not that of the proof", "alg berbeda dari alg bukti");
        if (Text(members, "use") is not (null or "sig"))
            return Refuse("its use is not sig", "use bukan sig");

        return (Text(members, "kty"), algorithm) switch
        {
            (JsonWebAlgorithmsKeyTypes.EllipticCurve, SecurityAlgorithms.EcdsaSha256) => ReadCurve(members),
            (JsonWebAlgorithmsKeyTypes.RSA, SecurityAlgorithms.RsaSsaPssSha256) => ReadRsa(members),
            _ => Refuse("its kty does not fit the alg of the proof", "kty tidak sesuai dengan alg bukti"),
        };
    }

    private static (DpopKey?, DpopRefusal?) ReadCurve(Dictionary<string, JsonElement> members)
    {
        if (Text(members, "crv") != JsonWebKeyECTypes.P256)
            return Refuse("its crv must be P-256", "crv harus P-256");
        if (Bytes(members, "x") is not { Length: CoordinateLength } x || Bytes(members, "y") is not { Length: CoordinateLength } y)
            return Refuse("x and y must be 32 bytes each in base64url", "x dan y harus masing-masing 32 byte dalam base64url");

        try
        {
            // The import also finds a point that is not on the curve.
            var key = ECDsa.Create(new ECParameters { Curve = ECCurve.NamedCurves.nistP256, Q = new() { X = x, Y = y } });
            return Of(new ECDsaSecurityKey(key));
        }
        catch (CryptographicException)
        {
            return Refuse("x and y are no point of P-256", "x dan y bukan titik pada P-256");
        }
    }

    private static (DpopKey?, DpopRefusal?) ReadRsa(Dictionary<string, JsonElement> members)
    {
        if (Bytes(members, "n") is not { Length: >= LeastModulus and <= MostModulus } modulus || modulus[0] < 0x80)
            return Refuse("n must be of 2048 to 4096 bits in base64url", "n harus 2048 sampai 4096 bit dalam base64url");

        // A large exponent makes a verification as dear as a signature.
        if (Bytes(members, "e") is not { Length: >= 1 and <= 4 } exponent || exponent[0] == 0 || (exponent[^1] & 1) == 0 || exponent is [1])
            return Refuse("e must be an odd number from 3 to 4294967295 in base64url", "e harus bilangan ganjil 3 sampai 4294967295 dalam base64url");

        return Of(new RsaSecurityKey(new RSAParameters { Modulus = modulus, Exponent = exponent }));
    }

    private static (DpopKey?, DpopRefusal?) Of(AsymmetricSecurityKey key)
    {
        // Keys come and go with the calls; a provider kept for each would only fill memory.
        key.CryptoProviderFactory = new CryptoProviderFactory { CacheSignatureProviders = false };
        return (new(key, Base64UrlEncoder.Encode(key.ComputeJwkThumbprint())), null);
    }

    private static string? Text(Dictionary<string, JsonElement> members, string name) =>
        members.TryGetValue(name, out var value) ? value.ValueKind == JsonValueKind.String ? value.GetString() : "" : null;

    private static byte[]? Bytes(Dictionary<string, JsonElement> members, string name)
    {
        if (Text(members, name) is not { Length: > 0 and <= 2 * MostModulus } text)
            return null;
        try
        {
            var bytes = Base64UrlEncoder.DecodeBytes(text);

            // The library takes padding and characters of plain base64 too.
            return Base64UrlEncoder.Encode(bytes) == text ? bytes : null;
        }
        catch (FormatException)
        {
            return null;
        }
    }

    private static (DpopKey?, DpopRefusal?) Refuse(string what, string apa) => (null, DpopRefusal.Key(what, apa));
}
