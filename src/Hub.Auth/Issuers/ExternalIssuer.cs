using Hub.Auth.Bearer;
using Hub.Auth.Tokens;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace Hub.Auth.Issuers;

/// <summary>An OpenID Connect issuer the operator names, such as Keycloak: the hub validates its tokens and gives none itself.</summary>
internal sealed class ExternalIssuer(ExternalKeys keys, AuthOptions options) : TrustedIssuer
{
    /// <summary>What the hub takes of others; never <c>none</c>, and nothing symmetric.</summary>
    public static IReadOnlyList<string> Algorithms { get; } =
        [SecurityAlgorithms.EcdsaSha256, SecurityAlgorithms.RsaSsaPssSha256, SecurityAlgorithms.RsaSha256];

    // RFC 9068, section 2.1. Some issuers still write JWT, which an ID token bears too.
    private readonly IReadOnlyList<string> _types = options.AcceptsPlainJwt
        ? [TokenIssuer.TokenType, "application/" + TokenIssuer.TokenType, "JWT"]
        : [TokenIssuer.TokenType, "application/" + TokenIssuer.TokenType];

    public override TimeSpan ClockSkew { get; } = TimeSpan.FromSeconds(30);

    public override async ValueTask<(TokenValidationParameters? Parameters, BearerFailure Failure)> TrustAsync(
        JsonWebToken jwt, CancellationToken cancel)
    {
        // Before anything is fetched: who sends nonsense must not make the hub call out.
        if (jwt.Kid is not { Length: > 0 } kid || !Algorithms.Contains(jwt.Alg))
            return (null, BearerFailure.Invalid);
        if (await keys.FindAsync(kid, cancel) is not { } known)
            return (null, BearerFailure.IssuerUnreachable);
        if (!known.Keys.TryGetValue(kid, out var key))
            return (null, BearerFailure.Invalid);

        return (
            new()
            {
                ValidTypes = _types,
                ValidAlgorithms = Algorithms,
                ValidIssuer = known.Issuer,
                IssuerSigningKey = key,
            },
            BearerFailure.None);
    }

    /// <summary>False once the issuer was read again and no longer has the key.</summary>
    public override bool StillTrusts(string kid) => keys.StillHas(kid);

    /// <summary>RFC 9068 says <c>client_id</c>; OpenID Connect issuers have long said <c>azp</c>.</summary>
    public override string? ClientOf(JsonWebToken jwt) =>
        base.ClientOf(jwt) ?? (jwt.TryGetPayloadValue<string>("azp", out var id) && id is { Length: > 0 } ? id : null);
}
