namespace Hub.Auth.Tokens;

/// <summary>A token, as the client gets it (RFC 6749, section 5.1).</summary>
internal sealed record TokenResponse(string AccessToken, string TokenType, long ExpiresIn, string Scope);

/// <summary>Why there is no token (RFC 6749, section 5.2).</summary>
internal sealed record TokenErrorResponse(string Error, string ErrorDescription);

/// <summary>A refusal with the status it is sent with.</summary>
internal sealed record TokenError(int Status, string Code, string Description)
{
    public static TokenError InvalidRequest(string description) => new(400, "invalid_request", description);

    public static TokenError InvalidScope(string description) => new(400, "invalid_scope", description);

    public static TokenError InvalidTarget(string description) => new(400, "invalid_target", description);

    public static TokenError InvalidClient(string description) => new(401, "invalid_client", description);

    public static TokenError UnsupportedGrantType(string description) => new(400, "unsupported_grant_type", description);
}
