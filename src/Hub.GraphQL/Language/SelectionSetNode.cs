namespace Hub.GraphQL.Language;

/// <summary>A selection set: what stands between one pair of braces.</summary>
public readonly record struct SelectionSetNode(Document Document, int Index)
{
    /// <summary>Fields, spreads and inline fragments in the order of the text.</summary>
    public NodeList<SelectionNode> Selections => new(Document, Index);

    /// <summary>First byte, the brace.</summary>
    public int Start => Document[Index].Start;
}

/// <summary>A field, a fragment spread or an inline fragment; <see cref="Kind"/> says which.</summary>
public readonly record struct SelectionNode(Document Document, int Index) : INode<SelectionNode>
{
    /// <summary>Field, FragmentSpread or InlineFragment.</summary>
    public NodeKind Kind => Document[Index].Kind;

    /// <summary>Reads a field.</summary>
    public FieldNode AsField => new(Document, Index);

    /// <summary>Reads a fragment spread.</summary>
    public FragmentSpreadNode AsFragmentSpread => new(Document, Index);

    /// <summary>Reads an inline fragment.</summary>
    public InlineFragmentNode AsInlineFragment => new(Document, Index);

    /// <summary>The directives on the selection.</summary>
    public NodeList<DirectiveNode> Directives => new(Document, Index);

    /// <inheritdoc/>
    public static bool Reads(NodeKind kind) => kind is >= NodeKind.Field and <= NodeKind.InlineFragment;

    /// <inheritdoc/>
    public static SelectionNode At(Document document, int index) => new(document, index);
}

/// <summary>The use of a fragment definition.</summary>
public readonly record struct FragmentSpreadNode(Document Document, int Index)
{
    /// <summary>Name of the fragment.</summary>
    public string Name => Document.Name(NameId);

    /// <summary>Number of the fragment's name.</summary>
    public int NameId => Document[Index].Name;

    /// <summary>The directives on the spread.</summary>
    public NodeList<DirectiveNode> Directives => new(Document, Index);

    /// <summary>First byte of the spread.</summary>
    public int Start => Document[Index].Start;
}

/// <summary>A selection set inside another, with a type condition, directives, both or neither.</summary>
public readonly record struct InlineFragmentNode(Document Document, int Index)
{
    /// <summary>The type the fragment applies to, or null for the enclosing type.</summary>
    public TypeNode? TypeCondition => Document.Child(Index, NodeKind.NamedType) is > 0 and var child ? new(Document, child) : null;

    /// <summary>The directives on the fragment.</summary>
    public NodeList<DirectiveNode> Directives => new(Document, Index);

    /// <summary>What the fragment selects.</summary>
    public SelectionSetNode SelectionSet => new(Document, Document.Child(Index, NodeKind.SelectionSet));

    /// <summary>First byte of the fragment.</summary>
    public int Start => Document[Index].Start;
}
