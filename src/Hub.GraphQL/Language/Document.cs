using System.Text;

namespace Hub.GraphQL.Language;

/// <summary>
/// A parsed document: its source and an array of nodes, read through small structs such as <see cref="FieldNode"/>. Immutable.
/// </summary>
public sealed class Document
{
    private readonly Node[] _nodes;
    private readonly NameTable _names;
    private readonly bool _hasLocations;
    private SourceLines? _lines;

    internal Document(ReadOnlyMemory<byte> source, Node[] nodes, int nodeCount, NameTable names, bool hasLocations)
    {
        Source = source;
        _nodes = nodes;
        NodeCount = nodeCount;
        _names = names;
        _hasLocations = hasLocations;
    }

    /// <summary>The UTF-8 text the document was parsed from.</summary>
    public ReadOnlyMemory<byte> Source { get; }

    /// <summary>How many nodes the tree has; their indices run from 0, the document itself.</summary>
    public int NodeCount { get; }

    /// <summary>How many distinct names the document uses; they are numbered from 0.</summary>
    public int NameCount => _names.Count;

    /// <summary>All definitions in the order of the text.</summary>
    public NodeList<DefinitionNode> Definitions => new(this, 0);

    /// <summary>The operations among the definitions.</summary>
    public NodeList<OperationNode> Operations => new(this, 0);

    /// <summary>The fragment definitions among the definitions.</summary>
    public NodeList<FragmentNode> Fragments => new(this, 0);

    /// <summary>The value of a document made by <c>Parser.ParseValue</c>.</summary>
    public ValueNode Value => new(this, 1);

    /// <summary>The type reference of a document made by <c>Parser.ParseType</c>.</summary>
    public TypeNode Type => new(this, 1);

    internal ReadOnlySpan<Node> Nodes => _nodes.AsSpan(0, NodeCount);

    internal ref readonly Node this[int index] => ref _nodes[index];

    /// <summary>A name by its number.</summary>
    public string Name(int nameId) => _names.Text(nameId);

    /// <summary>A name by its number, as it stands in the source.</summary>
    public ReadOnlySpan<byte> NameUtf8(int nameId) => _names.Utf8(nameId);

    /// <summary>The number of a name, or -1 where the document does not use it.</summary>
    public int FindName(ReadOnlySpan<byte> name) => _names.Find(name);

    /// <summary>The number of a name, or -1 where the document does not use it.</summary>
    public int FindName(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        Span<byte> utf8 = stackalloc byte[128];
        return Encoding.UTF8.TryGetBytes(name, utf8, out var length)
            ? _names.Find(utf8[..length])
            : _names.Find(Encoding.UTF8.GetBytes(name));
    }

    /// <summary>The place of a byte of the source.</summary>
    public SourceLocation LocationAt(int offset) => (_lines ??= new(Source)).Locate(offset);

    /// <summary>The places an error names: none when the document was parsed without locations.</summary>
    public IReadOnlyList<SourceLocation> LocationsAt(params ReadOnlySpan<int> offsets)
    {
        if (!_hasLocations)
            return [];

        var locations = new SourceLocation[offsets.Length];
        for (var i = 0; i < offsets.Length; i++)
            locations[i] = LocationAt(offsets[i]);
        return locations;
    }

    /// <summary>Index of the first child of a kind, or 0, which no child has.</summary>
    internal int Child(int parent, NodeKind kind)
    {
        var end = _nodes[parent].Next;
        for (var child = parent + 1; child < end; child = _nodes[child].Next)
        {
            if (_nodes[child].Kind == kind)
                return child;
        }

        return 0;
    }
}
