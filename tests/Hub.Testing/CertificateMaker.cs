using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Hub.Testing;

/// <summary>Makes TLS certificates: authorities, those they vouch for, and self-signed ones.</summary>
public static class CertificateMaker
{
    /// <summary>The purpose of a client's certificate (RFC 5280, section 4.2.1.12).</summary>
    public const string ClientPurpose = "1.3.6.1.5.5.7.3.2";

    /// <summary>The purpose of a server's.</summary>
    public const string ServerPurpose = "1.3.6.1.5.5.7.3.1";

    /// <summary>An authority that vouches for itself.</summary>
    public static X509Certificate2 Authority(string subject, DateTimeOffset now)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest(subject, key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign, true));
        return request.CreateSelfSigned(now.AddDays(-1), now.AddYears(1));
    }

    /// <summary>A certificate with its key.</summary>
    /// <param name="subject">Its name.</param>
    /// <param name="now">It is good from a day before until a week after.</param>
    /// <param name="authority">Who vouches for it; null for itself.</param>
    /// <param name="purpose">What it is for.</param>
    /// <param name="names">Adds further names.</param>
    public static X509Certificate2 Make(
        string subject,
        DateTimeOffset now,
        X509Certificate2? authority = null,
        string purpose = ClientPurpose,
        Action<SubjectAlternativeNameBuilder>? names = null)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest(subject, key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(false, false, 0, true));
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new(purpose)], false));
        if (names is not null)
        {
            var builder = new SubjectAlternativeNameBuilder();
            names(builder);
            request.CertificateExtensions.Add(builder.Build());
        }

        if (authority is null)
            return Whole(request.CreateSelfSigned(now.AddDays(-1), now.AddDays(7)));

        using var bare = request.Create(authority, now.AddDays(-1), now.AddDays(7), RandomNumberGenerator.GetBytes(8));
        using var certificate = bare.CopyWithPrivateKey(key);
        return Whole(certificate);
    }

    // TLS wants a key that is kept with the certificate.
    private static X509Certificate2 Whole(X509Certificate2 certificate) =>
        X509CertificateLoader.LoadPkcs12(certificate.Export(X509ContentType.Pkcs12), null);
}
