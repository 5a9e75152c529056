using Hub.Auth.Audit;
using Hub.Auth.Bearer;
using Hub.Auth.Limits;
using Hub.Auth.Tokens;
using Hub.Data.Clients;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Hub.Auth.Revocation;

/// <summary>
/// Takes back access tokens (RFC 7009): a client its own, a client of operators any. What is no live token of the hub is answered as
/// revoked, since nothing is left to do.
/// </summary>
internal sealed class RevocationEndpoint(
    ClientGate gate, RequestLimits limits, BearerTokens tokens, RevokedTokens revoked, AuditLog audit, ILogger<RevocationEndpoint> log)
{
    public const string Path = "/connect/revoke";

    public async Task HandleAsync(HttpContext http)
    {
        var entry = await gate.EnterAsync(http);
        var (clientId, error, request, client) = entry;
        error ??= await RevokeAsync(request!.Token, client!, http.RequestAborted);
        if (error is null)
            return;

        log.RevocationRefused(TokenEndpoint.Shown(clientId), error.Code, error.Description);
        audit.CountRefused(AuditEvents.RevocationsRefused, clientId, entry.Method, error);
        await error.WriteAsync(http);
    }

    private async Task<TokenError?> RevokeAsync(string? token, ClientRecord client, CancellationToken cancel)
    {
        if (token is null)
            return TokenError.InvalidRequest("token is missing. Send the access token to revoke.");
        if (await tokens.InspectAsync(token, cancel) is not { Caller: { } holder } || revoked.Contains(holder.TokenId))
            return null;

        // RFC 7009, section 2.1: the request is refused, and the client told so. RFC 6749, section 5.2, has the error.
        if (holder.ClientId != client.ClientId && !client.Scopes.HasFlag(Scopes.RegistryAdmin))
            return TokenError.InvalidGrant("The token was issued to another client. Only that client and operators may revoke it.");
        if (limits.Revoke(client.ClientId) is { } wait)
            return TokenError.TooMany(wait);

        await revoked.AddAsync(holder.TokenId, holder.ExpiresAt, cancel);
        log.TokenRevoked(holder.TokenId, holder.ClientId, client.ClientId);
        await audit.RecordAsync(new(AuditEvents.TokenRevoked)
        {
            By = $"client:{client.ClientId}", Client = holder.ClientId, Participant = holder.ParticipantPublicId.ToString(), Subject = holder.TokenId,
        });
        return null;
    }
}
