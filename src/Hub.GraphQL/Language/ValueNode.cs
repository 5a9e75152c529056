using System.Text;

namespace Hub.GraphQL.Language;

/// <summary>A value as written; <see cref="Kind"/> says which of the value kinds it is.</summary>
public readonly record struct ValueNode(Document Document, int Index) : INode<ValueNode>
{
    /// <summary>One of the value kinds, from Variable to ObjectValue.</summary>
    public NodeKind Kind => Document[Index].Kind;

    /// <summary>The source text of the value.</summary>
    public ReadOnlySpan<byte> Utf8 => Document.Source.Span[Document[Index].Start..Document[Index].End];

    /// <summary>The source text of the value: the digits of a number, the name of an enum value.</summary>
    public string Text => Encoding.UTF8.GetString(Utf8);

    /// <summary>Name of a variable (without the dollar sign) or of an enum value.</summary>
    public string Name => Document.Name(NameId);

    /// <summary>Number of the name of a variable or enum value.</summary>
    public int NameId => Document[Index].Name;

    /// <summary>Value of a Boolean.</summary>
    public bool Boolean => (Document[Index].Flags & NodeFlags.True) != 0;

    /// <summary>Value of a string, its escapes resolved. Decodes anew with each call.</summary>
    public string StringValue => StringLiteral.Value(Utf8, IsBlockString);

    /// <summary>True for a string in triple quotes.</summary>
    public bool IsBlockString => Kind == NodeKind.StringValue && (Document[Index].Flags & NodeFlags.Block) != 0;

    /// <summary>Items of a list.</summary>
    public NodeList<ValueNode> Items => new(Document, Index);

    /// <summary>Fields of an input object.</summary>
    public NodeList<ObjectFieldNode> Fields => new(Document, Index);

    /// <summary>First byte of the value.</summary>
    public int Start => Document[Index].Start;

    internal static ValueNode? ChildOf(Document document, int parent)
    {
        foreach (var value in new NodeList<ValueNode>(document, parent))
            return value;
        return null;
    }

    /// <inheritdoc/>
    public override string ToString() => Printer.Print(this);

    /// <inheritdoc/>
    public static bool Reads(NodeKind kind) => kind is >= NodeKind.Variable and <= NodeKind.ObjectValue;

    /// <inheritdoc/>
    public static ValueNode At(Document document, int index) => new(document, index);
}

/// <summary>A field of an input object as written.</summary>
public readonly record struct ObjectFieldNode(Document Document, int Index) : INode<ObjectFieldNode>, INamedNode
{
    /// <summary>The name.</summary>
    public string Name => Document.Name(NameId);

    /// <summary>Number of the name.</summary>
    public int NameId => Document[Index].Name;

    /// <summary>The value given.</summary>
    public ValueNode Value => new(Document, Index + 1);

    /// <summary>First byte of the field.</summary>
    public int Start => Document[Index].Start;

    /// <inheritdoc/>
    public static bool Reads(NodeKind kind) => kind == NodeKind.ObjectField;

    /// <inheritdoc/>
    public static ObjectFieldNode At(Document document, int index) => new(document, index);
}
