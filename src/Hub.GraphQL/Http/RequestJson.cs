using System.Text.Json;
using System.Text.Unicode;
using Hub.GraphQL.Execution;
using Microsoft.AspNetCore.Http;

namespace Hub.GraphQL.Http;

/// <summary>
/// Reads the parameters of a request from JSON in one pass. The document and the variables stay where they are in the body, so a request whose
/// plan is known makes no copy of either. Of a name that stands there twice the last counts.
/// </summary>
internal static class RequestJson
{
    private static readonly JsonReaderOptions Strict = new() { MaxDepth = 64 };

    /// <summary>The request, or why there is none.</summary>
    /// <param name="body">The JSON; it must not change while the request lives.</param>
    public static (GraphQLRequest? Request, BadRequest? Error) Read(ReadOnlyMemory<byte> body)
    {
        try
        {
            var reader = new Utf8JsonReader(body.Span, Strict);
            reader.Read();
            var parts = default(Parts);
            var root = reader.TokenType;
            if (root == JsonTokenType.StartObject)
                parts.Read(ref reader);
            else
                reader.Skip();

            // Anything behind the value is an error, which only another read finds.
            reader.Read();
            return root switch
            {
                JsonTokenType.StartObject => Read(body, parts),
                JsonTokenType.StartArray => (null, Bad("Several operations in one request are not taken. Send them one by one.")),
                _ => (null, Bad("The body must be a JSON object.")),
            };
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

    /// <summary>The document of a JSON string that holds escapes.</summary>
    public static byte[] Unescape(ReadOnlySpan<byte> escaped)
    {
        var quoted = new byte[escaped.Length + 2];
        quoted[0] = quoted[^1] = (byte)'"';
        escaped.CopyTo(quoted.AsSpan(1));
        var reader = new Utf8JsonReader(quoted);
        reader.Read();
        var text = new byte[escaped.Length];
        return text[..reader.CopyString(text)];
    }

    /// <summary>The variables as an element, whose bytes are those of the body.</summary>
    public static JsonElement Element(ReadOnlyMemory<byte> json) =>
        json.IsEmpty ? default : JsonDocument.Parse(json, new() { MaxDepth = Strict.MaxDepth }).RootElement;

    /// <summary>Which document <c>extensions.persistedQuery</c> names; null when it names none.</summary>
    public static (string? Hash, BadRequest? Error) PersistedHash(JsonElement extensions)
    {
        if (extensions.ValueKind != JsonValueKind.Object || !extensions.TryGetProperty("persistedQuery", out var persisted))
            return (null, null);
        var hash = persisted.ValueKind == JsonValueKind.Object && persisted.TryGetProperty("sha256Hash", out var value)
            && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
        return hash is { Length: 64 } && hash.All(char.IsAsciiHexDigitLower)
            && persisted.TryGetProperty("version", out var version) && version.ValueKind == JsonValueKind.Number && version.GetRawText() == "1"
            ? (hash, null)
            : (null, Bad("\"extensions.persistedQuery\" must hold \"version\": 1 and \"sha256Hash\", 64 lower-case hexadecimal digits."));
    }

    /// <summary>True when <c>extensions.plan</c> asks how the operation is run.</summary>
    public static bool WantsPlan(JsonElement extensions) =>
        extensions.ValueKind == JsonValueKind.Object && extensions.TryGetProperty("plan", out var plan) && plan.ValueKind == JsonValueKind.True;

    /// <summary>Why the parts name no document, or more than one.</summary>
    public static BadRequest? Unnamed(bool hasQuery, bool isEmpty, string? documentId, string? hash)
    {
        if (!hasQuery && documentId is null && hash is null)
            return Bad("The parameter \"query\" is missing.");
        return documentId is not null && ((hasQuery && !isEmpty) || hash is not null) ? Bad("Send \"documentId\" or \"query\", not both.") : null;
    }

    public static BadRequest Bad(string message) => new(StatusCodes.Status400BadRequest, "BAD_REQUEST", message);

    private static (GraphQLRequest? Request, BadRequest? Error) Read(ReadOnlyMemory<byte> body, in Parts parts)
    {
        var query = parts.Query;
        if (query.Kind is not (JsonTokenType.None or JsonTokenType.String)
            && !(query.Kind == JsonTokenType.Null && (parts.DocumentId.Kind != JsonTokenType.None || parts.Extensions.Kind != JsonTokenType.None)))
        {
            return (null, Bad("The parameter \"query\" must be a string."));
        }

        if ((Wrong("documentId", parts.DocumentId, JsonTokenType.String) ?? Wrong("operationName", parts.OperationName, JsonTokenType.String)
            ?? Wrong("variables", parts.Variables, JsonTokenType.StartObject) ?? Wrong("extensions", parts.Extensions, JsonTokenType.StartObject)) is { } wrong)
        {
            return (null, wrong);
        }

        string? hash = null;
        var wantsPlan = false;
        if (parts.Extensions.Kind == JsonTokenType.StartObject)
        {
            using var json = JsonDocument.Parse(parts.Extensions.Of(body));
            (hash, var refused) = PersistedHash(json.RootElement);
            if (refused is not null)
                return (null, refused);
            wantsPlan = WantsPlan(json.RootElement);
        }

        var documentId = parts.DocumentId.Text(body.Span);
        if (Unnamed(query.Kind == JsonTokenType.String, query.Length == 2, documentId, hash) is { } unnamed)
            return (null, unnamed);
        var text = query.Kind == JsonTokenType.String ? body.Slice(query.Start + 1, query.Length - 2) : default;
        if (!Utf8.IsValid(text.Span))
            throw new InvalidOperationException("The document is no UTF-8.");

        // Only an escape may name half of a surrogate pair; then it is better known now.
        var isEscaped = query.IsEscaped;
        if (isEscaped && (text.Span.IndexOf("\\ud"u8) >= 0 || text.Span.IndexOf("\\uD"u8) >= 0))
            (text, isEscaped) = (Unescape(text.Span), false);
        return (new()
        {
            Query = isEscaped ? default : text,
            EscapedQuery = isEscaped ? text : default,
            DocumentId = documentId,
            PersistedHash = hash,
            ReportPlan = wantsPlan,
            OperationName = parts.OperationName.Text(body.Span),
            VariablesJson = parts.Variables.Kind == JsonTokenType.StartObject ? parts.Variables.Of(body) : default,
        }, null);
    }

    /// <summary>Null and absent are the same; anything but the kind expected is refused.</summary>
    private static BadRequest? Wrong(string name, in Part part, JsonTokenType kind) =>
        part.Kind is JsonTokenType.None or JsonTokenType.Null || part.Kind == kind
            ? null
            : Bad($"The parameter \"{name}\" must be {(kind == JsonTokenType.StartObject ? "an object" : "a string")}.");

    /// <summary>Where a parameter stands in the body.</summary>
    private readonly record struct Part(JsonTokenType Kind, int Start, int Length, bool IsEscaped)
    {
        public ReadOnlyMemory<byte> Of(ReadOnlyMemory<byte> body) => body.Slice(Start, Length);

        public string? Text(ReadOnlySpan<byte> body)
        {
            if (Kind != JsonTokenType.String)
                return null;
            var reader = new Utf8JsonReader(body.Slice(Start, Length));
            reader.Read();
            return reader.GetString();
        }
    }

    private struct Parts
    {
        public Part Query;
        public Part DocumentId;
        public Part OperationName;
        public Part Variables;
        public Part Extensions;

        public void Read(ref Utf8JsonReader reader)
        {
            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                if (reader.ValueTextEquals("query"u8))
                    Query = ReadOne(ref reader);
                else if (reader.ValueTextEquals("variables"u8))
                    Variables = ReadOne(ref reader);
                else if (reader.ValueTextEquals("operationName"u8))
                    OperationName = ReadOne(ref reader);
                else if (reader.ValueTextEquals("documentId"u8))
                    DocumentId = ReadOne(ref reader);
                else if (reader.ValueTextEquals("extensions"u8))
                    Extensions = ReadOne(ref reader);
                else
                    ReadOne(ref reader);
            }
        }

        private static Part ReadOne(ref Utf8JsonReader reader)
        {
            reader.Read();
            var (kind, start, isEscaped) = (reader.TokenType, (int)reader.TokenStartIndex, reader.ValueIsEscaped);
            reader.Skip();
            return new(kind, start, (int)reader.BytesConsumed - start, isEscaped);
        }
    }
}
