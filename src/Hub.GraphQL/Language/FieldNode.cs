namespace Hub.GraphQL.Language;

/// <summary>A selected field.</summary>
public readonly record struct FieldNode(Document Document, int Index) : INode<FieldNode>
{
    /// <summary>The field's name in the schema.</summary>
    public string Name => Document.Name(NameId);

    /// <summary>Number of the name.</summary>
    public int NameId => Document[Index].Name;

    /// <summary>The alias, or null.</summary>
    public string? Alias => HasAlias ? Document.Name(Document[Index + 1].Name) : null;

    /// <summary>The key in the response: the alias where there is one, else the name.</summary>
    public string ResponseName => Document.Name(ResponseNameId);

    /// <summary>Number of the key in the response.</summary>
    public int ResponseNameId => HasAlias ? Document[Index + 1].Name : NameId;

    /// <summary>The arguments in the order of the text.</summary>
    public NodeList<ArgumentNode> Arguments => new(Document, Index);

    /// <summary>The directives on the field.</summary>
    public NodeList<DirectiveNode> Directives => new(Document, Index);

    /// <summary>What is selected of the field's value, or null.</summary>
    public SelectionSetNode? SelectionSet =>
        Document.Child(Index, NodeKind.SelectionSet) is > 0 and var child ? new(Document, child) : null;

    /// <summary>First byte of the field: its alias or name.</summary>
    public int Start => Document[Index].Start;

    private bool HasAlias => Index + 1 < Document.NodeCount && Document[Index + 1].Kind == NodeKind.Alias;

    /// <summary>The argument of a name, or null.</summary>
    public ArgumentNode? Argument(string name) => ArgumentNode.Find(Arguments, name);

    /// <inheritdoc/>
    public static bool Reads(NodeKind kind) => kind == NodeKind.Field;

    /// <inheritdoc/>
    public static FieldNode At(Document document, int index) => new(document, index);
}

/// <summary>An argument of a field or directive.</summary>
public readonly record struct ArgumentNode(Document Document, int Index) : INode<ArgumentNode>, INamedNode
{
    /// <summary>The name.</summary>
    public string Name => Document.Name(NameId);

    /// <summary>Number of the name.</summary>
    public int NameId => Document[Index].Name;

    /// <summary>The value given.</summary>
    public ValueNode Value => new(Document, Index + 1);

    /// <summary>First byte of the argument.</summary>
    public int Start => Document[Index].Start;

    internal static ArgumentNode? Find(NodeList<ArgumentNode> arguments, string name)
    {
        foreach (var argument in arguments)
        {
            if (argument.Name == name)
                return argument;
        }

        return null;
    }

    /// <inheritdoc/>
    public static bool Reads(NodeKind kind) => kind == NodeKind.Argument;

    /// <inheritdoc/>
    public static ArgumentNode At(Document document, int index) => new(document, index);
}

/// <summary>A directive in use.</summary>
public readonly record struct DirectiveNode(Document Document, int Index) : INode<DirectiveNode>
{
    /// <summary>The name, without the at sign.</summary>
    public string Name => Document.Name(NameId);

    /// <summary>Number of the name.</summary>
    public int NameId => Document[Index].Name;

    /// <summary>The arguments in the order of the text.</summary>
    public NodeList<ArgumentNode> Arguments => new(Document, Index);

    /// <summary>First byte, the at sign.</summary>
    public int Start => Document[Index].Start;

    /// <summary>The argument of a name, or null.</summary>
    public ArgumentNode? Argument(string name) => ArgumentNode.Find(Arguments, name);

    /// <inheritdoc/>
    public static bool Reads(NodeKind kind) => kind == NodeKind.Directive;

    /// <inheritdoc/>
    public static DirectiveNode At(Document document, int index) => new(document, index);
}
