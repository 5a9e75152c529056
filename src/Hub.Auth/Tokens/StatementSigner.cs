using Hub.Auth.Keys;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace Hub.Auth.Tokens;

/// <summary>Signs what the hub states, with the key it signs tokens with; whoever has its JWKS can verify it.</summary>
public sealed class StatementSigner
{
    private static readonly JsonWebTokenHandler Handler = new() { SetDefaultTimesOnTokenCreation = false };

    private readonly KeyRing _keys;
    private readonly AuthOptions _options;

    internal StatementSigner(KeyRing keys, AuthOptions options) => (_keys, _options) = (keys, options);

    /// <summary>Signs claims as a compact JWS (RFC 7515).</summary>
    /// <param name="type">Its <c>typ</c>, which keeps it from being taken for an access token.</param>
    /// <param name="at">When what it states came to be.</param>
    /// <param name="claims">What it states, beside issuer and time.</param>
    public string Sign(string type, DateTimeOffset at, IDictionary<string, object> claims) => Handler.CreateToken(new SecurityTokenDescriptor
    {
        TokenType = type,
        Issuer = _options.Issuer,
        IssuedAt = DateTimeOffset.FromUnixTimeSeconds(at.ToUnixTimeSeconds()).UtcDateTime,
        SigningCredentials = _keys.Current.Signing,
        Claims = claims,
    });
}
