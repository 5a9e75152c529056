namespace Hub.GraphQL.Language;

/// <summary>A fragment definition.</summary>
public readonly record struct FragmentNode(Document Document, int Index) : INode<FragmentNode>
{
    /// <summary>The name.</summary>
    public string Name => Document.Name(NameId);

    /// <summary>Number of the name.</summary>
    public int NameId => Document[Index].Name;

    /// <summary>The type the fragment applies to.</summary>
    public TypeNode TypeCondition => new(Document, Document.Child(Index, NodeKind.NamedType));

    /// <summary>The description, or null.</summary>
    public string? Description => Descriptions.Of(Document, Index);

    /// <summary>Variable definitions of the older syntax; empty unless the parser was asked to accept them.</summary>
    public NodeList<VariableDefinitionNode> Variables => new(Document, Index);

    /// <summary>The directives on the definition.</summary>
    public NodeList<DirectiveNode> Directives => new(Document, Index);

    /// <summary>What the fragment selects.</summary>
    public SelectionSetNode SelectionSet => new(Document, Document.Child(Index, NodeKind.SelectionSet));

    /// <summary>First byte of the definition.</summary>
    public int Start => Document[Index].Start;

    /// <inheritdoc/>
    public static bool Reads(NodeKind kind) => kind == NodeKind.Fragment;

    /// <inheritdoc/>
    public static FragmentNode At(Document document, int index) => new(document, index);
}
