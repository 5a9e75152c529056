using System.Globalization;
using Microsoft.AspNetCore.Http;

namespace Hub.Auth.Tokens;

/// <summary>A token, as the client gets it (RFC 6749, section 5.1).</summary>
internal sealed record TokenResponse(string AccessToken, string TokenType, long ExpiresIn, string Scope);

/// <summary>Why there is no token (RFC 6749, section 5.2).</summary>
internal sealed record TokenErrorResponse(string Error, string ErrorDescription);

/// <summary>A refusal with the status it is sent with.</summary>
internal sealed record TokenError(int Status, string Code, string Description)
{
    public static TokenError NotPosted { get; } = new(405, "invalid_request", "Send this with POST.");

    /// <summary>How a client may authenticate, where that is missing or failed.</summary>
    private string Challenge { get; init; } = "Basic realm=\"hub\", charset=\"UTF-8\"";

    /// <summary>How long to wait before the next attempt; null where another attempt would fare no better.</summary>
    public TimeSpan? RetryAfter { get; private init; }

    public static TokenError InvalidRequest(string description) => new(400, "invalid_request", description);

    public static TokenError InvalidScope(string description) => new(400, "invalid_scope", description);

    public static TokenError InvalidTarget(string description) => new(400, "invalid_target", description);

    public static TokenError InvalidClient(string description) => new(401, "invalid_client", description);

    /// <summary>RFC 9449, section 5.</summary>
    public static TokenError InvalidDpopProof(string description) => new(400, "invalid_dpop_proof", description);

    /// <summary>RFC 9449, section 8.</summary>
    public static TokenError UseDpopNonce(string description) => new(400, "use_dpop_nonce", description);

    /// <summary>RFC 6750, section 3.1: what was shown is a bearer token, and no client's proof.</summary>
    public static TokenError InvalidToken(string description) => new(401, "invalid_token", description)
    {
        Challenge = $"Bearer realm=\"hub\", error=\"invalid_token\", error_description=\"{description}\"",
    };

    public static TokenError UnsupportedGrantType(string description) => new(400, "unsupported_grant_type", description);

    public static TokenError InvalidGrant(string description) => new(400, "invalid_grant", description);

    /// <summary>RFC 6749 has no error for it; this one of its section 4.1.2.1 says what a client should do.</summary>
    public static TokenError TooMany(TimeSpan wait)
    {
        var seconds = Math.Max(1, (long)Math.Ceiling(wait.TotalSeconds));
        return new(429, "temporarily_unavailable", $"Too many requests or failed attempts; try again in {seconds} s.")
        {
            RetryAfter = TimeSpan.FromSeconds(seconds),
        };
    }

    /// <summary>While the hub cannot read or note what it has to; the client is told nothing of itself.</summary>
    public static TokenError Unavailable { get; } = new(503, "temporarily_unavailable", "The hub cannot answer just now. Send the same request again.")
    {
        RetryAfter = TimeSpan.FromSeconds(5),
    };

    /// <summary>Sends the refusal.</summary>
    public Task WriteAsync(HttpContext http)
    {
        http.Response.StatusCode = Status;

        // RFC 9110, section 15.5.2: a 401 says how to authenticate.
        if (Status == StatusCodes.Status401Unauthorized)
            http.Response.Headers.WWWAuthenticate = Challenge;
        if (RetryAfter is { } wait)
            http.Response.Headers.RetryAfter = wait.TotalSeconds.ToString(CultureInfo.InvariantCulture);
        return http.Response.WriteAsJsonAsync(new(Code, Description), AuthJson.Default.TokenErrorResponse, cancellationToken: http.RequestAborted);
    }
}
