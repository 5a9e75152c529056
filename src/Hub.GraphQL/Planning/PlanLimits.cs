namespace Hub.GraphQL.Planning;

/// <summary>What an operation may ask for before it is planned.</summary>
public sealed record PlanLimits
{
    /// <summary>Fields selected, each fragment counted wherever it is used.</summary>
    public int MaxFields { get; init; } = 2_000;

    /// <summary>Fields inside fields.</summary>
    public int MaxDepth { get; init; } = 32;

    /// <summary>Nodes on all pages together, each page taken as full.</summary>
    public int MaxNodes { get; init; } = 250_000;

    /// <summary>Values in one list of a filter, and conditions in one filter.</summary>
    public int MaxFilterParts { get; init; } = 500;

    /// <summary>Relations inside relations of one filter; each is a loop inside the others when no index helps.</summary>
    public int MaxFilterRelations { get; init; } = 10;

    /// <summary>Keys of one <c>groupBy</c>.</summary>
    public int MaxGroupKeys { get; init; } = 6;

    /// <summary>Characters of a text to search for.</summary>
    public int MaxSearchText { get; init; } = 1_000;

    /// <summary>Words of a text that a list is searched for.</summary>
    public int MaxSearchWords { get; init; } = 12;

    /// <summary>Characters of such a word.</summary>
    public int MaxSearchWord { get; init; } = 64;
}
