using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace TokenSample;

/// <summary>Gets a token and puts it on calls.</summary>
/// <param name="http">Asks the hub.</param>
/// <param name="hub">Address of the hub's HTTP door.</param>
/// <param name="clientId">Id of the client.</param>
/// <param name="secret">Its secret; null when it has a key.</param>
/// <param name="key">Its key; null when it has a secret.</param>
/// <param name="bind">Whether the token is bound to a key made for this run (RFC 9449).</param>
internal sealed class HubAccess(HttpClient http, Uri hub, string clientId, string? secret, SigningCredentials? key, bool bind) : IDisposable
{
    private static readonly JsonWebTokenHandler Handler = new() { SetDefaultTimesOnTokenCreation = false };

    private readonly ECDsa? _binding = bind ? ECDsa.Create(ECCurve.NamedCurves.nistP256) : null;
    private string? _nonce;

    public string Token { get; private set; } = "";

    private static DateTime Now => TimeProvider.System.GetUtcNow().UtcDateTime;

    private string Scheme => bind ? "DPoP" : "Bearer";

    /// <summary>Gets a token from the endpoint that the hub's metadata names (RFC 8414).</summary>
    /// <exception cref="HubRefusedException">The hub gives none, and says why.</exception>
    public async Task GetTokenAsync(CancellationToken cancel)
    {
        using var metadata = JsonDocument.Parse(await http.GetStringAsync(new Uri(hub, "/.well-known/oauth-authorization-server"), cancel));
        var issuer = metadata.RootElement.GetProperty("issuer").GetString()!;
        var endpoint = metadata.RootElement.GetProperty("token_endpoint").GetString()!;
        for (var attempt = 1; ; attempt++)
        {
            using var request = TokenRequest(endpoint, issuer);
            using var response = await http.SendAsync(request, cancel);
            Remember(response);
            using var answer = JsonDocument.Parse(await response.Content.ReadAsStringAsync(cancel));
            if (response.IsSuccessStatusCode)
            {
                Token = answer.RootElement.GetProperty("access_token").GetString()!;
                return;
            }

            var error = answer.RootElement.GetProperty("error").GetString();
            if (error != "use_dpop_nonce" || attempt == 2)
                throw new HubRefusedException($"No token. {error}: {answer.RootElement.GetProperty("error_description").GetString()}");
        }
    }

    /// <summary>Asks a GraphQL query.</summary>
    public async Task<(HttpStatusCode Status, string Answer)> QueryAsync(string query, CancellationToken cancel)
    {
        var url = new Uri(hub, "/graphql");
        for (var attempt = 1; ; attempt++)
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, url)
            {
                Content = new StringContent(JsonSerializer.Serialize(new { query }), Encoding.UTF8, "application/json"),
            };
            foreach (var (name, value) in Headers(url.ToString()))
                request.Headers.TryAddWithoutValidation(name, value);
            using var response = await http.SendAsync(request, cancel);
            Remember(response);
            if (response.IsSuccessStatusCode || attempt == 2 || !response.Headers.WwwAuthenticate.ToString().Contains("use_dpop_nonce", StringComparison.Ordinal))
                return (response.StatusCode, await response.Content.ReadAsStringAsync(cancel));
        }
    }

    /// <summary>What a call to a URL carries; over gRPC the same as metadata.</summary>
    public IEnumerable<(string Name, string Value)> Headers(string url)
    {
        yield return ("authorization", $"{Scheme} {Token}");
        if (bind)
            yield return ("dpop", Proof(url, Token));
    }

    public void Dispose() => _binding?.Dispose();

    private HttpRequestMessage TokenRequest(string endpoint, string issuer)
    {
        var form = new Dictionary<string, string> { ["grant_type"] = "client_credentials" };
        var request = new HttpRequestMessage(HttpMethod.Post, endpoint);
        if (key is null)
        {
            // RFC 6749, section 2.3.1: both are form-encoded first.
            var pair = $"{Uri.EscapeDataString(clientId)}:{Uri.EscapeDataString(secret!)}";
            request.Headers.Authorization = new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.ASCII.GetBytes(pair)));
        }
        else
        {
            form["client_id"] = clientId;
            form["client_assertion_type"] = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";
            form["client_assertion"] = Assertion(issuer, key);
        }

        if (bind)
            request.Headers.TryAddWithoutValidation("DPoP", Proof(endpoint, null));
        request.Content = new FormUrlEncodedContent(form);
        return request;
    }

    /// <summary>A statement of who calls, good for a minute and once (RFC 7523).</summary>
    private string Assertion(string issuer, SigningCredentials signing) => Handler.CreateToken(new SecurityTokenDescriptor
    {
        Issuer = clientId,
        Audience = issuer,
        IssuedAt = Now,
        Expires = Now.AddMinutes(1),
        SigningCredentials = signing,
        Claims = new Dictionary<string, object> { ["sub"] = clientId, ["jti"] = Guid.CreateVersion7().ToString() },
    });

    /// <summary>A proof for one call (RFC 9449, section 4.2); the hub takes it once.</summary>
    private string Proof(string url, string? token)
    {
        var point = _binding!.ExportParameters(includePrivateParameters: false).Q;
        var claims = new Dictionary<string, object> { ["htm"] = "POST", ["htu"] = url, ["jti"] = Guid.CreateVersion7().ToString() };
        if (_nonce is not null)
            claims["nonce"] = _nonce;
        if (token is not null)
            claims["ath"] = Base64UrlEncoder.Encode(SHA256.HashData(Encoding.ASCII.GetBytes(token)));
        return Handler.CreateToken(new SecurityTokenDescriptor
        {
            TokenType = "dpop+jwt",
            IssuedAt = Now,
            SigningCredentials = new(new ECDsaSecurityKey(_binding), SecurityAlgorithms.EcdsaSha256),
            AdditionalHeaderClaims = new Dictionary<string, object>
            {
                ["jwk"] = new Dictionary<string, object>
                {
                    ["kty"] = "EC", ["crv"] = "P-256", ["x"] = Base64UrlEncoder.Encode(point.X), ["y"] = Base64UrlEncoder.Encode(point.Y),
                },
            },
            Claims = claims,
        });
    }

    private void Remember(HttpResponseMessage response)
    {
        if (response.Headers.TryGetValues("DPoP-Nonce", out var nonces))
            _nonce = nonces.Single();
    }
}

/// <summary>The hub says no, and why.</summary>
internal sealed class HubRefusedException(string message) : Exception(message);
