namespace Hub.GraphQL.Language;

/// <summary>A type reference: a name or a list, non-null or not.</summary>
public readonly record struct TypeNode(Document Document, int Index) : INode<TypeNode>
{
    /// <summary>True where an exclamation mark follows.</summary>
    public bool IsNonNull => (Document[Index].Flags & NodeFlags.NonNull) != 0;

    /// <summary>True for a list.</summary>
    public bool IsList => Document[Index].Kind == NodeKind.ListType;

    /// <summary>What a list holds.</summary>
    public TypeNode Item => new(Document, Index + 1);

    /// <summary>The name; of a list, the name innermost.</summary>
    public string Name => Document.Name(NameId);

    /// <summary>Number of the name; of a list, of the name innermost.</summary>
    public int NameId => Document[Named.Index].Name;

    /// <summary>The named type itself, or the one a list holds innermost.</summary>
    public TypeNode Named
    {
        get
        {
            var index = Index;
            while (Document[index].Kind == NodeKind.ListType)
                index++;
            return new(Document, index);
        }
    }

    /// <summary>First byte of the reference.</summary>
    public int Start => Document[Index].Start;

    internal static TypeNode ChildOf(Document document, int parent) => new NodeList<TypeNode>(document, parent).First;

    /// <inheritdoc/>
    public override string ToString() => Printer.Print(this);

    /// <inheritdoc/>
    public static bool Reads(NodeKind kind) => kind is NodeKind.NamedType or NodeKind.ListType;

    /// <inheritdoc/>
    public static TypeNode At(Document document, int index) => new(document, index);
}
