namespace Hub.GraphQL.Language;

/// <summary>Any definition of a document; <see cref="Kind"/> says which, and the As members read it as that.</summary>
public readonly record struct DefinitionNode(Document Document, int Index) : INode<DefinitionNode>
{
    /// <summary>Which definition it is.</summary>
    public NodeKind Kind => Document[Index].Kind;

    /// <summary>True for operations and fragments.</summary>
    public bool IsExecutable => Kind is NodeKind.Operation or NodeKind.Fragment;

    /// <summary>True for extensions of a schema or type.</summary>
    public bool IsExtension => Kind is >= NodeKind.SchemaExtension and <= NodeKind.InputObjectExtension;

    /// <summary>True for definitions and extensions of types.</summary>
    public bool IsType => Kind
        is (>= NodeKind.ScalarDefinition and <= NodeKind.InputObjectDefinition)
        or (>= NodeKind.ScalarExtension and <= NodeKind.InputObjectExtension);

    /// <summary>Reads an operation.</summary>
    public OperationNode AsOperation => new(Document, Index);

    /// <summary>Reads a fragment definition.</summary>
    public FragmentNode AsFragment => new(Document, Index);

    /// <summary>Reads a definition or extension of a type.</summary>
    public TypeDefinitionNode AsType => new(Document, Index);

    /// <summary>Reads a definition or extension of the schema.</summary>
    public SchemaDefinitionNode AsSchema => new(Document, Index);

    /// <summary>Reads a directive definition.</summary>
    public DirectiveDefinitionNode AsDirective => new(Document, Index);

    /// <inheritdoc/>
    public static bool Reads(NodeKind kind) => kind is >= NodeKind.Operation and <= NodeKind.InputObjectExtension;

    /// <inheritdoc/>
    public static DefinitionNode At(Document document, int index) => new(document, index);
}
