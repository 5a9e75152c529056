using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Microsoft.IdentityModel.Tokens;

namespace Hub.Auth.Certificates;

/// <summary>The name tokens have for a certificate: <c>x5t#S256</c> (RFC 8705, section 3.1).</summary>
internal static class CertificateThumbprint
{
    /// <summary>SHA-256 of a certificate's DER, in base64url.</summary>
    public static string Of(X509Certificate2 certificate) => Base64UrlEncoder.Encode(certificate.GetCertHash(HashAlgorithmName.SHA256));
}
