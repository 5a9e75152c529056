namespace Hub.GraphQL.Language;

/// <summary>The definition or extension of a type; which members mean something depends on <see cref="Kind"/>.</summary>
public readonly record struct TypeDefinitionNode(Document Document, int Index) : INode<TypeDefinitionNode>
{
    /// <summary>Which kind of type, and whether it is an extension.</summary>
    public NodeKind Kind => Document[Index].Kind;

    /// <summary>The kind without the difference between definition and extension.</summary>
    public NodeKind DefinitionKind => Kind >= NodeKind.SchemaExtension
        ? Kind - NodeKind.SchemaExtension + NodeKind.SchemaDefinition
        : Kind;

    /// <summary>The name.</summary>
    public string Name => Document.Name(NameId);

    /// <summary>Number of the name.</summary>
    public int NameId => Document[Index].Name;

    /// <summary>The description, or null.</summary>
    public string? Description => Descriptions.Of(Document, Index);

    /// <summary>The directives on the definition.</summary>
    public NodeList<DirectiveNode> Directives => new(Document, Index);

    /// <summary>Interfaces of an object or interface.</summary>
    public NodeList<TypeNode> Interfaces => new(Document, Index);

    /// <summary>Member types of a union.</summary>
    public NodeList<TypeNode> Members => new(Document, Index);

    /// <summary>Fields of an object or interface.</summary>
    public NodeList<FieldDefinitionNode> Fields => new(Document, Index);

    /// <summary>Fields of an input object.</summary>
    public NodeList<InputValueNode> InputFields => new(Document, Index);

    /// <summary>Values of an enum.</summary>
    public NodeList<EnumValueDefinitionNode> Values => new(Document, Index);

    /// <summary>First byte of the definition.</summary>
    public int Start => Document[Index].Start;

    /// <inheritdoc/>
    public static bool Reads(NodeKind kind) => kind
        is (>= NodeKind.ScalarDefinition and <= NodeKind.InputObjectDefinition)
        or (>= NodeKind.ScalarExtension and <= NodeKind.InputObjectExtension);

    /// <inheritdoc/>
    public static TypeDefinitionNode At(Document document, int index) => new(document, index);
}

/// <summary>The definition of an output field.</summary>
public readonly record struct FieldDefinitionNode(Document Document, int Index) : INode<FieldDefinitionNode>, INamedNode
{
    /// <summary>The name.</summary>
    public string Name => Document.Name(NameId);

    /// <summary>Number of the name.</summary>
    public int NameId => Document[Index].Name;

    /// <summary>The description, or null.</summary>
    public string? Description => Descriptions.Of(Document, Index);

    /// <summary>The arguments the field takes.</summary>
    public NodeList<InputValueNode> Arguments => new(Document, Index);

    /// <summary>The field's type.</summary>
    public TypeNode Type => TypeNode.ChildOf(Document, Index);

    /// <summary>The directives on the field.</summary>
    public NodeList<DirectiveNode> Directives => new(Document, Index);

    /// <summary>First byte of the definition.</summary>
    public int Start => Document[Index].Start;

    /// <inheritdoc/>
    public static bool Reads(NodeKind kind) => kind == NodeKind.FieldDefinition;

    /// <inheritdoc/>
    public static FieldDefinitionNode At(Document document, int index) => new(document, index);
}

/// <summary>The definition of an argument or of a field of an input object.</summary>
public readonly record struct InputValueNode(Document Document, int Index) : INode<InputValueNode>, INamedNode
{
    /// <summary>The name.</summary>
    public string Name => Document.Name(NameId);

    /// <summary>Number of the name.</summary>
    public int NameId => Document[Index].Name;

    /// <summary>The description, or null.</summary>
    public string? Description => Descriptions.Of(Document, Index);

    /// <summary>The type.</summary>
    public TypeNode Type => TypeNode.ChildOf(Document, Index);

    /// <summary>The default value, or null.</summary>
    public ValueNode? Default => ValueNode.ChildOf(Document, Index);

    /// <summary>The directives on it.</summary>
    public NodeList<DirectiveNode> Directives => new(Document, Index);

    /// <summary>First byte of the definition.</summary>
    public int Start => Document[Index].Start;

    /// <inheritdoc/>
    public static bool Reads(NodeKind kind) => kind == NodeKind.InputValueDefinition;

    /// <inheritdoc/>
    public static InputValueNode At(Document document, int index) => new(document, index);
}

/// <summary>The definition of a value of an enum.</summary>
public readonly record struct EnumValueDefinitionNode(Document Document, int Index) : INode<EnumValueDefinitionNode>, INamedNode
{
    /// <summary>The name.</summary>
    public string Name => Document.Name(NameId);

    /// <summary>Number of the name.</summary>
    public int NameId => Document[Index].Name;

    /// <summary>The description, or null.</summary>
    public string? Description => Descriptions.Of(Document, Index);

    /// <summary>The directives on the value.</summary>
    public NodeList<DirectiveNode> Directives => new(Document, Index);

    /// <summary>First byte of the definition.</summary>
    public int Start => Document[Index].Start;

    /// <inheritdoc/>
    public static bool Reads(NodeKind kind) => kind == NodeKind.EnumValueDefinition;

    /// <inheritdoc/>
    public static EnumValueDefinitionNode At(Document document, int index) => new(document, index);
}
