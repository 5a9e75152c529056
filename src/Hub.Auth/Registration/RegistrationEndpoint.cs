using System.Text.Json;
using System.Text.Json.Nodes;
using Hub.Auth.Audit;
using Hub.Auth.Clients;
using Hub.Auth.Limits;
using Hub.Auth.Tokens;
using Hub.Data.Clients;
using Hub.Data.Participants;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Microsoft.Net.Http.Headers;

namespace Hub.Auth.Registration;

/// <summary>
/// Registers programs of participants (RFC 7591) that show a registration token. What is registered waits for an operator's approval and gets no
/// token before. A request that is refused leaves the token its uses.
/// </summary>
internal sealed class RegistrationEndpoint(
    RegistrationTokens tokens,
    RegistrationTokenStore store,
    ClientAdmin clients,
    Metadata metadata,
    RequestLimits limits,
    ClientGate gate,
    AuditLog audit,
    TimeProvider time,
    ILogger<RegistrationEndpoint> log)
{
    public const string Path = "/connect/register";

    private const int MostBytes = 64 << 10;
    private const string Scheme = "Bearer ";

    public async Task HandleAsync(HttpContext http)
    {
        http.Response.Headers.CacheControl = "no-store";
        http.Response.Headers.Pragma = "no-cache";
        var (client, secret, error) = await RegisterAsync(http, http.RequestAborted);
        if (error is not null)
        {
            log.RegistrationRefused(error.Code, error.Description);
            audit.CountRefused(AuditEvents.RegistrationsRefused, "-", null, error);
            await error.WriteAsync(http);
            return;
        }

        http.Response.StatusCode = StatusCodes.Status201Created;
        await http.Response.WriteAsJsonAsync(
            RegistrationResponse.Of(client!, secret!, TokenEndpoint.GrantType), AuthJson.Default.RegistrationResponse, cancellationToken: http.RequestAborted);
    }

    private async Task<(ClientCredential? Client, string? Secret, TokenError? Error)> RegisterAsync(HttpContext http, CancellationToken cancel)
    {
        if (!HttpMethods.IsPost(http.Request.Method))
        {
            http.Response.Headers.Allow = HttpMethods.Post;
            return (null, null, TokenError.NotPosted);
        }

        var origin = gate.OriginOf(http);
        if ((limits.Request(origin) ?? limits.Try(origin)) is { } wait)
            return (null, null, TokenError.TooMany(wait));
        var (token, refused) = await FindAsync(http.Request.Headers.Authorization.ToString(), cancel);
        if (token is null)
            return (null, null, limits.Failed(origin) is { } longer ? TokenError.TooMany(longer) : refused);

        var (body, unread) = await ReadAsync(http.Request, cancel);
        if (body is null)
            return (null, null, unread);
        if (body.ContainsKey("software_statement"))
        {
            return (null, null, new(400, "unapproved_software_statement", "Software statements are not taken here. Leave software_statement out."));
        }

        var (request, problem) = RegistrationRequest.Read(body, metadata.AuthenticationMethods);
        problem ??= token.RequiresFapi && request!.Proof.RefusalByFapi() is { } strict ? $"{strict.Message} {strict.Fix}" : null;
        if (problem is not null)
            return (null, null, InvalidMetadata(problem));

        var (client, secret) = clients.Make(token.ParticipantId, token.ParticipantName, request!.Scopes, request.Proof, ClientStatus.Pending);
        if (!await store.RegisterAsync(token.Id, client, cancel))
            return (null, null, TokenError.InvalidToken("The registration token is used up. Ask the operator of the hub for a new one."));

        log.ClientRegistered(client.ClientId, token.ParticipantPublicId, token.Prefix);
        await audit.RecordAsync(new(AuditEvents.ClientRegistered)
        {
            By = $"registration token:{token.Prefix}",
            Client = client.ClientId,
            Participant = token.ParticipantPublicId.ToString(),
            Method = ProofNames.Of(request.Proof.Method),
            Detail = ScopeNames.Format(request.Scopes),
        });
        return (client, secret, null);
    }

    private async Task<(RegistrationTokenRecord? Token, TokenError? Error)> FindAsync(string header, CancellationToken cancel)
    {
        if (!header.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase))
            return (null, TokenError.InvalidToken("The registration token is missing. Send it as: Authorization: Bearer TOKEN."));

        var sent = header[Scheme.Length..].Trim();
        var token = SecretFormat.IsWellFormed(sent, SecretFormat.RegistrationPrefix) ? await tokens.FindAsync(sent, cancel) : null;
        return token switch
        {
            null => (null, TokenError.InvalidToken("The registration token is not known. Ask the operator of the hub for one.")),
            _ when token.ExpiresAt <= time.GetUtcNow() => (null, TokenError.InvalidToken("The registration token has expired. Ask the operator of the hub for a new one.")),
            { UsesLeft: <= 0 } => (null, TokenError.InvalidToken("The registration token is used up. Ask the operator of the hub for a new one.")),
            { ParticipantStatus: not ParticipantStatus.Active } => (null, TokenError.InvalidToken("The participant of this token is suspended. Ask the operator of the hub.")),
            _ => (token, null),
        };
    }

    private static async Task<(JsonObject? Body, TokenError? Error)> ReadAsync(HttpRequest http, CancellationToken cancel)
    {
        const string NotJson = "The body must be one JSON object of client metadata (RFC 7591, section 2), sent as application/json.";
        if (!MediaTypeHeaderValue.TryParse(http.ContentType, out var type) || !type.MediaType.Equals("application/json", StringComparison.OrdinalIgnoreCase))
            return (null, InvalidMetadata(NotJson));

        using var bytes = new MemoryStream();
        var buffer = new byte[8 << 10];
        while (await http.Body.ReadAsync(buffer, cancel) is > 0 and var read)
        {
            if (bytes.Length + read > MostBytes)
                return (null, new(StatusCodes.Status413PayloadTooLarge, "invalid_client_metadata", $"The body has more than {MostBytes} bytes."));
            bytes.Write(buffer, 0, read);
        }

        try
        {
            var options = new JsonDocumentOptions { MaxDepth = 16, AllowDuplicateProperties = false };
            return JsonNode.Parse(bytes.GetBuffer().AsSpan(0, (int)bytes.Length), documentOptions: options) is JsonObject body
                ? (body, null)
                : (null, InvalidMetadata(NotJson));
        }
        catch (JsonException)
        {
            return (null, InvalidMetadata(NotJson));
        }
    }

    private static TokenError InvalidMetadata(string description) => new(400, "invalid_client_metadata", description);
}
