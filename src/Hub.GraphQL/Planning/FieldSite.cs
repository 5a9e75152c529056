using System.Text;
using Hub.GraphQL.Language;
using Hub.GraphQL.Types;

namespace Hub.GraphQL.Planning;

/// <summary>A field of the response: its key, its definition, and every place of the document it was asked for at.</summary>
public sealed class FieldSite
{
    private readonly Document _document;
    private readonly int[] _offsets;

    internal FieldSite(string responseName, NamedType parent, Field field, Document document, int[] offsets)
    {
        ResponseName = responseName;
        Parent = parent;
        Field = field;
        _document = document;
        _offsets = offsets;
        Key = Encoding.UTF8.GetBytes($"\"{responseName}\":");
    }

    /// <summary>The alias, or the name.</summary>
    public string ResponseName { get; }

    /// <summary>The type the field was found on.</summary>
    public NamedType Parent { get; }

    /// <summary>The definition.</summary>
    public Field Field { get; }

    /// <summary>The key as it stands in the response, quotes and colon included.</summary>
    public ReadOnlyMemory<byte> Key { get; }

    /// <summary>True when null may not stand here.</summary>
    public bool IsNonNull => Field.Type.IsNonNull;

    /// <summary>All occurrences that were merged, in order.</summary>
    public IReadOnlyList<SourceLocation> Locations => _document.LocationsAt(_offsets);

    /// <summary>One place of the document.</summary>
    internal IReadOnlyList<SourceLocation> LocationAt(int offset) => _document.LocationsAt(offset);
}
