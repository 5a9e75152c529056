using Hub.Auth.Bearer;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace Hub.Auth.Issuers;

/// <summary>Whose access tokens the hub takes: its own, or those of another issuer.</summary>
internal abstract class TrustedIssuer
{
    /// <summary>How far the clock of the issuer may be from the hub's.</summary>
    public abstract TimeSpan ClockSkew { get; }

    /// <summary>
    /// How long a token can have left at most. One with more left was made before the clock was set back, and would outlive what it was
    /// meant for.
    /// </summary>
    public virtual TimeSpan LongestLife => TimeSpan.MaxValue;

    /// <summary>What a token is validated with: issuer, type, algorithms and the key it names. Audience and times are the caller's to add.</summary>
    /// <returns>The parameters, or why there are none: no such key, or the issuer cannot be reached.</returns>
    public abstract ValueTask<(TokenValidationParameters? Parameters, BearerFailure Failure)> TrustAsync(JsonWebToken jwt, CancellationToken cancel);

    /// <summary>Whether tokens of a key that was good before are good still; a key may be withdrawn at any time.</summary>
    public virtual bool StillTrusts(string kid) => true;

    /// <summary>Id of the client a token was given to; null when it does not say.</summary>
    public virtual string? ClientOf(JsonWebToken jwt)
    {
        ArgumentNullException.ThrowIfNull(jwt);
        return jwt.TryGetPayloadValue<string>("client_id", out var id) && id is { Length: > 0 } ? id : null;
    }
}
