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

    /// <summary>What assertions may be signed by: the two of FAPI 2.0 that every platform has.</summary>
    public static IReadOnlyList<string> Algorithms { get; } = [SecurityAlgorithms.EcdsaSha256, SecurityAlgorithms.RsaSsaPssSha256];

    /// <summary>How long one may be good for.</summary>
    public static TimeSpan MostLifetime { get; } = TimeSpan.FromMinutes(5);

    /// <summary>How far the client's clock may be ahead (FAPI 2.0 Security Profile, section 5.3.2.1: more than 10 s, less than 60).</summary>
    public static TimeSpan Future { get; } = TimeSpan.FromSeconds(30);

    /// <summary>Reads an assertion, unverified; null when it is no JWT.</summary>
    public static JsonWebToken? Read(string text)
    {
        if (!Handler.CanReadToken(text))
            return null;
        try
        {
            return Handler.ReadJsonWebToken(text);
        }
        catch (ArgumentException)
        {
            // How the library says that the text is no token: no base64, no JSON, or a member of the wrong kind.
            return null;
        }
    }

    /// <summary>Who it says it is of; null when it does not say.</summary>
    public static string? Subject(JsonWebToken jwt) => Text(jwt, JwtRegisteredClaimNames.Sub);

    /// <summary>Its name, by which it is taken once.</summary>
    public static string Id(JsonWebToken jwt) => Text(jwt, JwtRegisteredClaimNames.Jti)!;

    /// <summary>From when it is refused.</summary>
    public static DateTimeOffset ExpiresAt(JsonWebToken jwt) => Instant(jwt, JwtRegisteredClaimNames.Exp)!.Value;

    /// <summary>Says what is wrong with its header and claims; null for nothing.</summary>
    public static string? Problem(JsonWebToken jwt, string clientId, string issuer, DateTimeOffset now) =>
        HeaderProblem(jwt) ?? PartyProblem(jwt, clientId, issuer) ?? TimeProblem(jwt, now);

    /// <summary>Whether one of the keys signed it.</summary>
    public static async ValueTask<bool> IsSignedByAsync(JsonWebToken jwt, IEnumerable<ClientKey> keys)
    {
        foreach (var key in keys.Where(key => key.Algorithm == jwt.Alg && (string.IsNullOrEmpty(jwt.Kid) || key.Kid == jwt.Kid)))
        {
            var result = await Handler.ValidateTokenAsync(jwt, new TokenValidationParameters
            {
                ValidAlgorithms = Algorithms,

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
        _ when !Algorithms.Contains(jwt.Alg) => $"The assertion must be signed by {string.Join(" or ", Algorithms)}.",
        _ when jwt.TryGetHeaderValue<object>("crit", out _) => "The header of the assertion has crit, which the hub does not know.",

        // A token that is good for something else must not be good here (RFC 8725, section 3.11).
        _ when jwt.Typ is { Length: > 0 } type && type is not ("JWT" or "client-authentication+jwt") =>
            "typ of the assertion must be JWT, client-authentication+jwt or left out.",
        _ => null,
    };

    private static string? PartyProblem(JsonWebToken jwt, string clientId, string issuer) => jwt switch
    {
        _ when Text(jwt, JwtRegisteredClaimNames.Iss) != clientId || Subject(jwt) != clientId => "iss and sub of the assertion must both be the client_id.",

        // One text, not a list, and the issuer, not an endpoint: so it can be sent on to nobody else.
        _ when Text(jwt, JwtRegisteredClaimNames.Aud) != issuer => $"aud of the assertion must be one text, the issuer: {issuer}",
        _ when Text(jwt, JwtRegisteredClaimNames.Jti) is not { Length: > 0 and <= LongestId } =>
            $"jti of the assertion must be a text of 1 to {LongestId} characters, a new one for each.",
        _ => null,
    };

    private static string? TimeProblem(JsonWebToken jwt, DateTimeOffset now)
    {
        var (expires, issued, notBefore) =
            (Instant(jwt, JwtRegisteredClaimNames.Exp), Instant(jwt, JwtRegisteredClaimNames.Iat), Instant(jwt, JwtRegisteredClaimNames.Nbf));
        return expires switch
        {
            null => "exp of the assertion is missing, or no number of seconds.",
            _ when expires <= now => "The assertion has expired. Make a new one for each request.",
            _ when expires > now + MostLifetime + Future || (issued is { } from && expires > from + MostLifetime) =>
                $"The assertion may be good for {MostLifetime.TotalMinutes:0} minutes at most, from iat or now to exp.",
            _ when IsWrong(jwt, JwtRegisteredClaimNames.Iat, issued) || IsWrong(jwt, JwtRegisteredClaimNames.Nbf, notBefore) =>
                "iat and nbf of the assertion must be numbers of seconds.",
            _ when issued > now + Future || notBefore > now + Future => "The assertion is from the future. Set the clock of the client.",
            _ => null,
        };
    }

    private static bool IsWrong(JsonWebToken jwt, string claim, DateTimeOffset? read) => read is null && jwt.TryGetPayloadValue<object>(claim, out _);

    private static string? Text(JsonWebToken jwt, string claim) =>
        jwt.TryGetPayloadValue<object>(claim, out var value) ? value as string : null;

    private static DateTimeOffset? Instant(JsonWebToken jwt, string claim)
    {
        var seconds = (jwt.TryGetPayloadValue<object>(claim, out var value), value) switch
        {
            (true, int number) => number,
            (true, long number) => number,
            (true, double number) when double.IsFinite(number) && Math.Abs(number) < 1e12 => (long)Math.Floor(number),
            (true, decimal number) when Math.Abs(number) < 1_000_000_000_000 => (long)Math.Floor(number),
            _ => -1L,
        };
        return seconds >= 0 && seconds <= DateTimeOffset.MaxValue.ToUnixTimeSeconds() ? DateTimeOffset.FromUnixTimeSeconds(seconds) : null;
    }
}
