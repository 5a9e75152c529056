using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Hub.Data.Clients;
using Microsoft.IdentityModel.Tokens;

namespace Hub.Auth.Certificates;

/// <summary>Whether the certificate of a connection is a client's (RFC 8705, section 2). That its key is there, TLS has proved.</summary>
internal sealed class CertificateAuthentication(CertificateOptions options, TimeProvider time)
{
    private const string ClientPurpose = "1.3.6.1.5.5.7.3.2";

    /// <summary>Checks a certificate by the method of its client.</summary>
    /// <param name="client">The client that says it is the caller.</param>
    /// <param name="certificate">The certificate of the connection; null for none.</param>
    /// <param name="keys">The client's keys, for <c>self_signed_tls_client_auth</c>; null for none.</param>
    public bool Check(ClientRecord client, X509Certificate2? certificate, JsonWebKeySet? keys) => client.AuthenticationMethod switch
    {
        _ when certificate is null || !IsNow(certificate) => false,
        AuthenticationMethod.Tls => client is { CertificateName: { } kind, CertificateNameValue: { } name }
            && CertificateNames.Has(certificate, kind, name) && IsTrusted(certificate),
        AuthenticationMethod.SelfSignedTls => keys is not null && keys.Keys.Any(key => IsKeyOf(key, certificate)),
        _ => false,
    };

    private bool IsNow(X509Certificate2 certificate)
    {
        var now = time.GetUtcNow().UtcDateTime;
        return certificate.NotBefore.ToUniversalTime() <= now && now <= certificate.NotAfter.ToUniversalTime();
    }

    private bool IsTrusted(X509Certificate2 certificate)
    {
        // An empty list would mean those of the operating system, whom nobody asked to name our clients.
        if (options.Authorities.Count == 0)
            return false;

        using var chain = new X509Chain();
        var policy = chain.ChainPolicy;
        policy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        policy.CustomTrustStore.AddRange(options.Authorities);
        policy.ApplicationPolicy.Add(new Oid(ClientPurpose));
        policy.VerificationTime = time.GetUtcNow().LocalDateTime;

        // A certificate anyone may send must not make the hub call out.
        policy.RevocationMode = X509RevocationMode.NoCheck;
        policy.DisableCertificateDownloads = true;
        return chain.Build(certificate);
    }

    private static bool IsKeyOf(JsonWebKey key, X509Certificate2 certificate)
    {
        try
        {
            return key.X5c.Count > 0
                ? Convert.FromBase64String(key.X5c[0]).AsSpan().SequenceEqual(certificate.RawData)
                : PublicKey(key) is { } info && info.AsSpan().SequenceEqual(certificate.PublicKey.ExportSubjectPublicKeyInfo());
        }
        catch (Exception failure) when (failure is FormatException or CryptographicException)
        {
            return false;
        }
    }

    private static byte[]? PublicKey(JsonWebKey key)
    {
        switch (key.Kty)
        {
            case JsonWebAlgorithmsKeyTypes.EllipticCurve when Curve(key.Crv) is { } curve:
                using (var ec = ECDsa.Create(new ECParameters { Curve = curve, Q = new() { X = Base64UrlEncoder.DecodeBytes(key.X), Y = Base64UrlEncoder.DecodeBytes(key.Y) } }))
                    return ec.ExportSubjectPublicKeyInfo();
            case JsonWebAlgorithmsKeyTypes.RSA when key is { N: not null, E: not null }:
                using (var rsa = RSA.Create(new RSAParameters { Modulus = Base64UrlEncoder.DecodeBytes(key.N), Exponent = Base64UrlEncoder.DecodeBytes(key.E) }))
                    return rsa.ExportSubjectPublicKeyInfo();
            default:
                return null;
        }
    }

    private static ECCurve? Curve(string name) => name switch
    {
        JsonWebKeyECTypes.P256 => ECCurve.NamedCurves.nistP256,
        JsonWebKeyECTypes.P384 => ECCurve.NamedCurves.nistP384,
        JsonWebKeyECTypes.P521 => ECCurve.NamedCurves.nistP521,
        _ => null,
    };
}
