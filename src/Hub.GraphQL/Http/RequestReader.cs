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

        return RequestJson.Read(body);
    }

    /// <summary>Reads the parameters of a GET.</summary>
    public static (GraphQLRequest? Request, BadRequest? Error) ReadQuery(HttpRequest request)
    {
        try
        {
            var (query, documentId) = (Text(request, "query"), Text(request, "documentId"));
            var extensions = Object(request.Query["extensions"].FirstOrDefault());
            var (hash, error) = RequestJson.PersistedHash(extensions);
            if ((error ?? RequestJson.Unnamed(query is not null, false, documentId, hash)) is { } refused)
                return (null, refused);
            return (new()
            {
                Query = query is null ? default : Encoding.UTF8.GetBytes(query),
                DocumentId = documentId,
                PersistedHash = hash,
                ReportPlan = RequestJson.WantsPlan(extensions),
                OperationName = Text(request, "operationName"),
                Variables = Object(request.Query["variables"].FirstOrDefault()),
                OnlyQueries = true,
            }, null);
        }
        catch (JsonException)
        {
            return (null, RequestJson.Bad("The parameters \"variables\" and \"extensions\" must be JSON objects."));
        }
    }

    /// <summary>Adds what headers and the host say of a request.</summary>
    public static GraphQLRequest WithHeaders(GraphQLRequest request, HttpRequest http, object? caller, CallerRules rules, IResponseSink? sink) =>
        request with
        {
            Caller = caller,
            Client = rules.Client,
            OnlyTrusted = rules.OnlyTrusted,
            Sink = sink,
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

    private static string? Text(HttpRequest request, string name) => request.Query[name].FirstOrDefault() is { Length: > 0 } text ? text : null;

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

    /// <summary>The whole body; null when it is larger than allowed.</summary>
    private static async ValueTask<ReadOnlyMemory<byte>?> ReadAllAsync(HttpRequest request, int most, CancellationToken cancel)
    {
        if (request.ContentLength is { } length)
        {
            // The server lets no more of it through than was said.
            var whole = GC.AllocateUninitializedArray<byte>((int)length);
            return whole.AsMemory(0, await request.Body.ReadAtLeastAsync(whole, whole.Length, throwOnEndOfStream: false, cancel));
        }

        var buffer = new ArrayBufferWriter<byte>(4096);
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
