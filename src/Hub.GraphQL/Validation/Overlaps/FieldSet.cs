using Hub.GraphQL.Language;
using Hub.GraphQL.Types;

namespace Hub.GraphQL.Validation.Overlaps;

/// <summary>A field as it stands in one selection set.</summary>
internal sealed class FieldUse(FieldNode node, NamedType? parent, Field? definition)
{
    public FieldNode Node { get; } = node;

    /// <summary>The type the field is selected on; null where the document names an unknown one.</summary>
    public NamedType? Parent { get; } = parent;

    public Field? Definition { get; } = definition;

    /// <summary>True without arguments and selection set.</summary>
    public bool IsSimpleLeaf { get; } = node.Arguments.IsEmpty && node.SelectionSet is null;

    /// <summary>Why this use and others cannot be one field, as far as found out; null says that they can.</summary>
    public Dictionary<FieldUse, string?> Comparisons => field ??= [];
}

/// <summary>The fields of one selection set and of its inline fragments, by response name, and the fragments spread among them.</summary>
internal sealed class FieldSet
{
    private readonly OrderedDictionary<int, List<FieldUse>> _fields = [];
    private readonly List<int> _fragments = [];
    private Dictionary<int, bool>? _compared;
    private Dictionary<FieldSet, List<Overlap>>? _overlaps;

    private FieldSet()
    {
    }

    public bool HasFields => _fields.Count > 0;

    /// <summary>The fields by response name, in the order the names first appear.</summary>
    public OrderedDictionary<int, List<FieldUse>> Fields => _fields;

    /// <summary>Names of the fragments spread, each once.</summary>
    public IReadOnlyList<int> Fragments => _fragments;

    /// <summary>Whether the fields were compared with each fragment; true when only as fields that exclude each other.</summary>
    public Dictionary<int, bool> Compared => _compared ??= [];

    /// <summary>The response names shared with other sets, as far as found out.</summary>
    public Dictionary<FieldSet, List<Overlap>> Overlaps => _overlaps ??= [];

    public static FieldSet Collect(ValidationContext context, int selectionSet, NamedType? parent)
    {
        var set = new FieldSet();
        set.Add(context, selectionSet, parent);
        return set;
    }

    // Nests as deep as inline fragments do, which the parser caps.
    private void Add(ValidationContext context, int selectionSet, NamedType? parent)
    {
        var document = context.Document;
        foreach (var selection in new SelectionSetNode(document, selectionSet).Selections)
        {
            switch (selection.Kind)
            {
                case NodeKind.Field:
                    Add(context, selection.AsField, parent);
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

    private void Add(ValidationContext context, FieldNode field, NamedType? parent)
    {
        // The meta fields have no definition here, as in the reference implementation.
        var definition = (parent as FieldedType)?.Fields.Find(context.Document.NameUtf8(field.NameId));
        if (!_fields.TryGetValue(field.ResponseNameId, out var uses))
            _fields.Add(field.ResponseNameId, uses = []);
        uses.Add(new(field, parent, definition));
    }
}

/// <summary>The fields two sets have under one response name.</summary>
internal readonly record struct Overlap(int ResponseName, List<FieldUse> Fields1, List<FieldUse> Fields2);

/// <summary>Two groups of fields that cannot answer under one name, and why.</summary>
internal sealed record Conflict(int ResponseName, string Reason, IReadOnlyList<int> Fields1, IReadOnlyList<int> Fields2);
