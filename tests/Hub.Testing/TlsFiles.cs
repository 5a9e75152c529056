using System.Net;
using System.Security.Cryptography.X509Certificates;

namespace Hub.Testing;

/// <summary>An authority, the certificate of a hub it vouches for, and those of clients, as PEM files of one folder.</summary>
public sealed class TlsFiles : IDisposable
{
    private readonly string _folder;

    /// <param name="folder">Where the files are put.</param>
    /// <param name="now">Certificates are good now; the authority has been for two months.</param>
    public TlsFiles(string folder, DateTimeOffset now)
    {
        _folder = folder;
        Authority = CertificateMaker.Authority("CN=Authority", now.AddDays(-60));
        File.WriteAllText(AuthorityPath, Authority.ExportCertificatePem());
        using var server = CertificateMaker.Make("CN=hub.test", now, Authority, CertificateMaker.ServerPurpose, names => names.AddIpAddress(IPAddress.Loopback));
        Write("hub", server);
    }

    /// <summary>Who vouches for the hub, and for clients by <c>tls_client_auth</c>.</summary>
    public X509Certificate2 Authority { get; }

    /// <summary>The authority's certificate.</summary>
    public string AuthorityPath => Path.Combine(_folder, "authority.pem");

    internal IEnumerable<(string Name, string Value)> Settings =>
    [
        ("Hub:Certificate:Path", Path.Combine(_folder, "hub.pem")),
        ("Hub:Certificate:KeyPath", Path.Combine(_folder, "hub.key")),
        ("Hub:Auth:ClientCertificates:TrustedAuthorities", AuthorityPath),
    ];

    /// <summary>Writes a certificate and its key as NAME.pem and NAME.key.</summary>
    public void Write(string name, X509Certificate2 certificate)
    {
        ArgumentNullException.ThrowIfNull(certificate);
        File.WriteAllText(Path.Combine(_folder, name + ".pem"), certificate.ExportCertificatePem());
        using var key = certificate.GetECDsaPrivateKey()!;
        File.WriteAllText(Path.Combine(_folder, name + ".key"), key.ExportPkcs8PrivateKeyPem());
    }

    public void Dispose() => Authority.Dispose();

    internal HttpClientHandler Handler() => new() { ServerCertificateCustomValidationCallback = (_, shown, _, _) => shown?.Issuer == Authority.Subject };
}
