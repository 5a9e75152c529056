namespace Hub.GraphQL.Language;

/// <summary>
/// One node of the tree. Nodes lie in the order of the text, children directly behind their parent, so walking a tree is
/// reading an array and leaving a node is reaching <see cref="Next"/>.
/// </summary>
internal struct Node
{
    /// <summary>No name.</summary>
    public const int None = -1;

    public NodeKind Kind;
    public NodeFlags Flags;

    /// <summary>First byte of the first token.</summary>
    public int Start;

    /// <summary>First byte after the last token.</summary>
    public int End;

    /// <summary>Index behind the last node below this one: the next sibling, if there is one.</summary>
    public int Next;

    /// <summary>Number of the name in the document's name table.</summary>
    public int Name;

    /// <summary>First byte of the name token, which is where errors about the name point.</summary>
    public int NameStart;
}

/// <summary>What a node says beside its kind; which flags have a meaning depends on the kind.</summary>
[Flags]
internal enum NodeFlags : byte
{
    None = 0,

    /// <summary>Of an operation or an operation type; neither bit means a query.</summary>
    Mutation = 1,
    Subscription = 2,

    /// <summary>Of an operation written as a bare selection set.</summary>
    Shorthand = 4,

    /// <summary>Of a type reference followed by an exclamation mark.</summary>
    NonNull = 8,

    /// <summary>Of a Boolean value.</summary>
    True = 16,

    /// <summary>Of a string value or description in triple quotes.</summary>
    Block = 32,

    /// <summary>Of a directive definition.</summary>
    Repeatable = 64,
}
