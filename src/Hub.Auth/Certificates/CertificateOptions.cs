using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Hub.Auth.Limits;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Hosting;

namespace Hub.Auth.Certificates;

/// <summary>Settings of clients' TLS certificates, checked.</summary>
public sealed class CertificateOptions
{
    public const string ListenUrlSetting = "Hub:MtlsUrl";
    public const string UrlSetting = "Hub:Auth:MtlsUrl";
    public const string AuthoritiesSetting = "Hub:Auth:ClientCertificates:TrustedAuthorities";
    public const string HeaderSetting = "Hub:Auth:ClientCertificates:Header";

    private CertificateOptions(string? url, X509Certificate2Collection authorities, string? header)
    {
        Url = url;
        Authorities = authorities;
        Header = header;
    }

    /// <summary>Where partners call with a certificate, without a path; null when the hub takes none.</summary>
    public string? Url { get; }

    /// <summary>Who may vouch for a certificate by <c>tls_client_auth</c>; empty when nobody may.</summary>
    public X509Certificate2Collection Authorities { get; }

    /// <summary>The header in which a proxy tells the certificate (RFC 9440); null when none does.</summary>
    public string? Header { get; }

    /// <summary>Whether a client may show a certificate at all; if not, nothing of it is advertised.</summary>
    public bool AreTaken => Url is not null;

    /// <summary>Reads the settings.</summary>
    /// <exception cref="SettingException">One of them is wrong, or lacks another.</exception>
    public static CertificateOptions Read(IConfiguration configuration, IHostEnvironment environment)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        ArgumentNullException.ThrowIfNull(environment);
        var listens = configuration[ListenUrlSetting] is { Length: > 0 } own ? own : null;
        var header = configuration[HeaderSetting] is { Length: > 0 } name ? name : null;
        if (header is not null && string.IsNullOrWhiteSpace(configuration[Proxies.Setting]))
            throw new SettingException($"{HeaderSetting} is {header}, but {Proxies.Setting} names no proxy to believe. Set it to the proxy's address.");
        if (configuration[UrlSetting] is { Length: > 0 } told && listens is null && header is null)
        {
            throw new SettingException(
                $"{UrlSetting} is {told}, but nothing there would take a certificate. Set {ListenUrlSetting}, or {HeaderSetting} and {Proxies.Setting}.");
        }

        return new(
            ReadUrl(configuration, environment, listens, header), ReadAuthorities(configuration[AuthoritiesSetting]), header);
    }

    private static string? ReadUrl(IConfiguration configuration, IHostEnvironment environment, string? listens, string? header)
    {
        if (configuration[UrlSetting] is { Length: > 0 } told)
            return AuthOptions.Check(told, UrlSetting);
        if (listens is not null)
            return AuthOptions.Check(AuthOptions.ReachableUrl(listens, environment.IsDevelopment()), ListenUrlSetting);

        // A proxy may ask for certificates at the issuer's own name.
        return header is null ? null : AuthOptions.Read(configuration, environment).Issuer;
    }

    private static X509Certificate2Collection ReadAuthorities(string? path)
    {
        var authorities = new X509Certificate2Collection();
        if (string.IsNullOrEmpty(path))
            return authorities;
        try
        {
            authorities.ImportFromPemFile(path);
        }
        catch (Exception failure) when (failure is CryptographicException or IOException or UnauthorizedAccessException)
        {
            throw new SettingException($"{AuthoritiesSetting} is {path}, which cannot be read: {failure.Message} Give a PEM file of certificates.", failure);
        }

        return authorities.Count > 0
            ? authorities
            : throw new SettingException($"{AuthoritiesSetting} is {path}, which holds no certificate. Give a PEM file of certificates.");
    }
}
