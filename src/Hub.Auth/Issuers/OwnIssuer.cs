using Hub.Auth.Bearer;
using Hub.Auth.Keys;
using Hub.Auth.Tokens;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace Hub.Auth.Issuers;

/// <summary>The hub itself: the keys of its database. One clock, so no skew.</summary>
internal sealed class OwnIssuer(KeyRing keys, AuthOptions options) : TrustedIssuer
{
    public override TimeSpan ClockSkew => TimeSpan.Zero;

    // Half a minute for nodes whose clocks differ.
    public override TimeSpan LongestLife { get; } = AuthOptions.TokenLifetime + TimeSpan.FromSeconds(30);

    public override async ValueTask<(TokenValidationParameters? Parameters, BearerFailure Failure)> TrustAsync(
        JsonWebToken jwt, CancellationToken cancel)
    {
        if (jwt.Kid is not { Length: > 0 } kid || (!keys.Current.Validation.ContainsKey(kid) && !await keys.ReloadForAsync(kid, cancel)))
            return (null, BearerFailure.Invalid);
        if (!keys.Current.Validation.TryGetValue(kid, out var key))
            return (null, BearerFailure.Invalid);

        return (
            new()
            {
                ValidTypes = [TokenIssuer.TokenType, "application/" + TokenIssuer.TokenType],
                ValidAlgorithms = [SigningKeyFactory.Algorithm],
                ValidIssuer = options.Issuer,
                IssuerSigningKey = key,
            },
            BearerFailure.None);
    }

    public override bool StillTrusts(string kid) => keys.Current.Validation.ContainsKey(kid);
}
