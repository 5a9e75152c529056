namespace Hub.GraphQL.Language;

/// <summary>The three kinds of operation.</summary>
public enum OperationKind
{
    /// <summary>Reads.</summary>
    Query,

    /// <summary>Writes, then reads.</summary>
    Mutation,

    /// <summary>Reads again with every event.</summary>
    Subscription,
}

/// <summary>An operation: what a client asks for.</summary>
public readonly record struct OperationNode(Document Document, int Index) : INode<OperationNode>
{
    /// <summary>Query, mutation or subscription.</summary>
    public OperationKind Operation => Operations.Of(Document[Index].Flags);

    /// <summary>The name, or null for an anonymous operation.</summary>
    public string? Name => NameId < 0 ? null : Document.Name(NameId);

    /// <summary>Number of the name, or -1.</summary>
    public int NameId => Document[Index].Name;

    /// <summary>True when it was written as a selection set alone.</summary>
    public bool IsShorthand => (Document[Index].Flags & NodeFlags.Shorthand) != 0;

    /// <summary>The description, or null.</summary>
    public string? Description => Descriptions.Of(Document, Index);

    /// <summary>The variables the operation declares.</summary>
    public NodeList<VariableDefinitionNode> Variables => new(Document, Index);

    /// <summary>The directives on the operation.</summary>
    public NodeList<DirectiveNode> Directives => new(Document, Index);

    /// <summary>The root selection set.</summary>
    public SelectionSetNode SelectionSet => new(Document, Document.Child(Index, NodeKind.SelectionSet));

    /// <summary>First byte of the definition.</summary>
    public int Start => Document[Index].Start;

    /// <inheritdoc/>
    public static bool Reads(NodeKind kind) => kind == NodeKind.Operation;

    /// <inheritdoc/>
    public static OperationNode At(Document document, int index) => new(document, index);
}

/// <summary>A variable an operation declares.</summary>
public readonly record struct VariableDefinitionNode(Document Document, int Index) : INode<VariableDefinitionNode>, INamedNode
{
    /// <summary>The name, without the dollar sign.</summary>
    public string Name => Document.Name(NameId);

    /// <summary>Number of the name.</summary>
    public int NameId => Document[Index].Name;

    /// <summary>The declared type.</summary>
    public TypeNode Type => TypeNode.ChildOf(Document, Index);

    /// <summary>The default value, or null.</summary>
    public ValueNode? Default => ValueNode.ChildOf(Document, Index);

    /// <summary>The description, or null.</summary>
    public string? Description => Descriptions.Of(Document, Index);

    /// <summary>The directives on the variable.</summary>
    public NodeList<DirectiveNode> Directives => new(Document, Index);

    /// <summary>First byte of the definition.</summary>
    public int Start => Document[Index].Start;

    /// <inheritdoc/>
    public static bool Reads(NodeKind kind) => kind == NodeKind.VariableDefinition;

    /// <inheritdoc/>
    public static VariableDefinitionNode At(Document document, int index) => new(document, index);
}

/// <summary>Operation kinds as flags of a node.</summary>
internal static class Operations
{
    public static OperationKind Of(NodeFlags flags) => flags switch
    {
        _ when (flags & NodeFlags.Mutation) != 0 => OperationKind.Mutation,
        _ when (flags & NodeFlags.Subscription) != 0 => OperationKind.Subscription,
        _ => OperationKind.Query,
    };

    public static string Keyword(OperationKind operation) => operation switch
    {
        OperationKind.Mutation => "mutation",
        OperationKind.Subscription => "subscription",
        _ => "query",
    };
}

/// <summary>Reads the description some nodes carry.</summary>
internal static class Descriptions
{
    public static string? Of(Document document, int index)
    {
        var first = index + 1;
        if (first >= document[index].Next || document[first].Kind != NodeKind.Description)
            return null;

        ref readonly var node = ref document[first];
        return StringLiteral.Value(document.Source.Span[node.Start..node.End], (node.Flags & NodeFlags.Block) != 0);
    }
}
