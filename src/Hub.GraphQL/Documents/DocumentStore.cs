using System.Security.Cryptography;
using Hub.GraphQL.Execution;
using Hub.GraphQL.Http;
using Hub.GraphQL.Language;
using Hub.GraphQL.Planning;
using Hub.GraphQL.Types;
using Hub.GraphQL.Validation;

namespace Hub.GraphQL.Documents;

/// <summary>
/// Finds the document of a request: trusted ones by id, persisted ones by the hash a client sent before, all others by their bytes.
/// It belongs to one schema. A persisted text is validated against that schema like any other, so knowing a hash opens nothing.
/// </summary>
internal sealed class DocumentStore
{
    private const int Gates = 64;
    private readonly Lock[] _gates = [.. Enumerable.Range(0, Gates).Select(_ => new Lock())];
    private readonly Schema _schema;
    private readonly EngineOptions _options;
    private readonly ValidationOptions _validation;
    private readonly PlanCache _plans;
    private readonly Dictionary<string, PreparedDocument> _trusted = new(StringComparer.Ordinal);
    private readonly LruCache<byte[], PreparedDocument> _prepared;
    private readonly LruCache<byte[], PreparedDocument> _escaped;
    private readonly LruCache<string, byte[]> _persisted;

    public DocumentStore(Schema schema, EngineOptions options, ValidationOptions validation, PlanCache plans)
    {
        _schema = schema;
        _options = options;
        _validation = validation;
        _plans = plans;
        _prepared = new(options.CachedDocumentBytes / 2, BytesComparer.Instance);
        _escaped = new(options.CachedDocumentBytes / 2, BytesComparer.Instance);
        _persisted = new(options.PersistedQueryBytes, StringComparer.Ordinal);
        foreach (var document in options.TrustedDocuments)
            _trusted[document.Id] = Trust(document);
    }

    /// <summary>The document, or why there is none.</summary>
    public (PreparedDocument? Document, GraphQLError? Error) Find(GraphQLRequest request)
    {
        if (request.DocumentId is { } id)
        {
            return _trusted.TryGetValue(id, out var trusted)
                ? (trusted, null)
                : (null, Error("DOCUMENT_NOT_FOUND", $"The document \"{id}\" is not one of the trusted documents."));
        }

        if (request.PersistedHash is { } hash && _trusted.TryGetValue($"sha256:{hash}", out var known))
            return (known, null);
        if (request.OnlyTrusted)
            return (null, Error("TRUSTED_DOCUMENTS_ONLY", "This client may only run trusted documents. Send \"documentId\"."));
        if (request.PersistedHash is { } persisted)
            return FindPersisted(persisted, request.EscapedQuery.IsEmpty ? request.Query : RequestJson.Unescape(request.EscapedQuery.Span));
        return (request.EscapedQuery.IsEmpty ? Prepare(request.Query) : PrepareEscaped(request.EscapedQuery.Span), null);
    }

    private static GraphQLError Error(string code, string message) => new(message, []) { Code = code };

    private (PreparedDocument? Document, GraphQLError? Error) FindPersisted(string hash, ReadOnlyMemory<byte> query)
    {
        if (query.IsEmpty)
        {
            // The words are those that clients of the protocol look for.
            return _persisted.TryGet<ReadOnlySpan<char>>(hash, out var text)
                ? (Prepare(text), null)
                : (null, Error("PERSISTED_QUERY_NOT_FOUND", "PersistedQueryNotFound"));
        }

        if (!Convert.ToHexStringLower(SHA256.HashData(query.Span)).Equals(hash, StringComparison.Ordinal))
            return (null, Error("PERSISTED_QUERY_HASH_MISMATCH", "provided sha does not match query"));
        var document = Prepare(query);
        if (document.Errors.Count == 0)
            _persisted.Add(hash, query.ToArray(), query.Length + 200);
        return (document, null);
    }

    /// <summary>The document of a JSON string; the escapes are read once.</summary>
    private PreparedDocument PrepareEscaped(ReadOnlySpan<byte> escaped)
    {
        if (_escaped.TryGet(escaped, out var known))
            return known;
        var prepared = Prepare(RequestJson.Unescape(escaped));
        return _escaped.Add(escaped.ToArray(), prepared, prepared.Weight + escaped.Length);
    }

    private PreparedDocument Prepare(ReadOnlyMemory<byte> source)
    {
        if (_prepared.TryGet(source.Span, out var known))
            return known;

        // When many ask something new at once, one of them does the work and the others wait for it.
        lock (_gates[(uint)BytesComparer.Instance.GetHashCode(source.Span) % Gates])
        {
            if (_prepared.TryGet(source.Span, out known))
                return known;

            // The document keeps its source, so it must not share the request's buffer.
            var copy = source.ToArray();
            var prepared = PreparedDocument.Prepare(_schema, copy, _options, _validation, _plans);
            return _prepared.Add(copy, prepared, prepared.Weight);
        }
    }

    /// <summary>Validates a trusted document, and plans what of it needs no variables.</summary>
    private PreparedDocument Trust(TrustedDocument document)
    {
        var prepared = PreparedDocument.Prepare(_schema, document.Text, _options, _validation, _plans);
        if (prepared.Errors is [var error, ..])
        {
            var place = error.Locations is [var at, ..] ? $" (line {at.Line}, column {at.Column})" : "";
            throw new TrustedDocumentException(document.Name, error.Message + place);
        }

        foreach (var operation in prepared.Operations)
        {
            if (new VariableCoercer(_schema, new Suggestions(_validation).For).Coerce(operation.Operation, default).Values is not { } variables)
                continue;
            try
            {
                operation.Plan(variables, null);
            }
            catch (PlanRefusedException refused)
            {
                throw new TrustedDocumentException(document.Name, refused.Message, refused);
            }
            catch (BadArgumentException bad)
            {
                throw new TrustedDocumentException(document.Name, bad.Message, bad);
            }
        }

        return prepared;
    }
}
