using Hub.GraphQL.Execution;
using Hub.GraphQL.Language;
using Hub.GraphQL.Types;

namespace Hub.GraphQL.Planning;

/// <summary>
/// Collects the fields of an operation for one setting of its <c>@skip</c> and <c>@include</c> variables (GraphQL 6.3.2).
/// The document is valid, so every field and fragment exists and fragments have no cycles; the limits cap what fragments
/// make of it.
/// </summary>
internal sealed class FieldCollector(Schema schema, Document document, VariableValues variables, PlanLimits limits)
{
    private readonly Dictionary<int, FragmentNode> _fragments = Fragments(document);
    private readonly FieldNeeds _needs = new(schema.Rules);
    private int _fields;
    private int _depth;

    /// <summary>The fields of an operation.</summary>
    /// <exception cref="PlanRefusedException">There are too many.</exception>
    /// <exception cref="BadArgumentException">A directive's argument cannot be coerced.</exception>
    public CollectedObject Collect(ObjectType root, OperationNode operation)
    {
        var collected = Collect(root, root, [operation.SelectionSet], null);
        return collected with { FieldCount = _fields, Needs = _needs.All };
    }

    private static Dictionary<int, FragmentNode> Fragments(Document document)
    {
        var fragments = new Dictionary<int, FragmentNode>();
        foreach (var fragment in document.Fragments)
            fragments.TryAdd(fragment.NameId, fragment);
        return fragments;
    }

    /// <summary>
    /// Collects for each type an interface or union may be. A field that two of them share is collected once below its own level, so
    /// that interfaces inside interfaces do not multiply.
    /// </summary>
    private CollectedObject CollectVariants(NamedType type, List<SelectionSetNode> selectionSets)
    {
        var shared = new SharedFields();
        return new(type, []) { Variants = [.. schema.PossibleTypes(type).Select(possible => Collect(possible, type, selectionSets, shared))] };
    }

    /// <param name="type">What is collected for.</param>
    /// <param name="asked">The type the selection sets stand on: the same, or an interface or union of it.</param>
    /// <param name="selectionSets">What was selected.</param>
    /// <param name="shared">What other types of the interface or union have in common.</param>
    private CollectedObject Collect(ObjectType type, NamedType asked, List<SelectionSetNode> selectionSets, SharedFields? shared)
    {
        if (++_depth > limits.MaxDepth)
            throw new PlanRefusedException("TOO_DEEP", $"The operation nests fields more than {limits.MaxDepth} deep. Nest fewer.");
        var groups = new OrderedDictionary<int, List<FieldNode>>();
        var visited = new HashSet<int>();
        foreach (var selectionSet in selectionSets)
            Gather(type, asked, selectionSet, groups, visited);

        var fields = new List<CollectedField>(groups.Count);
        foreach (var (_, nodes) in groups)
            fields.Add(Complete(type, nodes, shared));
        _depth--;
        return new(type, fields);
    }

    private void Gather(
        ObjectType type, NamedType asked, SelectionSetNode selectionSet, OrderedDictionary<int, List<FieldNode>> groups, HashSet<int> visited)
    {
        foreach (var selection in selectionSet.Selections)
        {
            if (!IsIncluded(selection.Directives))
                continue;
            switch (selection.Kind)
            {
                case NodeKind.Field:
                    Add(asked, selection.AsField, groups);
                    break;
                case NodeKind.InlineFragment:
                    if (Applies(selection.AsInlineFragment.TypeCondition, type))
                        Gather(type, Asked(selection.AsInlineFragment.TypeCondition, asked), selection.AsInlineFragment.SelectionSet, groups, visited);
                    break;
                default:
                    var spread = selection.AsFragmentSpread.NameId;
                    if (visited.Add(spread) && _fragments.TryGetValue(spread, out var fragment) && Applies(fragment.TypeCondition, type))
                        Gather(type, Asked(fragment.TypeCondition, asked), fragment.SelectionSet, groups, visited);
                    break;
            }
        }
    }

    private void Add(NamedType asked, FieldNode node, OrderedDictionary<int, List<FieldNode>> groups)
    {
        if (++_fields > limits.MaxFields)
            throw new PlanRefusedException("TOO_MANY_FIELDS", $"The operation selects more than {limits.MaxFields} fields. Select fewer.");
        if (schema.FindField(asked, document.NameUtf8(node.NameId)) is { } field)
            _needs.Add(asked, field, node.ResponseName, node.Start);
        if (groups.TryGetValue(node.ResponseNameId, out var nodes))
            nodes.Add(node);
        else
            groups.Add(node.ResponseNameId, [node]);
    }

    private CollectedField Complete(ObjectType type, List<FieldNode> nodes, SharedFields? shared)
    {
        var first = nodes[0];
        var field = schema.FindField(type, document.NameUtf8(first.NameId))
            ?? throw new InvalidOperationException($"The field {type}.{first.Name} does not exist; the document was not validated.");
        int[] places = [.. nodes.Select(node => node.Start)];
        var site = new FieldSite(first.ResponseName, type, field, document, places);
        if (shared?.Find(field, places) is { } known)
            return known with { Site = site };
        var collected = Complete(site, field, nodes);
        shared?.Add(field, places, collected);
        return collected;
    }

    private CollectedField Complete(FieldSite site, Field field, List<FieldNode> nodes)
    {
        var first = nodes[0];
        var arguments = new ArgumentCoercer(field.Arguments, first.Arguments, first.Start);
        if (field.Type.Type is not { IsComposite: true } named)
            return new(site, arguments, null);

        var inner = new List<SelectionSetNode>(nodes.Count);
        foreach (var node in nodes)
        {
            if (node.SelectionSet is { } selectionSet)
                inner.Add(selectionSet);
        }

        _needs.Enter(site.ResponseName);
        var selection = named is ObjectType target ? Collect(target, target, inner, null) : CollectVariants(named, inner);
        _needs.Leave();
        return new(site, arguments, selection);
    }

    private NamedType Asked(TypeNode? condition, NamedType asked) =>
        condition is { } named && schema.Types.Find(document.NameUtf8(named.NameId)) is { } known ? known : asked;

    private bool Applies(TypeNode? condition, ObjectType type)
    {
        if (condition is not { } named)
            return true;
        return schema.Types.Find(document.NameUtf8(named.NameId)) is { } known
            && (ReferenceEquals(known, type) || schema.IsSubtype(known, type));
    }

    private bool IsIncluded(NodeList<DirectiveNode> directives)
    {
        foreach (var directive in directives)
        {
            var name = document.NameUtf8(directive.NameId);
            if (name.SequenceEqual("skip"u8) && Condition(SpecifiedDirectives.Skip, directive))
                return false;
            if (name.SequenceEqual("include"u8) && !Condition(SpecifiedDirectives.Include, directive))
                return false;
        }

        return true;
    }

    private bool Condition(DirectiveDefinition definition, DirectiveNode directive) =>
        new ArgumentCoercer(definition.Arguments, directive.Arguments, directive.Start).Coerce(variables)[0] is true;

    /// <summary>Fields that were collected for one variant and may serve another: same definition, same places of the document.</summary>
    private sealed class SharedFields
    {
        private readonly Dictionary<Field, List<(int[] Places, CollectedField Field)>> _fields = [];

        public CollectedField? Find(Field field, int[] places) =>
            _fields.TryGetValue(field, out var known) ? known.Find(other => other.Places.AsSpan().SequenceEqual(places)).Field : null;

        public void Add(Field field, int[] places, CollectedField collected)
        {
            if (!_fields.TryGetValue(field, out var known))
                _fields.Add(field, known = []);
            known.Add((places, collected));
        }
    }
}
