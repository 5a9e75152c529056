namespace Hub.GraphQL.Language;

/// <summary>The definition or extension of a schema.</summary>
public readonly record struct SchemaDefinitionNode(Document Document, int Index)
{
    /// <summary>The description, or null.</summary>
    public string? Description => Descriptions.Of(Document, Index);

    /// <summary>The directives on the schema.</summary>
    public NodeList<DirectiveNode> Directives => new(Document, Index);

    /// <summary>The root types it names.</summary>
    public NodeList<OperationTypeNode> OperationTypes => new(Document, Index);

    /// <summary>First byte of the definition.</summary>
    public int Start => Document[Index].Start;
}

/// <summary>One root type of a schema.</summary>
public readonly record struct OperationTypeNode(Document Document, int Index) : INode<OperationTypeNode>
{
    /// <summary>Which operation the type is the root of.</summary>
    public OperationKind Operation => Operations.Of(Document[Index].Flags);

    /// <summary>The root type.</summary>
    public TypeNode Type => new(Document, Index + 1);

    /// <summary>First byte, the operation's keyword.</summary>
    public int Start => Document[Index].Start;

    /// <inheritdoc/>
    public static bool Reads(NodeKind kind) => kind == NodeKind.OperationTypeDefinition;

    /// <inheritdoc/>
    public static OperationTypeNode At(Document document, int index) => new(document, index);
}

/// <summary>The definition of a directive.</summary>
public readonly record struct DirectiveDefinitionNode(Document Document, int Index)
{
    /// <summary>The name, without the at sign.</summary>
    public string Name => Document.Name(NameId);

    /// <summary>Number of the name.</summary>
    public int NameId => Document[Index].Name;

    /// <summary>The description, or null.</summary>
    public string? Description => Descriptions.Of(Document, Index);

    /// <summary>The arguments the directive takes.</summary>
    public NodeList<InputValueNode> Arguments => new(Document, Index);

    /// <summary>True where the directive may stand several times at one place.</summary>
    public bool IsRepeatable => (Document[Index].Flags & NodeFlags.Repeatable) != 0;

    /// <summary>Where the directive may stand.</summary>
    public NodeList<DirectiveLocationNode> Locations => new(Document, Index);

    /// <summary>First byte of the definition.</summary>
    public int Start => Document[Index].Start;
}

/// <summary>One place a directive may stand, such as FIELD_DEFINITION.</summary>
public readonly record struct DirectiveLocationNode(Document Document, int Index) : INode<DirectiveLocationNode>
{
    /// <summary>The name of the location.</summary>
    public string Name => Document.Name(Document[Index].Name);

    /// <inheritdoc/>
    public static bool Reads(NodeKind kind) => kind == NodeKind.DirectiveLocation;

    /// <inheritdoc/>
    public static DirectiveLocationNode At(Document document, int index) => new(document, index);
}
