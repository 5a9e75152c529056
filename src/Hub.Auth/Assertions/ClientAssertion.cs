using System.Globalization;
using System.Security.Cryptography;
using Hub.Auth.Dpop;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace Hub.Auth.Assertions;

/// <summary>
/// What a client states of itself to prove who it is (RFC 7523, section 3). Everything that can be told without knowing the client is checked
/// first, so that a refusal says nothing about which clients there are.
/// </summary>
internal static class ClientAssertion
{
    public const string Type = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";

    private const int LongestAssertion = 4_096;
    private const int LongestId = 256;

    private static readonly JsonWebTokenHandler Handler = new() { MaximumTokenSizeInBytes = LongestAssertion, MapInboundClaims = false };

    // What stands in for the key of a client that has none, so that its absence takes as long as a wrong signature.
    private static readonly ClientKey[] Decoys =
    [
        new(null, SecurityAlgorithms.EcdsaSha256, new ECDsaSecurityKey(ECDsa.Create(ECCurve.NamedCurves.nistP256))),
        new(null, SecurityAlgorithms.RsaSsaPssSha256, new RsaSecurityKey(RSA.Create(2_048))),
    ];

    /// <summary>How long one may be good for.</summary>
    public static TimeSpan MostLifetime { get; } = TimeSpan.FromMinutes(5);

    /// <summary>How far the client's clock may be ahead (FAPI 2.0 Security Profile, section 5.3.2.1: more than 10 s, less than 60).</summary>
    public static TimeSpan Future { get; } = TimeSpan.FromSeconds(30);

    /// <summary>Reads an assertion, unverified; null when it is no JWT.</summary>
    public static JsonWebToken? Read(string text) => UnverifiedJwt.Read(Handler, text);

    /// <summary>Who it says it is of; null when it does not say.</summary>
    public static string? Subject(JsonWebToken jwt) => jwt.Text(JwtRegisteredClaimNames.Sub);

    /// <summary>Its name, by which it is taken once.</summary>
    public static string Id(JsonWebToken jwt) => jwt.Text(JwtRegisteredClaimNames.Jti)!;

    /// <summary>From when it is refused.</summary>
    public static DateTimeOffset ExpiresAt(JsonWebToken jwt) => jwt.Instant(JwtRegisteredClaimNames.Exp)!.Value;

    /// <summary>Says what is wrong with its header and claims; null for nothing.</summary>
    public static string? Problem(JsonWebToken jwt, string clientId, string issuer, DateTimeOffset now) =>
        HeaderProblem(jwt) ?? PartyProblem(jwt, clientId, issuer) ?? TimeProblem(jwt, now);

    /// <summary>Whether one of the keys signed it. Where none could have, one signature is checked all the same.</summary>
    public static async ValueTask<bool> IsSignedByAsync(JsonWebToken jwt, IEnumerable<ClientKey> keys)
    {
        ClientKey[] fitting = [.. keys.Where(key => key.Algorithm == jwt.Alg && (string.IsNullOrEmpty(jwt.Kid) || key.Kid == jwt.Kid))];
        foreach (var key in fitting is [] ? Decoys.Where(decoy => decoy.Algorithm == jwt.Alg) : fitting)
        {
            var result = await Handler.ValidateTokenAsync(jwt, new TokenValidationParameters
            {
                ValidAlgorithms = DpopKey.Algorithms,

                // The key was chosen here; its name is not looked at again.
                IssuerSigningKeyResolver = (_, _, _, _) => [key.Key],

                // Checked above, more strictly.
                ValidateIssuer = false,
                ValidateAudience = false,
                ValidateLifetime = false,
            });
            if (result.IsValid)
                return true;
        }

        return false;
    }

    private static string? HeaderProblem(JsonWebToken jwt) => jwt switch
    {
        _ when !DpopKey.Algorithms.Contains(jwt.Alg) => $"The assertion must be signed by {string.Join(" or ", DpopKey.Algorithms)}.",
        _ when jwt.TryGetHeaderValue<object>("crit", out _) => "The header of the assertion has crit, which the hub does not know.",

        // A token that is good for something else must not be good here (RFC 8725, section 3.11).
        _ when jwt.Typ is { Length: > 0 } type && type is not ("JWT" or "client-authentication+jwt") =>
            "typ of the assertion must be JWT, client-authentication+jwt or left out.",
        _ => null,
    };

    private static string? PartyProblem(JsonWebToken jwt, string clientId, string issuer) => jwt switch
    {
        _ when jwt.Text(JwtRegisteredClaimNames.Iss) != clientId || Subject(jwt) != clientId => "iss and sub of the assertion must both be the client_id.",

        // One text, not a list, and the issuer, not an endpoint: so it can be sent on to nobody else.
        _ when jwt.Text(JwtRegisteredClaimNames.Aud) != issuer => $"aud of the assertion must be one text, the issuer: {issuer}",
        _ when jwt.Text(JwtRegisteredClaimNames.Jti) is not { Length: > 0 and <= LongestId } =>
            $"jti of the assertion must be a text of 1 to {LongestId} characters, a new one for each.",
        _ => null,
    };

    private static string? TimeProblem(JsonWebToken jwt, DateTimeOffset now)
    {
        var (expires, issued, notBefore) =
            (jwt.Instant(JwtRegisteredClaimNames.Exp), jwt.Instant(JwtRegisteredClaimNames.Iat), jwt.Instant(JwtRegisteredClaimNames.Nbf));
        return expires switch
        {
            null => "exp of the assertion is missing, or no number of seconds.",
            { } end when end <= now => $"The assertion has expired {Seconds(now - end)} ago by the hub's clock. Make a new one for each request, and set the clock.",
            _ when IsWrong(jwt, JwtRegisteredClaimNames.Iat, issued) || IsWrong(jwt, JwtRegisteredClaimNames.Nbf, notBefore) =>
                "iat and nbf of the assertion must be numbers of seconds.",
            _ when issued > now + Future => FromTheFuture("iat", issued.Value - now),
            _ when notBefore > now + Future => FromTheFuture("nbf", notBefore.Value - now),
            { } end when end > now + MostLifetime + Future || end > issued + MostLifetime =>
                $"The assertion may be good for {MostLifetime.TotalMinutes:0} minutes at most, from iat or now to exp; it is good for {Seconds(end - (issued ?? now))}.",
            _ => null,
        };
    }

    private static bool IsWrong(JsonWebToken jwt, string claim, DateTimeOffset? read) => read is null && jwt.TryGetPayloadValue<object>(claim, out _);

    private static string FromTheFuture(string claim, TimeSpan ahead) =>
        $"The assertion is from the future: {claim} is {Seconds(ahead)} ahead of the hub's clock. Set the clock of the client.";

    private static string Seconds(TimeSpan time) => string.Create(CultureInfo.InvariantCulture, $"{Math.Ceiling(time.TotalSeconds):F0} s");
}
