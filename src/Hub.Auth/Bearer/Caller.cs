using Hub.Data.Clients;

namespace Hub.Auth.Bearer;

/// <summary>Who calls: taken from an access token, never from a message.</summary>
/// <param name="ClientId">Public id of the client.</param>
/// <param name="ParticipantId">Row key of the participant the client acts for.</param>
/// <param name="ParticipantPublicId">Public id of that participant.</param>
/// <param name="Scopes">What the token allows, as far as the client still may have it.</param>
/// <param name="Audience">What the token is meant for.</param>
/// <param name="ExpiresAt">From when the token is refused; a stream ends then.</param>
/// <param name="TokenId">The token's <c>jti</c>.</param>
public sealed record Caller(
    string ClientId,
    long ParticipantId,
    Guid ParticipantPublicId,
    Scopes Scopes,
    Resources Audience,
    DateTimeOffset ExpiresAt,
    string TokenId)
{
    /// <summary>Name of the key that signed the token; a token whose key was withdrawn is refused.</summary>
    public string KeyId { get; init; } = "";

    /// <summary>What the token is bound to; null for a bearer token.</summary>
    public Confirmation? Confirmation { get; init; }

    /// <summary>Whether the token allows any of these; no scopes asked means any token will do.</summary>
    public bool HasAnyOf(Scopes scopes) => scopes == Scopes.None || (Scopes & scopes) != 0;
}
