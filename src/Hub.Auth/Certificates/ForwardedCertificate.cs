using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Hub.Auth.Limits;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Primitives;

namespace Hub.Auth.Certificates;

/// <summary>
/// Takes a client's certificate from the proxy that ended its TLS connection (RFC 9440). From anyone else the header is removed unread:
/// a certificate is no secret, so whoever could send it would be that client.
/// </summary>
public static class ForwardedCertificate
{
    private const int LongestHeader = 12_288;

    /// <summary>Puts this in front of what asks for the certificate of the connection.</summary>
    public static IApplicationBuilder UseForwardedCertificates(this IApplicationBuilder app)
    {
        ArgumentNullException.ThrowIfNull(app);
        var options = app.ApplicationServices.GetRequiredService<CertificateOptions>();
        var proxies = app.ApplicationServices.GetRequiredService<Proxies>();
        return options.Header is not { } name ? app : app.Use((http, next) =>
        {
            var sent = http.Request.Headers[name];
            http.Request.Headers.Remove(name);
            if (proxies.Brought(http))
            {
                // The connection is the proxy's own; its certificate, if it has one, is not the client's.
                http.Connection.ClientCertificate = Read(sent);
                if (http.Connection.ClientCertificate is { } certificate)
                    http.Response.RegisterForDispose(certificate);
            }

            return next(http);
        });
    }

    /// <summary>Reads the one certificate of a header: base64 of its DER between colons (RFC 8941, byte sequence); null for none.</summary>
    internal static X509Certificate2? Read(StringValues header)
    {
        if (header is not [{ Length: > 2 and <= LongestHeader } text] || text[0] != ':' || text[^1] != ':')
            return null;

        var der = new byte[text.Length];
        if (!Convert.TryFromBase64Chars(text.AsSpan(1, text.Length - 2), der, out var length))
            return null;
        try
        {
            return X509CertificateLoader.LoadCertificate(der.AsSpan(0, length));
        }
        catch (CryptographicException)
        {
            return null;
        }
    }
}
