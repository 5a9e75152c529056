namespace Hub.GraphQL.Language;

/// <summary>What a parser accepts. Everything a hostile document could make grow has a cap.</summary>
public sealed record ParserOptions
{
    /// <summary>For documents of clients.</summary>
    public static ParserOptions Request { get; } = new();

    /// <summary>For documents of the operator, such as a schema: wide, but still bounded.</summary>
    public static ParserOptions Trusted { get; } = new() { MaxBytes = 64 << 20, MaxTokens = 8_000_000, MaxNodes = 8_000_000 };

    /// <summary>Bytes of the source.</summary>
    public int MaxBytes { get; init; } = 256 << 10;

    /// <summary>Tokens, comments not counted.</summary>
    public int MaxTokens { get; init; } = 20_000;

    /// <summary>Nodes of the syntax tree.</summary>
    public int MaxNodes { get; init; } = 20_000;

    /// <summary>
    /// Selection sets, lists, objects and list types open at the same time; 1,000 at most, because what walks a document may
    /// use the thread's stack that deep.
    /// </summary>
    public int MaxDepth
    {
        get;
        init
        {
            ArgumentOutOfRangeException.ThrowIfGreaterThan(value, 1_000);
            field = value;
        }
    } = 128;

    /// <summary>False leaves locations out of every error about the document.</summary>
    public bool Locations { get; init; } = true;

    /// <summary>Accepts variable definitions on fragments, a syntax older than the specification that some tools still print.</summary>
    public bool FragmentVariables { get; init; }

    /// <summary>Accepts <c>{ }</c> as a selection set. No edition allows it; trees built by hand can hold one.</summary>
    internal bool EmptySelectionSets { get; init; }
}
