using System.Text.Json;

namespace Hub.Auth.Introspection;

/// <summary>What is told of a token (RFC 7662, section 2.2); of one that is not active, nothing but that.</summary>
internal sealed record IntrospectionResponse(bool Active)
{
    public string? Scope { get; init; }

    public string? ClientId { get; init; }

    public string? TokenType { get; init; }

    public long? Exp { get; init; }

    public long? Iat { get; init; }

    public string? Sub { get; init; }

    public IReadOnlyList<string>? Aud { get; init; }

    public string? Iss { get; init; }

    public string? Jti { get; init; }

    /// <summary>What the token is bound to (RFC 7800).</summary>
    public JsonElement? Cnf { get; init; }

    /// <summary>Public id of the participant the client acts for.</summary>
    public string? Participant { get; init; }
}
