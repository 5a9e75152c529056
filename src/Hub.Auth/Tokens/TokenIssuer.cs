using Hub.Auth.Audit;
using Hub.Auth.Bearer;
using Hub.Auth.Keys;
using Hub.Data.Clients;
using Microsoft.Extensions.Logging;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace Hub.Auth.Tokens;

/// <summary>Makes access tokens (RFC 9068). Nothing is stored of them.</summary>
internal sealed class TokenIssuer(KeyRing keys, AuthOptions options, TimeProvider time, AuditLog audit, ILogger<TokenIssuer> log)
{
    public const string TokenType = "at+jwt";
    public const string ParticipantClaim = "participant";

    private static readonly JsonWebTokenHandler Handler = new() { SetDefaultTimesOnTokenCreation = false };

    /// <summary>Makes a token for a client that has proved who it is.</summary>
    /// <param name="client">Who gets it.</param>
    /// <param name="scopes">What it allows.</param>
    /// <param name="resources">What it is meant for.</param>
    /// <param name="bound">What it is bound to; null makes a bearer token.</param>
    public TokenResponse Issue(ClientRecord client, Scopes scopes, Resources resources, Confirmation? bound = null)
    {
        // Claims are whole seconds. Rounding down keeps the token from being from the future.
        var now = DateTimeOffset.FromUnixTimeSeconds(time.GetUtcNow().ToUnixTimeSeconds());
        var scope = ScopeNames.Format(scopes);
        var jti = Guid.CreateVersion7(now).ToString("N");
        var claims = new Dictionary<string, object>
        {
            // RFC 9068, section 2.2: a client that acts for itself is the subject.
            [JwtRegisteredClaimNames.Sub] = client.ClientId,
            [JwtRegisteredClaimNames.Aud] = Audience(resources),
            [JwtRegisteredClaimNames.Jti] = jti,
            ["client_id"] = client.ClientId,
            ["scope"] = scope,
            [ParticipantClaim] = client.ParticipantPublicId.ToString(),
        };
        if (bound is not null)
            claims[Confirmation.Claim] = bound.ToClaim();
        var token = Handler.CreateToken(new SecurityTokenDescriptor
        {
            TokenType = TokenType,
            Issuer = options.Issuer,
            IssuedAt = now.UtcDateTime,
            Expires = (now + AuthOptions.TokenLifetime).UtcDateTime,
            SigningCredentials = keys.Current.Signing,
            Claims = claims,
        });

        audit.CountIssued(client.ClientId, client.ParticipantPublicId, jti);
        log.TokenIssued(jti, client.ClientId, scope);
        return new(token, bound?.KeyThumbprint is null ? "Bearer" : "DPoP", (long)AuthOptions.TokenLifetime.TotalSeconds, scope);
    }

    private object Audience(Resources resources) => resources == Resources.All
        ? new[] { options.GraphQLResource, options.GrpcResource }
        : options.Url(resources);
}
