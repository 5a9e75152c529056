using System.Buffers;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using Hub.Auth.Clients;
using Hub.Auth.Issuers;
using Hub.Auth.Revocation;
using Hub.Data.Clients;
using Hub.Data.Participants;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace Hub.Auth.Bearer;

/// <summary>Turns an Authorization header into a caller. A token that was checked before is known again by its hash.</summary>
public sealed class BearerTokens
{
    private const int LongestToken = 8_192;
    private const long CacheBytes = 16 << 20;
    private const int CacheEntryBytes = 600;
    private const string BearerScheme = "Bearer ";
    private const string DpopScheme = "DPoP ";

    // RFC 6750, section 2.1. Two headers may arrive joined by a comma, and are refused here.
    private static readonly SearchValues<char> TokenCharacters =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~+/=");

    private readonly TrustedIssuer _issuer;
    private readonly AuthOptions _options;
    private readonly ClientDirectory _clients;
    private readonly RevokedTokens _revoked;
    private readonly SenderCheck _sender;
    private readonly TimeProvider _time;
    private readonly BoundedCache<TokenHash, Caller> _known;
    private readonly JsonWebTokenHandler _handler = new() { MaximumTokenSizeInBytes = LongestToken, MapInboundClaims = false };

    internal BearerTokens(
        TrustedIssuer issuer,
        AuthOptions options,
        ClientDirectory clients,
        RevokedTokens revoked,
        SenderCheck sender,
        TimeProvider time,
        long cacheBytes = CacheBytes)
    {
        _issuer = issuer;
        _options = options;
        _clients = clients;
        _revoked = revoked;
        _sender = sender;
        _time = time;
        _known = new(cacheBytes, AuthOptions.TokenLifetime, time);
    }

    /// <summary>Bytes the cache of known tokens takes, about.</summary>
    internal long CachedBytes => _known.Bytes;

    /// <summary>Checks the token of a call that shows nothing beside it, so one that is bound to its sender is refused.</summary>
    /// <param name="authorization">The Authorization header as sent.</param>
    /// <param name="resource">What is called: the token must be meant for it.</param>
    /// <param name="cancel">Ends the wait, not a check others wait for too.</param>
    public ValueTask<BearerResult> AuthenticateAsync(StringValues authorization, Resources resource, CancellationToken cancel) =>
        AuthenticateAsync(authorization, resource, null, default, cancel);

    /// <summary>Checks the token of a call, and that it is its sender's.</summary>
    /// <param name="authorization">The Authorization header as sent.</param>
    /// <param name="resource">What is called: the token must be meant for it.</param>
    /// <param name="http">The call, for its URL and its TLS certificate. An answer of DPoP gets its nonce here.</param>
    /// <param name="proof">The DPoP header as sent.</param>
    /// <param name="cancel">Ends the wait, not a check others wait for too.</param>
    public ValueTask<BearerResult> AuthenticateAsync(
        StringValues authorization, Resources resource, HttpContext? http, StringValues proof, CancellationToken cancel)
    {
        if (authorization.Count == 0)
            return Refuse(BearerFailure.Missing);
        if (authorization.Count > 1)
            return Refuse(BearerFailure.Malformed);

        // RFC 6750, section 3: another scheme is a request without a token.
        var header = authorization.ToString();
        var isDpop = IsDpop(authorization);
        if (!isDpop && !header.StartsWith(BearerScheme, StringComparison.OrdinalIgnoreCase))
            return Refuse(BearerFailure.Missing);

        var token = header.AsSpan(isDpop ? DpopScheme.Length : BearerScheme.Length).Trim(' ');
        if (token.Length is 0 or > LongestToken || token.ContainsAnyExcept(TokenCharacters))
            return Refuse(BearerFailure.Malformed);

        var hash = TokenHash.Of(token);

        // The way of every bearer token that was seen before: no wait and no memory.
        return _known.TryGet(hash, out var caller) && caller.Confirmation is null && !isDpop
            ? LetIn(caller, resource, cancel)
            : CheckAsync(token.ToString(), hash, isDpop, resource, http, proof, cancel);
    }

    /// <summary>Whether a caller that was let in would be let in again.</summary>
    internal ValueTask<BearerResult> RecheckAsync(Caller caller, CancellationToken cancel) => LetIn(caller, caller.Audience, cancel);

    /// <summary>Reads a token somebody tells of rather than calls with: whose it is, if it is one of the issuer's and has not expired.</summary>
    internal async Task<(JsonWebToken? Token, Caller? Caller)> InspectAsync(string token, CancellationToken cancel)
    {
        if (token.Length > LongestToken || token.AsSpan().ContainsAnyExcept(TokenCharacters) || UnverifiedJwt.Read(_handler, token) is not { } jwt)
            return default;

        var (caller, _) = await ValidateAsync(jwt, cancel);
        return caller is null ? default : (jwt, caller);
    }

    /// <summary>Whether an Authorization header is of the scheme DPoP.</summary>
    public static bool IsDpop(StringValues authorization) =>
        authorization.ToString().StartsWith(DpopScheme, StringComparison.OrdinalIgnoreCase);

    private async ValueTask<BearerResult> CheckAsync(
        string token, TokenHash hash, bool isDpop, Resources resource, HttpContext? http, StringValues proof, CancellationToken cancel)
    {
        var result = _known.TryGet(hash, out var known) ? new(known, BearerFailure.None)
            : UnverifiedJwt.Read(_handler, token) is { } jwt ? await ValidateAsync(jwt, cancel)
            : new(null, BearerFailure.Invalid);
        if (result.Caller is not { } caller)
            return result;

        if (known is null)
            _known.Put(hash, caller, CacheEntryBytes + (2 * (caller.ClientId.Length + caller.TokenId.Length)));
        result = await LetIn(caller, resource, cancel);
        return result.Caller is { } admitted && (isDpop || admitted.Confirmation is not null)
            ? await _sender.CheckAsync(admitted, token, isDpop, resource, http, proof, cancel)
            : result;
    }

    // What may change after a token was issued is looked at with every call.
    private ValueTask<BearerResult> LetIn(Caller caller, Resources resource, CancellationToken cancel)
    {
        var left = caller.ExpiresAt - _time.GetUtcNow();
        if (left <= TimeSpan.Zero)
            return Refuse(BearerFailure.Expired);
        if (left > _issuer.LongestLife || !_issuer.StillTrusts(caller.KeyId))
            return Refuse(BearerFailure.Invalid);
        if (_revoked.Contains(caller.TokenId))
            return Refuse(BearerFailure.Revoked);
        if ((caller.Audience & resource) == 0)
            return Refuse(BearerFailure.WrongAudience);

        return _clients.TryPeek(caller.ClientId, out var client) ? new(Admit(caller, client)) : AdmitAsync(caller, cancel);
    }

    private async ValueTask<BearerResult> AdmitAsync(Caller caller, CancellationToken cancel) =>
        Admit(caller, await _clients.GetAsync(caller.ClientId, cancel));

    private static BearerResult Admit(Caller caller, ClientRecord? client) => client switch
    {
        null or { Status: not ClientStatus.Active } => new(null, BearerFailure.ClientDisabled),
        { ParticipantStatus: not ParticipantStatus.Active } => new(null, BearerFailure.ParticipantSuspended),
        _ when (caller.Scopes & ~client.Scopes) == 0 => new(caller, BearerFailure.None),
        _ => new(caller with { Scopes = caller.Scopes & client.Scopes }, BearerFailure.None),
    };

    private async Task<BearerResult> ValidateAsync(JsonWebToken jwt, CancellationToken cancel)
    {
        var (parameters, failure) = await _issuer.TrustAsync(jwt, cancel);
        if (parameters is null)
            return new(null, failure);

        parameters.ValidAudiences = [_options.GraphQLResource, _options.GrpcResource];
        parameters.ClockSkew = _issuer.ClockSkew;
        parameters.LifetimeValidator = IsAlive;
        var result = await _handler.ValidateTokenAsync(jwt, parameters);
        if (!result.IsValid)
        {
            return new(null, result.Exception switch
            {
                SecurityTokenExpiredException => BearerFailure.Expired,
                SecurityTokenInvalidAudienceException => BearerFailure.WrongAudience,
                _ => BearerFailure.Invalid,
            });
        }

        return await NameCallerAsync(jwt, cancel);
    }

    private async Task<BearerResult> NameCallerAsync(JsonWebToken jwt, CancellationToken cancel)
    {
        if (_issuer.ClientOf(jwt) is not { } clientId || !jwt.TryGetPayloadValue<string>("scope", out var scope)
            || jwt.Id is not { Length: > 0 } tokenId || !Confirmation.TryRead(jwt, out var confirmation))
        {
            return new(null, BearerFailure.Invalid);
        }

        var client = await _clients.GetAsync(clientId, cancel);
        if (client is null)
            return new(null, BearerFailure.ClientDisabled);

        // A name of a scope this version does not know allows nothing.
        var scopes = scope.Split(' ').Aggregate(Scopes.None, (all, name) => all | ScopeNames.Find(name));
        var audience = jwt.Audiences.Aggregate(Resources.None, (all, url) => all | _options.Find(url));
        return new(
            new(clientId, client.ParticipantId, client.ParticipantPublicId, scopes, audience, Shifted(jwt.ValidTo, _issuer.ClockSkew), tokenId)
            {
                KeyId = jwt.Kid,
                Confirmation = confirmation,
            },
            BearerFailure.None);
    }

    private static DateTime Shifted(DateTime instant, TimeSpan by) =>
        instant <= DateTime.MaxValue - by ? instant + by : DateTime.MaxValue;

    private bool IsAlive(DateTime? notBefore, DateTime? expires, SecurityToken token, TokenValidationParameters parameters)
    {
        var now = _time.GetUtcNow().UtcDateTime;
        if (expires is not { } end || notBefore > now + parameters.ClockSkew)
            return false;
        return Shifted(end, parameters.ClockSkew) > now ? true : throw new SecurityTokenExpiredException();
    }

    private static ValueTask<BearerResult> Refuse(BearerFailure failure) => new(new BearerResult(null, failure));

    /// <summary>SHA-256 of a token: the cache keeps no token.</summary>
    private readonly record struct TokenHash(UInt128 High, UInt128 Low)
    {
        public static TokenHash Of(ReadOnlySpan<char> token)
        {
            Span<TokenHash> hash = stackalloc TokenHash[1];
            SHA256.HashData(MemoryMarshal.AsBytes(token), MemoryMarshal.AsBytes(hash));
            return hash[0];
        }
    }
}
