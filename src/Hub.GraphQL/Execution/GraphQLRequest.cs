using System.Text.Json;

namespace Hub.GraphQL.Execution;

/// <summary>One operation to run.</summary>
public sealed record GraphQLRequest
{
    /// <summary>The document, in UTF-8.</summary>
    public required ReadOnlyMemory<byte> Query { get; init; }

    /// <summary>Which operation of the document; null when it has only one.</summary>
    public string? OperationName { get; init; }

    /// <summary>The variables, an object; undefined when there are none.</summary>
    public JsonElement Variables { get; init; }

    /// <summary>True refuses anything but a query: a GET must not change anything.</summary>
    public bool OnlyQueries { get; init; }

    /// <summary>Who asks, for conditions of the plan that depend on it; null when the host does not tell.</summary>
    public object? Caller { get; init; }
}
