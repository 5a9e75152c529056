using System.Security.Cryptography;
using System.Text.Json;
using Hub.Testing;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace Hub.Auth.Tests.Issuers;

/// <summary>An OpenID Connect issuer on a loopback port: a discovery document, a JWKS, and tokens of any kind a test wants.</summary>
internal sealed class OtherIssuer(ManualClock clock) : IAsyncDisposable
{
    private static readonly JsonWebTokenHandler Handler = new() { SetDefaultTimesOnTokenCreation = false };

    private readonly List<SecurityKey> _keys = [new ECDsaSecurityKey(ECDsa.Create(ECCurve.NamedCurves.nistP256)) { KeyId = "first" }];
    private WebApplication? _app;

    public string Url { get; private set; } = "";

    /// <summary>What the discovery document calls itself; the URL unless a test lies.</summary>
    public string? Name { get; set; }

    public bool IsDown { get; set; }

    /// <summary>How often the discovery document was asked for.</summary>
    public int Reads { get; private set; }

    public SecurityKey Key => _keys[^1];

    public async Task StartAsync(CancellationToken cancel)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        _app = builder.Build();
        _app.MapGet("/realms/hub/.well-known/openid-configuration", (HttpContext http) =>
        {
            Reads++;
            return IsDown
                ? Results.StatusCode(StatusCodes.Status500InternalServerError)
                : Results.Json(new { issuer = Name ?? Url, jwks_uri = Url + "/jwks" });
        });
        _app.MapGet("/realms/hub/jwks", () => Results.Json(new { keys = _keys.Select(Public) }));
        await _app.StartAsync(cancel);
        Url = _app.Urls.First() + "/realms/hub";
    }

    /// <summary>Signs with a new key from now on.</summary>
    public void Rotate(SecurityKey key) => _keys.Add(key);

    /// <summary>Takes a key back.</summary>
    public void TakeBack(SecurityKey key) => _keys.Remove(key);

    /// <summary>A token for the gRPC services, with what a test changes about it.</summary>
    public string Token(string clientId, string claim = "client_id", string type = "at+jwt", string audience = AuthHost.Issuer + "/grpc",
        SecurityKey? key = null, string algorithm = SecurityAlgorithms.EcdsaSha256, TimeSpan? age = null, string? issuer = null, string scope = "feed.read") =>
        Handler.CreateToken(new SecurityTokenDescriptor
        {
            TokenType = type,
            Issuer = issuer ?? Url,
            Audience = audience,
            IssuedAt = (clock.GetUtcNow() - (age ?? TimeSpan.Zero)).UtcDateTime,
            NotBefore = (clock.GetUtcNow() - (age ?? TimeSpan.Zero)).UtcDateTime,
            Expires = (clock.GetUtcNow() - (age ?? TimeSpan.Zero)).AddMinutes(5).UtcDateTime,
            SigningCredentials = new(key ?? Key, algorithm) { CryptoProviderFactory = new() { CacheSignatureProviders = false } },
            Claims = new Dictionary<string, object> { [claim] = clientId, ["scope"] = scope, ["jti"] = Guid.CreateVersion7().ToString() },
        });

    /// <summary>A token of these claims, as they are.</summary>
    public string TokenOf(Dictionary<string, object> claims) => Handler.CreateToken(
        JsonSerializer.Serialize(claims),
        new SigningCredentials(Key, SecurityAlgorithms.EcdsaSha256) { CryptoProviderFactory = new() { CacheSignatureProviders = false } },
        new Dictionary<string, object> { ["typ"] = "at+jwt" });

    public async ValueTask DisposeAsync()
    {
        if (_app is not null)
            await _app.DisposeAsync();
    }

    private static Dictionary<string, string> Public(SecurityKey key)
    {
        var jwk = JsonWebKeyConverter.ConvertFromSecurityKey(key);
        return key is ECDsaSecurityKey
            ? new() { ["kty"] = "EC", ["crv"] = jwk.Crv, ["x"] = jwk.X, ["y"] = jwk.Y, ["kid"] = key.KeyId, ["use"] = "sig" }
            : new() { ["kty"] = "RSA", ["n"] = jwk.N, ["e"] = jwk.E, ["kid"] = key.KeyId, ["use"] = "sig" };
    }
}
