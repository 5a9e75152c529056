using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.Primitives;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace Hub.Auth.Dpop;

/// <summary>
/// Checks DPoP proofs (RFC 9449, section 4.3), all but whether one was used before: no database, so that a proof that is not good costs
/// nothing else.
/// </summary>
internal sealed class DpopProofs(DpopNonces nonces, TimeProvider time)
{
    public const string ProofType = "dpop+jwt";
    public const int LongestProof = 8_192;
    public const int LongestId = 256;

    private const int LongestUrl = 2_048;

    private readonly JsonWebTokenHandler _handler = new() { MaximumTokenSizeInBytes = LongestProof, MapInboundClaims = false };

    /// <summary>How old a proof may be.</summary>
    public static TimeSpan Past { get; } = TimeSpan.FromSeconds(60);

    /// <summary>How far the caller's clock may be ahead.</summary>
    public static TimeSpan Future { get; } = TimeSpan.FromSeconds(30);

    /// <summary>Checks a proof.</summary>
    /// <param name="header">The DPoP header as sent.</param>
    /// <param name="method">Method of the request.</param>
    /// <param name="urls">URLs under which what is called is reached; the first is told in a refusal.</param>
    /// <param name="accessToken">The token the proof comes with; null where it is a token that is asked for.</param>
    /// <returns>One of the two.</returns>
    public async ValueTask<(DpopProof? Proof, DpopRefusal? Refusal)> CheckAsync(
        StringValues header, string method, IReadOnlyList<string> urls, string? accessToken)
    {
        if (header.Count == 0 || (header.Count == 1 && string.IsNullOrEmpty(header[0])))
            return (null, DpopRefusal.Missing);

        // Two headers may arrive joined by a comma, which no JWT holds.
        if (header.Count > 1 || header[0]!.Contains(',', StringComparison.Ordinal))
            return (null, DpopRefusal.Repeated);
        if (UnverifiedJwt.Read(_handler, header[0]!.Trim()) is not { } jwt)
            return (null, DpopRefusal.Malformed);

        if (HeaderRefusal(jwt) is { } refusal)
            return (null, refusal);
        var (key, keyRefusal) = DpopKey.Read(jwt.TryGetHeaderValue<JsonElement>("jwk", out var jwk) ? jwk : default, jwt.Alg);
        if (key is null)
            return (null, keyRefusal);
        if (!await IsSignedByAsync(jwt, key.Key))
            return (null, DpopRefusal.Signature);

        return ClaimRefusal(jwt, method, urls, accessToken) is { } wrong
            ? (null, wrong)
            : (new(key.Thumbprint, jwt.Text(JwtRegisteredClaimNames.Jti)!, IssuedAt(jwt)!.Value), null);
    }

    /// <summary>Whether two URLs are one by RFC 3986, sections 6.2.2 and 6.2.3, without query and fragment.</summary>
    internal static string? Normalize(string url) =>
        url.Length <= LongestUrl && Uri.TryCreate(url, UriKind.Absolute, out var parsed) && parsed is { Scheme: "http" or "https", UserInfo: "" }
            ? parsed.GetComponents(UriComponents.SchemeAndServer | UriComponents.Path, UriFormat.UriEscaped)
            : null;

    private static DpopRefusal? HeaderRefusal(JsonWebToken jwt) =>
        jwt.Typ != ProofType ? DpopRefusal.Type
        : !DpopKey.Algorithms.Contains(jwt.Alg) ? DpopRefusal.Algorithm
        : jwt.TryGetHeaderValue<object>("crit", out _) ? DpopRefusal.Critical
        : null;

    private DpopRefusal? ClaimRefusal(JsonWebToken jwt, string method, IReadOnlyList<string> urls, string? accessToken)
    {
        if (jwt.Text(JwtRegisteredClaimNames.Jti) is not { Length: > 0 and <= LongestId })
            return DpopRefusal.Id;
        if (jwt.Text("htm") != method)
            return DpopRefusal.Method(method);
        if (jwt.Text("htu") is not { } htu || Normalize(htu) is not { } url || !urls.Any(known => Normalize(known) == url))
            return DpopRefusal.Url(urls[0]);

        var now = time.GetUtcNow();
        if (IssuedAt(jwt) is not { } issuedAt || issuedAt < now - Past || issuedAt > now + Future)
            return DpopRefusal.Time(IssuedAt(jwt) - now);
        if (accessToken is not null && !IsHashOf(jwt.Text("ath"), accessToken))
            return DpopRefusal.TokenHash;

        return NonceRefusal(jwt);
    }

    // A nonce that is sent has to be good even where none is asked for: it came from the hub, and is too old.
    private DpopRefusal? NonceRefusal(JsonWebToken jwt) => (jwt.TryGetPayloadValue<object>("nonce", out var nonce), nonce) switch
    {
        (false, _) => nonces.AreRequired ? DpopRefusal.NonceRequired : null,
        (true, string text) => nonces.IsGood(text) ? null : DpopRefusal.NonceRequired,
        _ => DpopRefusal.Nonce,
    };

    // RFC 9449, section 4.2: SHA-256 over the ASCII of the token. What is compared is no secret.
    private static bool IsHashOf(string? ath, string accessToken) =>
        ath == Base64UrlEncoder.Encode(SHA256.HashData(Encoding.ASCII.GetBytes(accessToken)));

    private async ValueTask<bool> IsSignedByAsync(JsonWebToken jwt, SecurityKey key)
    {
        var result = await _handler.ValidateTokenAsync(jwt, new TokenValidationParameters
        {
            ValidTypes = [ProofType],
            ValidAlgorithms = DpopKey.Algorithms,
            IssuerSigningKey = key,

            // A proof has none of these; what it has is checked here.
            ValidateIssuer = false,
            ValidateAudience = false,
            ValidateLifetime = false,
        });
        return result.IsValid;
    }

    private static DateTimeOffset? IssuedAt(JsonWebToken jwt) => jwt.Instant(JwtRegisteredClaimNames.Iat);
}
