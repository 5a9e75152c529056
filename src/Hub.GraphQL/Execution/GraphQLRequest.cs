using System.Text.Json;

namespace Hub.GraphQL.Execution;

/// <summary>What a client wants to know of the price of its operation.</summary>
public enum CostMode
{
    /// <summary>Nothing.</summary>
    Silent,

    /// <summary>Run it and tell the price, estimated and real.</summary>
    Report,

    /// <summary>Tell the price and do not run it.</summary>
    Validate,
}

/// <summary>One operation to run.</summary>
public sealed record GraphQLRequest
{
    /// <summary>The document, in UTF-8; empty when it is named by id or hash.</summary>
    public ReadOnlyMemory<byte> Query { get; init; }

    /// <summary>The document as it stands in a JSON string, with its escapes; empty when <see cref="Query"/> is it.</summary>
    internal ReadOnlyMemory<byte> EscapedQuery { get; init; }

    /// <summary>Id of a trusted document; null when the document is sent.</summary>
    public string? DocumentId { get; init; }

    /// <summary>SHA-256 of a document the client persisted or persists now, in lower-case hexadecimal digits; null when it does not.</summary>
    public string? PersistedHash { get; init; }

    /// <summary>Which operation of the document; null when it has only one.</summary>
    public string? OperationName { get; init; }

    /// <summary>The variables, an object; undefined when there are none.</summary>
    public JsonElement Variables { get; init; }

    /// <summary>The variables as JSON; empty when <see cref="Variables"/> has them.</summary>
    internal ReadOnlyMemory<byte> VariablesJson { get; init; }

    /// <summary>True refuses anything but a query, and a subscription where the answer is a stream: a GET must not change anything.</summary>
    public bool OnlyQueries { get; init; }

    /// <summary>True refuses documents that are not trusted.</summary>
    public bool OnlyTrusted { get; init; }

    /// <summary>Who asks, for conditions of the plan that depend on it; null when the host does not tell.</summary>
    public object? Caller { get; init; }

    /// <summary>Whose budget is charged; null charges nobody.</summary>
    public string? Client { get; init; }

    /// <summary>Whether the answer tells the price.</summary>
    public CostMode Cost { get; init; }

    /// <summary>True tells how the operation was run. The host decides who may ask for it.</summary>
    public bool ReportPlan { get; init; }

    /// <summary>Takes a large answer while it is written; null has the answer gathered whole.</summary>
    public IResponseSink? Sink { get; init; }

    /// <summary>Id of the last event a subscriber saw; null when it begins.</summary>
    public string? ResumeAfter { get; init; }
}
