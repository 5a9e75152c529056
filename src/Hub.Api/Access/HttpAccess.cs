using System.Globalization;
using System.Net.Mime;
using System.Text.Json;
using Hub.Api.Hosting;
using Hub.Auth;
using Hub.Auth.Bearer;
using Hub.Auth.Dpop;
using Hub.Data;
using Hub.Data.Clients;
using Hub.GraphQL.Http;
using Microsoft.Extensions.Primitives;

namespace Hub.Api.Access;

/// <summary>
/// Lets a GraphQL request in or refuses it, with the answers of RFC 6750 and RFC 9449 and a body GraphQL clients understand.
/// </summary>
internal sealed class HttpAccess(BearerTokens tokens, AuthOptions options, ILogger<HttpAccess> log)
{
    private const string GraphQLResponse = "application/graphql-response+json";

    /// <summary>Lets a WebSocket in by the payload of its first message: <c>Authorization</c> and <c>DPoP</c> as in the headers.</summary>
    public async ValueTask<ConnectionAccess> ConnectAsync(HttpContext http, Scopes anyOf, JsonElement payload, CancellationToken cancel)
    {
        var (authorization, proof) = (Member(payload, "authorization"), Member(payload, DpopSupport.ProofHeader));
        var result = await tokens.AuthenticateAsync(authorization, Resources.GraphQL, http, proof, cancel);
        if (result.Caller is not { } caller)
        {
            log.CallRefused(http.Request.Path, "-", result.Reason);

            // RFC 6455's registry of close codes: 1013 is to try again later.
            return new(null, result.Failure == BearerFailure.IssuerUnreachable ? 1013 : 4401, result.Nonce is { } nonce ? $"{result.Reason}: {nonce}" : result.Reason);
        }

        if (caller.HasAnyOf(anyOf))
            return new(caller);
        log.CallRefused(http.Request.Path, caller.ClientId, "SCOPE_MISSING");
        return new(null, 4403, $"SCOPE_MISSING: {ScopeNames.Format(anyOf)}");
    }

    /// <summary>A browser cannot put a header on a WebSocket, so one without may tell its token in its first message.</summary>
    private static bool TellsLater(HttpRequest request) =>
        request.HttpContext.WebSockets.IsWebSocketRequest && request.Headers.Authorization.Count == 0;

    private static StringValues Member(JsonElement payload, string name)
    {
        if (payload.ValueKind != JsonValueKind.Object)
            return default;
        return payload.EnumerateObject().FirstOrDefault(member => member.Name.Equals(name, StringComparison.OrdinalIgnoreCase)).Value
            is { ValueKind: JsonValueKind.String } value
                ? value.GetString()
                : default(StringValues);
    }

    /// <summary>Answers a request that is not let in, and leaves one that is to the endpoint.</summary>
    public async Task InvokeAsync(HttpContext http, Scopes anyOf, RequestDelegate endpoint)
    {
        if (TellsLater(http.Request))
        {
            await endpoint(http);
            return;
        }

        BearerResult result;
        try
        {
            var headers = http.Request.Headers;
            result = await tokens.AuthenticateAsync(headers.Authorization, Resources.GraphQL, http, headers[DpopSupport.ProofHeader], http.RequestAborted);
        }
        catch (Exception failure) when (StorageFaults.IsOutage(failure))
        {
            // A proof whose use cannot be noted is not let in, and the caller did nothing wrong.
            log.AccessStorageFailed(http.Request.Path, failure);
            await AnswerLaterAsync(http, FailureReasons.StorageUnavailable, GrpcFailure.Of(FailureReasons.StorageUnavailable).English);
            return;
        }

        if (result.Caller is not { } caller)
        {
            log.CallRefused(http.Request.Path, "-", result.Reason);
            await RefuseAsync(http, result);
        }
        else if (!caller.HasAnyOf(anyOf))
        {
            log.CallRefused(http.Request.Path, caller.ClientId, "SCOPE_MISSING");
            await RefuseScopeAsync(http, anyOf);
        }
        else
        {
            http.Features.Set(caller);
            await endpoint(http);
        }
    }

    private Task RefuseAsync(HttpContext http, BearerResult result)
    {
        var text = AccessFailures.Of(result).English;
        var challenge = Challenges.Of(result, IsDpop(http), options, Resources.GraphQL);
        return result.Failure switch
        {
            BearerFailure.Malformed => AnswerAsync(http, StatusCodes.Status400BadRequest, challenge, "BAD_REQUEST", result.Reason, text),
            BearerFailure.IssuerUnreachable => AnswerLaterAsync(http, result.Reason, text),
            _ => AnswerAsync(http, StatusCodes.Status401Unauthorized, challenge, "UNAUTHENTICATED", result.Reason, text),
        };
    }

    private Task RefuseScopeAsync(HttpContext http, Scopes anyOf)
    {
        var names = ScopeNames.Format(anyOf);
        var text = $"This request needs a token with the scope {names.Replace(" ", " or ", StringComparison.Ordinal)}.";
        var challenge = Challenges.OfScope(names, text, IsDpop(http), options, Resources.GraphQL);
        return AnswerAsync(http, StatusCodes.Status403Forbidden, challenge, "FORBIDDEN", "SCOPE_MISSING", text);
    }

    // Another token would not help, so there is no challenge.
    private static Task AnswerLaterAsync(HttpContext http, string reason, string text)
    {
        http.Response.Headers.RetryAfter = AccessFailures.IssuerRetry.TotalSeconds.ToString(CultureInfo.InvariantCulture);
        return WriteAsync(http, StatusCodes.Status503ServiceUnavailable, "UNAVAILABLE", reason, text);
    }

    private static bool IsDpop(HttpContext http) => BearerTokens.IsDpop(http.Request.Headers.Authorization);

    private static Task AnswerAsync(HttpContext http, int status, StringValues challenge, string code, string reason, string message)
    {
        http.Response.Headers.WWWAuthenticate = challenge;
        return WriteAsync(http, status, code, reason, message);
    }

    private static async Task WriteAsync(HttpContext http, int status, string code, string reason, string message)
    {
        var response = http.Response;
        response.StatusCode = status;
        response.Headers.CacheControl = "no-store";
        response.ContentType = Accepts(http.Request, GraphQLResponse) ? GraphQLResponse : MediaTypeNames.Application.Json;
        await using var writer = new Utf8JsonWriter(response.BodyWriter);
        writer.WriteStartObject();
        writer.WriteStartArray("errors");
        writer.WriteStartObject();
        writer.WriteString("message", message);
        writer.WriteStartObject("extensions");
        writer.WriteString("code", code);
        writer.WriteString("reason", reason);
        writer.WriteEndObject();
        writer.WriteEndObject();
        writer.WriteEndArray();
        writer.WriteEndObject();
        await writer.FlushAsync(http.RequestAborted);
    }

    private static bool Accepts(HttpRequest request, string type) =>
        request.GetTypedHeaders().Accept.Any(a => a.MediaType.Equals(type, StringComparison.OrdinalIgnoreCase) && a.Quality is not 0);
}
