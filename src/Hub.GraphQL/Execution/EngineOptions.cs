using Hub.GraphQL.Language;
using Hub.GraphQL.Planning;

namespace Hub.GraphQL.Execution;

/// <summary>What an engine accepts and keeps.</summary>
public sealed record EngineOptions
{
    /// <summary>What a document may be.</summary>
    public ParserOptions Parser { get; init; } = ParserOptions.Request;

    /// <summary>What an operation may ask for.</summary>
    public PlanLimits Limits { get; init; } = new();

    /// <summary>How long one operation may take; its statements are stopped then.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Bytes of documents kept parsed, validated and planned.</summary>
    public long CachedDocumentBytes { get; init; } = 8 << 20;

    /// <summary>Plans kept of one operation, one per shape of its arguments.</summary>
    public int PlansPerOperation { get; init; } = 32;

    /// <summary>False keeps the schema's names out of error messages.</summary>
    public bool Suggestions { get; init; } = true;
}
