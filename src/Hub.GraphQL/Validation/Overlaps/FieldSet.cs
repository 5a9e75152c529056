using Hub.GraphQL.Language;
using Hub.GraphQL.Types;

namespace Hub.GraphQL.Validation.Overlaps;

/// <summary>A field as it stands in one selection set.</summary>
internal sealed class FieldUse(FieldNode node, NamedType? parent, Field? definition)
{
    public FieldNode Node { get; } = node;

    public int ResponseName { get; } = node.ResponseNameId;

    /// <summary>The type the field is selected on; null where the document names an unknown one.</summary>
    public NamedType? Parent { get; } = parent;

    public Field? Definition { get; } = definition;

    public SelectionSetNode? SelectionSet { get; } = node.SelectionSet;

    public bool HasArguments { get; } = !node.Arguments.IsEmpty;

    /// <summary>True without arguments and selection set.</summary>
    public bool IsSimpleLeaf => !HasArguments && SelectionSet is null;

    /// <summary>The next field of the set that answers under the same name.</summary>
    public FieldUse? Next { get; set; }
}

/// <summary>The fields of one selection set and of its inline fragments, by response name, and the fragments spread among them.</summary>
internal sealed class FieldSet
{
    // Up to here, looking through a list is faster than hashing.
    private const int FewNames = 8;

    private readonly List<FieldUse> _first = [];
    private readonly List<FieldUse> _last = [];
    private readonly List<int> _fragments = [];
    private Dictionary<int, int>? _indices;
    private Dictionary<int, bool>? _compared;

    private FieldSet()
    {
    }

    public bool HasFields => _first.Count > 0;

    /// <summary>The first field of each response name, in the order the names appear; the others hang on it.</summary>
    public List<FieldUse> Fields => _first;

    /// <summary>Names of the fragments spread, each once.</summary>
    public List<int> Fragments => _fragments;

    /// <summary>The fragments the fields were compared with; true when only as fields that exclude each other.</summary>
    public Dictionary<int, bool> Compared => _compared ??= [];

    public static FieldSet Collect(ValidationContext context, int selectionSet, NamedType? parent)
    {
        var set = new FieldSet();
        set.Add(context, selectionSet, parent);
        return set;
    }

    /// <summary>The first field of a response name, or null.</summary>
    public FieldUse? Find(int responseName) => IndexOf(responseName) is >= 0 and var index ? _first[index] : null;

    // Nests as deep as inline fragments do, which the parser caps.
    private void Add(ValidationContext context, int selectionSet, NamedType? parent)
    {
        var document = context.Document;
        foreach (var selection in new SelectionSetNode(document, selectionSet).Selections)
        {
            switch (selection.Kind)
            {
                case NodeKind.Field:
                    // The meta fields have no definition here, as in the reference implementation.
                    var field = selection.AsField;
                    Add(new(field, parent, (parent as FieldedType)?.Fields.Find(document.NameUtf8(field.NameId))));
                    break;
                case NodeKind.FragmentSpread:
                    var name = selection.AsFragmentSpread.NameId;
                    if (!_fragments.Contains(name))
                        _fragments.Add(name);
                    break;
                default:
                    var fragment = selection.AsInlineFragment;
                    var type = fragment.TypeCondition is { } condition ? context.FindType(condition.NameId) : parent;
                    Add(context, fragment.SelectionSet.Index, type);
                    break;
            }
        }
    }

    private void Add(FieldUse use)
    {
        var index = IndexOf(use.ResponseName);
        if (index >= 0)
        {
            _last[index].Next = use;
            _last[index] = use;
            return;
        }

        _indices?.Add(use.ResponseName, _first.Count);
        _first.Add(use);
        _last.Add(use);
    }

    private int IndexOf(int responseName)
    {
        if (_first.Count > FewNames)
        {
            _indices ??= IndexAll();
            return _indices.GetValueOrDefault(responseName, -1);
        }

        for (var index = 0; index < _first.Count; index++)
        {
            if (_first[index].ResponseName == responseName)
                return index;
        }

        return -1;
    }

    private Dictionary<int, int> IndexAll()
    {
        var indices = new Dictionary<int, int>(_first.Count * 2);
        for (var index = 0; index < _first.Count; index++)
            indices.Add(_first[index].ResponseName, index);
        return indices;
    }
}

/// <summary>Two groups of fields that cannot answer under one name, and why.</summary>
internal sealed record Conflict(int ResponseName, string Reason, IReadOnlyList<int> Fields1, IReadOnlyList<int> Fields2);
