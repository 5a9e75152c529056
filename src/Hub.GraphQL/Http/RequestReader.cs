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
        if (!request.Query.TryGetValue("query", out var query) || query.Count != 1 || string.IsNullOrEmpty(query[0]))
            return (null, Bad("The parameter \"query\" is missing."));
        try
        {
            _ = Object(request.Query["extensions"].FirstOrDefault());
            return (new()
            {
                Query = Encoding.UTF8.GetBytes(query[0]!),
                OperationName = request.Query["operationName"].FirstOrDefault() is { Length: > 0 } name ? name : null,
                Variables = Object(request.Query["variables"].FirstOrDefault()),
                OnlyQueries = true,
            }, null);
        }
        catch (JsonException)
        {
            return (null, Bad("The parameters \"variables\" and \"extensions\" must be JSON objects."));
        }
    }

    private static (GraphQLRequest? Request, BadRequest? Error) FromJson(JsonElement body)
    {
        if (body.ValueKind == JsonValueKind.Array)
            return (null, Bad("Several operations in one request are not taken. Send them one by one."));
        if (body.ValueKind != JsonValueKind.Object)
            return (null, Bad("The body must be a JSON object."));
        if (!body.TryGetProperty("query", out var query))
            return (null, Bad("The parameter \"query\" is missing."));
        if (query.ValueKind != JsonValueKind.String)
            return (null, Bad("The parameter \"query\" must be a string."));
        if (Parameter(body, "operationName", JsonValueKind.String, out var name) is { } badName)
            return (null, badName);
        if (Parameter(body, "variables", JsonValueKind.Object, out var variables) is { } badVariables)
            return (null, badVariables);
        if (Parameter(body, "extensions", JsonValueKind.Object, out _) is { } badExtensions)
            return (null, badExtensions);
        return (new()
        {
            Query = Encoding.UTF8.GetBytes(query.GetString()!),
            OperationName = name.ValueKind == JsonValueKind.String ? name.GetString() : null,
            Variables = variables.ValueKind == JsonValueKind.Object ? variables.Clone() : default,
        }, null);
    }

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
