using System.Buffers;
using System.Text;
using System.Text.Json;
using Hub.GraphQL.Execution;
using Microsoft.AspNetCore.Http;

namespace Hub.GraphQL.Http;

/// <summary>A request that is none, and the status to answer with.</summary>
internal sealed record BadRequest(int Status, string Code, string Message);

/// <summary>Reads a GraphQL request from a body or a query string.</summary>
internal static class RequestReader
{
    private static readonly JsonDocumentOptions Strict = new() { MaxDepth = 64 };

    /// <summary>Reads the parameters of a POST.</summary>
    public static async ValueTask<(GraphQLRequest? Request, BadRequest? Error)> ReadBodyAsync(
        HttpRequest request, GraphQLHttpOptions options, CancellationToken cancel)
    {
        if (!MediaTypes.IsJson(request))
            return (null, new(StatusCodes.Status415UnsupportedMediaType, "UNSUPPORTED_MEDIA_TYPE", "Send the request as application/json in UTF-8."));
        if (request.ContentLength > options.MaxBodyBytes || await ReadAllAsync(request, options.MaxBodyBytes, cancel) is not { } body)
        {
            return (null, new(
                StatusCodes.Status413PayloadTooLarge, "BODY_TOO_LARGE", $"The body is larger than {options.MaxBodyBytes} bytes, which is the most taken."));
        }

        try
        {
            using var json = JsonDocument.Parse(body, Strict);
            return FromJson(json.RootElement);
        }
        catch (JsonException)
        {
            return (null, Bad("The body is not JSON."));
        }
        catch (InvalidOperationException)
        {
            return (null, Bad("The body holds half of a surrogate pair."));
        }
    }

    /// <summary>Reads the parameters of a GET.</summary>
    public static (GraphQLRequest? Request, BadRequest? Error) ReadQuery(HttpRequest request)
    {
        try
        {
            var (named, error) = Named(
                Text(request, "query"), Text(request, "documentId"), Object(request.Query["extensions"].FirstOrDefault()));
            return named is null ? (null, error) : (named with
            {
                OperationName = Text(request, "operationName"),
                Variables = Object(request.Query["variables"].FirstOrDefault()),
                OnlyQueries = true,
            }, null);
        }
        catch (JsonException)
        {
            return (null, Bad("The parameters \"variables\" and \"extensions\" must be JSON objects."));
        }
    }

    /// <summary>Reads the parameters of a JSON body, or of the payload of a WebSocket message.</summary>
    public static (GraphQLRequest? Request, BadRequest? Error) FromJson(JsonElement body)
    {
        if (body.ValueKind == JsonValueKind.Array)
            return (null, Bad("Several operations in one request are not taken. Send them one by one."));
        if (body.ValueKind != JsonValueKind.Object)
            return (null, Bad("The body must be a JSON object."));
        if (body.TryGetProperty("query", out var query) && query.ValueKind != JsonValueKind.String
            && !(query.ValueKind == JsonValueKind.Null && (body.TryGetProperty("documentId", out _) || body.TryGetProperty("extensions", out _))))
        {
            return (null, Bad("The parameter \"query\" must be a string."));
        }

        if (Parameter(body, "documentId", JsonValueKind.String, out var id) is { } badId)
            return (null, badId);
        if (Parameter(body, "operationName", JsonValueKind.String, out var name) is { } badName)
            return (null, badName);
        if (Parameter(body, "variables", JsonValueKind.Object, out var variables) is { } badVariables)
            return (null, badVariables);
        if (Parameter(body, "extensions", JsonValueKind.Object, out var extensions) is { } badExtensions)
            return (null, badExtensions);
        var (named, error) = Named(Text(query), Text(id), extensions);
        return named is null ? (null, error) : (named with
        {
            OperationName = Text(name),
            Variables = variables.ValueKind == JsonValueKind.Object ? variables.Clone() : default,
        }, null);
    }

    /// <summary>Adds what headers and the host say of a request.</summary>
    public static GraphQLRequest WithHeaders(GraphQLRequest request, HttpRequest http, object? caller, CallerRules rules) =>
        WithRules(request, caller, rules) with
        {
            Cost = http.Headers["GraphQL-Cost"].ToString() switch
            {
                "report" => CostMode.Report,
                "validate" => CostMode.Validate,
                _ => CostMode.Silent,
            },
            ReportPlan = rules.MaySeePlans && (request.ReportPlan || http.Headers["GraphQL-Plan"] == "true"),
            ResumeAfter = http.Headers["Last-Event-ID"].FirstOrDefault() is { Length: > 0 } last ? last : null,
        };

    /// <summary>Adds what the host says of the caller.</summary>
    public static GraphQLRequest WithRules(GraphQLRequest request, object? caller, CallerRules rules) => request with
    {
        Caller = caller,
        Client = rules.Client,
        OnlyTrusted = rules.OnlyTrusted,
        ReportPlan = request.ReportPlan && rules.MaySeePlans,
    };

    /// <summary>A request whose document is sent, named by an id, or named by the hash it was persisted under.</summary>
    private static (GraphQLRequest? Request, BadRequest? Error) Named(string? query, string? documentId, JsonElement extensions)
    {
        string? hash = null;
        if (extensions.ValueKind == JsonValueKind.Object && extensions.TryGetProperty("persistedQuery", out var persisted))
        {
            hash = persisted.ValueKind == JsonValueKind.Object && persisted.TryGetProperty("sha256Hash", out var value) ? Text(value) : null;
            if (hash is not { Length: 64 } || !hash.All(char.IsAsciiHexDigitLower)
                || !persisted.TryGetProperty("version", out var version) || version.ValueKind != JsonValueKind.Number || version.GetRawText() != "1")
            {
                return (null, Bad("\"extensions.persistedQuery\" must hold \"version\": 1 and \"sha256Hash\", 64 lower-case hexadecimal digits."));
            }
        }

        if (query is null && documentId is null && hash is null)
            return (null, Bad("The parameter \"query\" is missing."));
        if (documentId is not null && (query is { Length: > 0 } || hash is not null))
            return (null, Bad("Send \"documentId\" or \"query\", not both."));
        return (new()
        {
            Query = query is null ? default : Encoding.UTF8.GetBytes(query),
            DocumentId = documentId,
            PersistedHash = hash,
            ReportPlan = extensions.ValueKind == JsonValueKind.Object && extensions.TryGetProperty("plan", out var plan) && plan.ValueKind == JsonValueKind.True,
        }, null);
    }

    private static string? Text(JsonElement value) => value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    private static string? Text(HttpRequest request, string name) => request.Query[name].FirstOrDefault() is { Length: > 0 } text ? text : null;

    /// <summary>Null and absent are the same; anything but the kind expected is refused.</summary>
    private static BadRequest? Parameter(JsonElement body, string name, JsonValueKind kind, out JsonElement value) =>
        !body.TryGetProperty(name, out value) || value.ValueKind is JsonValueKind.Null || value.ValueKind == kind
            ? null
            : Bad($"The parameter \"{name}\" must be {(kind == JsonValueKind.Object ? "an object" : "a string")}.");

    private static JsonElement Object(string? text)
    {
        if (string.IsNullOrEmpty(text))
            return default;
        using var json = JsonDocument.Parse(text, Strict);
        return json.RootElement.ValueKind switch
        {
            JsonValueKind.Object => json.RootElement.Clone(),
            JsonValueKind.Null => default,
            _ => throw new JsonException("Not an object."),
        };
    }

    private static BadRequest Bad(string message) => new(StatusCodes.Status400BadRequest, "BAD_REQUEST", message);

    /// <summary>The whole body; null when it is larger than allowed.</summary>
    private static async ValueTask<ReadOnlyMemory<byte>?> ReadAllAsync(HttpRequest request, int most, CancellationToken cancel)
    {
        var buffer = new ArrayBufferWriter<byte>(Math.Max(256, (int)Math.Min(request.ContentLength ?? 4096, most)));
        while (true)
        {
            var read = await request.Body.ReadAsync(buffer.GetMemory(1024), cancel);
            if (read == 0)
                return buffer.WrittenMemory;
            buffer.Advance(read);
            if (buffer.WrittenCount > most)
                return null;
        }
    }
}
