using System.Text.Json;
using Hub.Auth.Audit;
using Hub.Auth.Bearer;
using Hub.Auth.Limits;
using Hub.Auth.Tokens;
using Hub.Data.Clients;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Microsoft.IdentityModel.JsonWebTokens;

namespace Hub.Auth.Introspection;

/// <summary>
/// Tells a client of an access token (RFC 7662): of any client of its own participant, to operators of every one. Of others it learns no
/// more than of garbage (section 4), so that a stolen token cannot be tried here.
/// </summary>
internal sealed class IntrospectionEndpoint(ClientGate gate, BearerTokens tokens, AuditLog audit, ILogger<IntrospectionEndpoint> log)
{
    public const string Path = "/connect/introspect";

    private static readonly IntrospectionResponse Inactive = new(false);

    public async Task HandleAsync(HttpContext http)
    {
        var entry = await gate.EnterAsync(http);
        var (clientId, error, request, client) = entry;
        if (error is null && request!.Token is null)
            error = TokenError.InvalidRequest("token is missing. Send the access token to ask about.");
        if (error is not null)
        {
            log.IntrospectionRefused(TokenEndpoint.Shown(clientId), error.Code, error.Description);
            audit.CountRefused(AuditEvents.IntrospectionsRefused, clientId, entry.Method, error);
            await error.WriteAsync(http);
            return;
        }

        var answer = await DescribeAsync(request!.Token!, client!, http.RequestAborted);
        await http.Response.WriteAsJsonAsync(answer, AuthJson.Default.IntrospectionResponse, cancellationToken: http.RequestAborted);
    }

    private async Task<IntrospectionResponse> DescribeAsync(string token, ClientRecord asking, CancellationToken cancel)
    {
        if (await tokens.InspectAsync(token, cancel) is not { Token: { } jwt, Caller: { } holder })
            return Inactive;
        if (holder.ParticipantId != asking.ParticipantId && !asking.Scopes.HasFlag(Scopes.RegistryAdmin))
            return Inactive;

        // As with a call: what may change after a token was issued is looked at now.
        return await tokens.RecheckAsync(holder, cancel) is { Caller: { } caller } ? Describe(jwt, caller) : Inactive;
    }

    private static IntrospectionResponse Describe(JsonWebToken jwt, Caller caller)
    {
        var isBound = jwt.TryGetPayloadValue<JsonElement>("cnf", out var cnf);
        return new(true)
        {
            Scope = ScopeNames.Format(caller.Scopes),
            ClientId = caller.ClientId,
            TokenType = isBound && cnf.TryGetProperty("jkt", out _) ? "DPoP" : "Bearer",
            Exp = new DateTimeOffset(jwt.ValidTo).ToUnixTimeSeconds(),
            Iat = new DateTimeOffset(jwt.IssuedAt).ToUnixTimeSeconds(),
            Sub = jwt.Subject,
            Aud = [.. jwt.Audiences],
            Iss = jwt.Issuer,
            Jti = jwt.Id,
            Cnf = isBound ? cnf : null,
            Participant = caller.ParticipantPublicId.ToString(),
        };
    }
}
