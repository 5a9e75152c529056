using Hub.Auth.Keys;
using Hub.Data.Clients;
using Microsoft.Extensions.Logging;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace Hub.Auth.Tokens;

/// <summary>Makes access tokens (RFC 9068). Nothing is stored of them.</summary>
internal sealed class TokenIssuer(KeyRing keys, AuthOptions options, TimeProvider time, ILogger<TokenIssuer> log)
{
    public const string TokenType = "at+jwt";
    public const string ParticipantClaim = "participant";

    private static readonly JsonWebTokenHandler Handler = new() { SetDefaultTimesOnTokenCreation = false };

    /// <summary>Makes a token for a client that has proved who it is.</summary>
    public TokenResponse Issue(ClientRecord client, Scopes scopes, Resources resources)
    {
        // Claims are whole seconds. Rounding down keeps the token from being from the future.
        var now = DateTimeOffset.FromUnixTimeSeconds(time.GetUtcNow().ToUnixTimeSeconds());
        var scope = ScopeNames.Format(scopes);
        var jti = Guid.CreateVersion7(now).ToString("N");
        var token = Handler.CreateToken(new SecurityTokenDescriptor
        {
            TokenType = TokenType,
            Issuer = options.Issuer,
            IssuedAt = now.UtcDateTime,
            Expires = (now + AuthOptions.TokenLifetime).UtcDateTime,
            SigningCredentials = keys.Current.Signing,
            Claims = new Dictionary<string, object>
            {
                // RFC 9068, section 2.2: a client that acts for itself is the subject.
                [JwtRegisteredClaimNames.Sub] = client.ClientId,
                [JwtRegisteredClaimNames.Aud] = Audience(resources),
                [JwtRegisteredClaimNames.Jti] = jti,
                ["client_id"] = client.ClientId,
                ["scope"] = scope,
                [ParticipantClaim] = client.ParticipantPublicId.ToString(),
            },
        });

        log.TokenIssued(jti, client.ClientId, scope);
        return new(token, "Bearer", (long)AuthOptions.TokenLifetime.TotalSeconds, scope);
    }

    private object Audience(Resources resources) => resources == Resources.All
        ? new[] { options.GraphQLResource, options.GrpcResource }
        : options.Url(resources);
}
