using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Hub.Auth;

namespace Hub.Api.Hosting;

/// <summary>The certificate of the TLS port: a PEM file with its key in another, or one PKCS #12 file.</summary>
internal sealed class ServerCertificate
{
    public const string PathSetting = "Hub:Certificate:Path";
    public const string KeyPathSetting = "Hub:Certificate:KeyPath";
    public const string PasswordSetting = "Hub:Certificate:Password";

    private ServerCertificate(X509Certificate2 certificate, X509Certificate2Collection chain)
    {
        Certificate = certificate;
        Chain = chain;
    }

    public X509Certificate2 Certificate { get; }

    /// <summary>The intermediate certificates that stand in the same file.</summary>
    public X509Certificate2Collection Chain { get; }

    /// <summary>Loads the certificate; null when none is set.</summary>
    /// <exception cref="SettingException">It cannot be loaded or has no private key.</exception>
    public static ServerCertificate? Read(IConfiguration configuration)
    {
        var keyPath = configuration[KeyPathSetting] is { Length: > 0 } key ? key : null;
        if (configuration[PathSetting] is not { Length: > 0 } path)
        {
            return keyPath is null
                ? null
                : throw new SettingException($"{KeyPathSetting} is set, but {PathSetting} is not. Set {PathSetting} to the certificate's file.");
        }

        Require(path, PathSetting);
        if (keyPath is not null)
            Require(keyPath, KeyPathSetting);
        return Load(path, keyPath, configuration[PasswordSetting]);
    }

    private static void Require(string path, string setting)
    {
        if (!File.Exists(path))
            throw new SettingException($"{setting} is {path}, and there is no such file. Give the full path of a file that the hub may read.");
    }

    private static ServerCertificate Load(string path, string? keyPath, string? password)
    {
        try
        {
            if (keyPath is null && X509Certificate2.GetCertContentType(path) == X509ContentType.Pkcs12)
                return WithKey(X509CertificateLoader.LoadPkcs12FromFile(path, password), [], path);

            var certificate = string.IsNullOrEmpty(password)
                ? X509Certificate2.CreateFromPemFile(path, keyPath)
                : X509Certificate2.CreateFromEncryptedPemFile(path, password, keyPath);
            var chain = new X509Certificate2Collection();
            chain.ImportFromPemFile(path);
            return WithKey(certificate, [.. chain.Where(link => link.Thumbprint != certificate.Thumbprint)], path);
        }
        catch (Exception failure) when (failure is CryptographicException or IOException or UnauthorizedAccessException)
        {
            throw new SettingException(
                $"{PathSetting} is {path}, which cannot be loaded: {failure.Message} "
                + $"Give a PEM file with {KeyPathSetting}, or a PKCS #12 file; {PasswordSetting} opens an encrypted key.",
                failure);
        }
    }

    private static ServerCertificate WithKey(X509Certificate2 certificate, X509Certificate2Collection chain, string path) =>
        certificate.HasPrivateKey
            ? new(certificate, chain)
            : throw new SettingException($"{PathSetting} is {path}, which holds no private key. Set {KeyPathSetting} to the key's file.");
}
