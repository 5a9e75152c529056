using System.Globalization;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Hub.Auth.Assertions;
using Microsoft.Extensions.Primitives;
using Microsoft.IdentityModel.JsonWebTokens;

namespace Hub.Auth.Tokens;

/// <summary>How a client says who it is (RFC 6749, section 2.3.1).</summary>
internal enum ClientAuthenticationMethod
{
    /// <summary>client_secret_basic: the Authorization header.</summary>
    Basic,

    /// <summary>client_secret_post: two parameters of the form.</summary>
    Post,

    /// <summary>private_key_jwt: an assertion in the form.</summary>
    Assertion,

    /// <summary>tls_client_auth and self_signed_tls_client_auth: the certificate of the connection, and the id in the form.</summary>
    Certificate,
}

/// <summary>A client's id and secret as sent, not yet checked.</summary>
internal sealed record ClientAuthentication(ClientAuthenticationMethod Method, string ClientId, string Secret)
{
    private static readonly UTF8Encoding StrictUtf8 = new(false, throwOnInvalidBytes: true);

    /// <summary>The certificate of the connection; null for none.</summary>
    public X509Certificate2? Certificate { get; init; }

    /// <summary>The assertion, read and not verified; null for none.</summary>
    public JsonWebToken? Assertion { get; init; }

    /// <summary>Finds the one method a request uses; one of the two is null.</summary>
    public static (ClientAuthentication? Client, TokenError? Error) Read(
        StringValues authorization, Func<string, string?> form, X509Certificate2? certificate = null)
    {
        var (id, secret) = (form("client_id"), form("client_secret"));
        if (authorization.Count > 1)
            return (null, TokenError.InvalidRequest("There is more than one Authorization header."));
        if (form("client_assertion") is not null || form("client_assertion_type") is not null)
        {
            return authorization.Count > 0 || secret is not null
                ? (null, TokenError.InvalidRequest("Use one way to authenticate: client_assertion, the Authorization header, or client_secret."))
                : ReadAssertion(form("client_assertion_type"), form("client_assertion"), id);
        }

        return (authorization.ToString(), secret) switch
        {
            ({ Length: > 0 }, not null) =>
                (null, TokenError.InvalidRequest("Use one way to authenticate: the Authorization header, or client_secret.")),
            ({ Length: > 0 } header, _) => ReadBasic(header, id),
            (_, not null) when id is not null => (new(ClientAuthenticationMethod.Post, id, secret), null),
            (_, not null) => (null, TokenError.InvalidClient("client_secret comes without client_id.")),
            _ when id is not null && certificate is not null => (new(ClientAuthenticationMethod.Certificate, id, "") { Certificate = certificate }, null),
            _ => (null, TokenError.InvalidClient("The client must authenticate, by HTTP Basic, by client_id and client_secret, or by client_assertion.")),
        };
    }

    // RFC 7521, section 4.2.
    private static (ClientAuthentication?, TokenError?) ReadAssertion(string? type, string? text, string? id)
    {
        if (type != ClientAssertion.Type)
            return (null, TokenError.InvalidClient($"client_assertion_type must be {ClientAssertion.Type}"));
        if (text is null || ClientAssertion.Read(text) is not { } jwt)
            return (null, TokenError.InvalidClient("client_assertion is no signed JWT, or a registered claim in it is of the wrong kind: exp, iat and nbf are numbers."));
        if (ClientAssertion.Subject(jwt) is not { Length: > 0 } subject)
            return (null, TokenError.InvalidClient("sub of the assertion must be the client_id."));
        return id is null || id == subject
            ? (new(ClientAuthenticationMethod.Assertion, subject, "") { Assertion = jwt }, null)
            : (null, TokenError.InvalidClient("client_id differs from sub of the assertion."));
    }

    private static (ClientAuthentication?, TokenError?) ReadBasic(string header, string? idOfForm)
    {
        const string scheme = "Basic ";
        if (!header.StartsWith(scheme, StringComparison.OrdinalIgnoreCase))
            return (null, TokenError.InvalidClient("The Authorization header must be of the scheme Basic."));
        if (Decode(header[scheme.Length..].Trim()) is not { } pair || pair.Split(':', 2) is not [var first, var second]
            || FormDecode(first) is not { Length: > 0 } id || FormDecode(second) is not { } secret)
        {
            return (null, TokenError.InvalidClient(
                "The Authorization header does not hold an id and a secret, form-encoded, parted by a colon, in base64."));
        }

        return idOfForm is null || idOfForm == id
            ? (new(ClientAuthenticationMethod.Basic, id, secret), null)
            : (null, TokenError.InvalidRequest("client_id differs from the id in the Authorization header."));
    }

    private static string? Decode(string base64)
    {
        var bytes = new byte[base64.Length];
        if (!Convert.TryFromBase64String(base64, bytes, out var length))
            return null;
        try
        {
            return StrictUtf8.GetString(bytes, 0, length);
        }
        catch (DecoderFallbackException)
        {
            return null;
        }
    }

    // Strict, unlike the framework's own: a percent sign that starts no byte is an error.
    private static string? FormDecode(string text)
    {
        if (!text.AsSpan().ContainsAny('%', '+'))
            return text;

        var bytes = new List<byte>(text.Length);
        var encoded = StrictUtf8.GetBytes(text);
        for (var i = 0; i < encoded.Length; i++)
        {
            if (encoded[i] != '%')
            {
                bytes.Add(encoded[i] == '+' ? (byte)' ' : encoded[i]);
                continue;
            }

            if (i + 2 >= encoded.Length || !byte.TryParse(encoded.AsSpan(i + 1, 2), NumberStyles.AllowHexSpecifier, null, out var value))
                return null;
            bytes.Add(value);
            i += 2;
        }

        try
        {
            return StrictUtf8.GetString([.. bytes]);
        }
        catch (DecoderFallbackException)
        {
            return null;
        }
    }
}
