using Hub.GraphQL.Documents;
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

    /// <summary>
    /// How many steps of the database an operation may take whatever it was estimated at; ten times its estimate comes on top. A step is what
    /// the database's own machine does between two looks at its program: some ten go into a row that is looked at.
    /// </summary>
    public long FreeSteps { get; init; } = 200_000_000;

    /// <summary>About how many bytes of documents are kept parsed and validated.</summary>
    public long CachedDocumentBytes { get; init; } = 32 << 20;

    /// <summary>About how many bytes of plans are kept, of all documents together.</summary>
    public long CachedPlanBytes { get; init; } = 64 << 20;

    /// <summary>About how many bytes of documents that clients persisted are kept.</summary>
    public long PersistedQueryBytes { get; init; } = 8 << 20;

    /// <summary>Documents of the operator, known by id; each is validated when the engine starts.</summary>
    public IReadOnlyList<TrustedDocument> TrustedDocuments { get; init; } = [];

    /// <summary>What the operations of one client may cost in a minute together; 0 sets no bound.</summary>
    public long CostPerMinute { get; init; }

    /// <summary>False keeps the schema's names out of error messages.</summary>
    public bool Suggestions { get; init; } = true;
}
