using Hub.GraphQL.Language;
using Hub.GraphQL.Types;
using Hub.GraphQL.Validation;

namespace Hub.GraphQL.Execution;

/// <summary>A document that was parsed and validated, or the errors that came of it. Kept for the next request with the same bytes.</summary>
internal sealed class PreparedDocument
{
    /// <summary>About what a node of the tree weighs, and what is known of it.</summary>
    private const int BytesPerNode = 48;

    private readonly Dictionary<string, PreparedOperation> _operations = new(StringComparer.Ordinal);
    private readonly List<PreparedOperation> _all = [];

    private PreparedDocument(ReadOnlyMemory<byte> source, IReadOnlyList<GraphQLError> errors)
    {
        Errors = errors;
        Weight = source.Length + errors.Sum(error => 200 + (2 * error.Message.Length));
    }

    private PreparedDocument(Schema schema, Document document, EngineOptions options, PlanCache plans)
    {
        Errors = [];
        Weight = document.Source.Length + (document.NodeCount * BytesPerNode);
        foreach (var operation in document.Operations)
        {
            var root = operation.Operation switch
            {
                OperationKind.Query => schema.QueryType,
                OperationKind.Mutation => schema.MutationType,
                _ => schema.SubscriptionType,
            };
            if (root is null)
                throw new InvalidOperationException("Validation lets no operation through that the schema has no root for.");
            var prepared = new PreparedOperation(schema, operation, root, options.Limits, plans);
            _all.Add(prepared);
            if (operation.Name is { } name)
                _operations.TryAdd(name, prepared);
        }
    }

    /// <summary>Why the document cannot be run; empty when it can.</summary>
    public IReadOnlyList<GraphQLError> Errors { get; }

    /// <summary>About how many bytes it takes to keep.</summary>
    public long Weight { get; }

    /// <summary>Its operations, in order.</summary>
    public IReadOnlyList<PreparedOperation> Operations => _all;

    public static PreparedDocument Prepare(
        Schema schema, ReadOnlyMemory<byte> source, EngineOptions options, ValidationOptions validation, PlanCache plans)
    {
        var parsed = Parser.Parse(source, options.Parser);
        if (!parsed.IsOk)
            return new(source, [parsed.Error with { Code = parsed.Error.Code ?? "GRAPHQL_PARSE_FAILED" }]);
        var errors = DocumentValidator.Validate(schema, parsed.Document, validation);
        return errors.Count > 0
            ? new(source, [.. errors.Select(error => error with { Code = error.Code ?? "GRAPHQL_VALIDATION_FAILED" })])
            : new(schema, parsed.Document, options, plans);
    }

    /// <summary>The operation of a name, or the only one; else why there is none, in the words of graphql-js.</summary>
    public (PreparedOperation? Operation, string? Error) Find(string? name)
    {
        if (name is null)
        {
            return _all.Count switch
            {
                0 => (null, "Must provide an operation."),
                1 => (_all[0], null),
                _ => (null, "Must provide operation name if query contains multiple operations."),
            };
        }

        return _operations.TryGetValue(name, out var found) ? (found, null) : (null, $"Unknown operation named \"{name}\".");
    }
}
