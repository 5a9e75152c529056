using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Primitives;
using Microsoft.Net.Http.Headers;

namespace Hub.Auth.Tokens;

/// <summary>What a token request asks, read from its form and not yet judged.</summary>
internal sealed record TokenRequest(string? GrantType, string? Scope, IReadOnlyList<string> Resources, ClientAuthentication Client)
{
    /// <summary>The token that a request to introspect or revoke is about. A hint at its type is not needed: there is one type.</summary>
    public string? Token { get; private init; }

    private const int MostParameters = 32;
    private const int MostKeyLength = 64;
    private const int MostValueLength = 4_096;

    private static readonly string[] ParametersOfTheBody =
        ["grant_type", "scope", "resource", "client_id", "client_secret", "client_assertion", "client_assertion_type", "token"];

    /// <summary>Reads a request; one of the two is null.</summary>
    public static async Task<(TokenRequest? Request, TokenError? Error)> ReadAsync(HttpRequest http, CancellationToken cancel)
    {
        if (!IsForm(http.ContentType))
            return (null, TokenError.InvalidRequest("The body must be application/x-www-form-urlencoded in UTF-8."));

        // RFC 6749, section 2.3.1: credentials must not be in the URI. Nothing else belongs there either.
        if (ParametersOfTheBody.FirstOrDefault(http.Query.ContainsKey) is { } misplaced)
            return (null, TokenError.InvalidRequest($"{misplaced} belongs in the body, not in the URL."));

        Dictionary<string, StringValues> form;
        try
        {
            var reader = new FormPipeReader(http.BodyReader, Encoding.UTF8)
            {
                ValueCountLimit = MostParameters,
                KeyLengthLimit = MostKeyLength,
                ValueLengthLimit = MostValueLength,
            };
            form = await reader.ReadFormAsync(cancel);
        }
        catch (InvalidDataException)
        {
            return (null, TokenError.InvalidRequest(
                $"The form is malformed or too large: at most {MostParameters} parameters, "
                + $"names of {MostKeyLength} and values of {MostValueLength} characters."));
        }

        // RFC 6749, section 3.2: no parameter twice. RFC 8707, section 2: but resource may be.
        if (form.FirstOrDefault(p => p.Value.Count > 1 && p.Key != "resource").Key is { } repeated)
        {
            // RFC 6749, section 5.2: a description holds few characters, so only a name that is known is told.
            return (null, TokenError.InvalidRequest(
                $"{(ParametersOfTheBody.Contains(repeated) ? repeated : "A parameter")} is given more than once."));
        }

        var (client, error) = ClientAuthentication.Read(
            http.Headers.Authorization, name => Value(form, name), http.HttpContext.Connection.ClientCertificate);
        return error is null
            ? (new(Value(form, "grant_type"), Value(form, "scope"), Values(form, "resource"), client!) { Token = Value(form, "token") }, null)
            : (null, error);
    }

    // RFC 6749, section 3.2: a parameter without a value counts as left out.
    private static string? Value(Dictionary<string, StringValues> form, string name) =>
        form.GetValueOrDefault(name) is [{ Length: > 0 } value] ? value : null;

    private static List<string> Values(Dictionary<string, StringValues> form, string name) =>
        [.. form.GetValueOrDefault(name).OfType<string>().Where(v => v.Length > 0)];

    private static bool IsForm(string? contentType) =>
        MediaTypeHeaderValue.TryParse(contentType, out var type)
        && type.MediaType.Equals("application/x-www-form-urlencoded", StringComparison.OrdinalIgnoreCase)
        && (!type.Charset.HasValue || type.Charset.Equals("utf-8", StringComparison.OrdinalIgnoreCase)
            || type.Charset.Equals("\"utf-8\"", StringComparison.OrdinalIgnoreCase));
}
