using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Hub.Testing;

/// <summary>Makes DPoP proofs, good ones and others. It signs by itself, since a library would not make what is wrong.</summary>
public sealed class ProofMaker : IDisposable
{
    private readonly ECDsa? _curve;
    private readonly RSA? _rsa;

    private ProofMaker(ECDsa? curve, RSA? rsa) => (_curve, _rsa) = (curve, rsa);

    /// <summary>Replaces a member of the header or the payload; null leaves it out.</summary>
    public delegate void Change(Dictionary<string, object?> header, Dictionary<string, object?> payload);

    /// <summary>SHA-256 thumbprint of its key (RFC 7638): the members that make the key, in the order of their names.</summary>
    public string Thumbprint => Encode(SHA256.HashData(JsonSerializer.SerializeToUtf8Bytes(new SortedDictionary<string, object?>(Jwk(), StringComparer.Ordinal))));

    public static ProofMaker ES256() => new(ECDsa.Create(ECCurve.NamedCurves.nistP256), null);

    public static ProofMaker PS256(int bits = 2_048) => new(null, RSA.Create(bits));

    public static string HashOf(string token) => Encode(SHA256.HashData(Encoding.ASCII.GetBytes(token)));

    /// <summary>Makes a proof.</summary>
    /// <param name="now">Its <c>iat</c>.</param>
    /// <param name="url">Its <c>htu</c>.</param>
    /// <param name="method">Its <c>htm</c>.</param>
    /// <param name="token">The access token it comes with.</param>
    /// <param name="nonce">Its nonce.</param>
    /// <param name="change">What to make of it before it is signed.</param>
    public string Make(DateTimeOffset now, string url, string method = "POST", string? token = null, string? nonce = null, Change? change = null)
    {
        var header = new Dictionary<string, object?> { ["typ"] = "dpop+jwt", ["alg"] = _rsa is null ? "ES256" : "PS256", ["jwk"] = Jwk() };
        var payload = new Dictionary<string, object?>
        {
            ["jti"] = Guid.CreateVersion7().ToString(), ["htm"] = method, ["htu"] = url, ["iat"] = now.ToUnixTimeSeconds(),
        };
        if (token is not null)
            payload["ath"] = HashOf(token);
        if (nonce is not null)
            payload["nonce"] = nonce;
        change?.Invoke(header, payload);
        return Sign(JsonSerializer.Serialize(header), JsonSerializer.Serialize(payload));
    }

    /// <summary>Signs a header and a payload as they are.</summary>
    public string Sign(string header, string payload)
    {
        var signed = $"{Encode(Encoding.UTF8.GetBytes(header))}.{Encode(Encoding.UTF8.GetBytes(payload))}";
        var bytes = Encoding.ASCII.GetBytes(signed);
        var signature = _rsa?.SignData(bytes, HashAlgorithmName.SHA256, RSASignaturePadding.Pss) ?? _curve!.SignData(bytes, HashAlgorithmName.SHA256);
        return $"{signed}.{Encode(signature)}";
    }

    /// <summary>Its key as a JWK.</summary>
    public Dictionary<string, object?> Jwk(bool isPrivate = false)
    {
        if (_rsa is not null)
        {
            var rsa = _rsa.ExportParameters(isPrivate);
            var jwk = new Dictionary<string, object?> { ["kty"] = "RSA", ["n"] = Encode(rsa.Modulus!), ["e"] = Encode(rsa.Exponent!) };
            if (isPrivate)
                jwk["d"] = Encode(rsa.D!);
            return jwk;
        }

        var curve = _curve!.ExportParameters(isPrivate);
        var point = new Dictionary<string, object?>
        {
            ["kty"] = "EC", ["crv"] = "P-256", ["x"] = Encode(curve.Q.X!), ["y"] = Encode(curve.Q.Y!),
        };
        if (isPrivate)
            point["d"] = Encode(curve.D!);
        return point;
    }

    private static string Encode(byte[] bytes) => Base64Url.EncodeToString(bytes);

    public void Dispose()
    {
        _curve?.Dispose();
        _rsa?.Dispose();
    }
}
