using Hub.GraphQL.Language;
using Hub.GraphQL.Types;

namespace Hub.GraphQL.Validation;

/// <summary>
/// One use of a variable, and what the schema says about its place; <c>OneOf</c> where it is the value of such an object's field.
/// </summary>
internal readonly record struct VariableUsage(int Node, TypeReference? Type, bool HasDefault, InputObjectType? OneOf);

/// <summary>Where operations use variables, in themselves and in the fragments they reach.</summary>
internal sealed class VariableUsages(ValidationContext context)
{
    private readonly Document _document = context.Document;
    private readonly Dictionary<int, VariableUsage[]> _local = [];
    private readonly Dictionary<int[], VariableUsage[]> _fragments = [];
    private int _operation;
    private VariableUsage[] _usages = [];

    /// <summary>All uses that concern an operation.</summary>
    public VariableUsage[] Of(int operation)
    {
        if (_operation == operation)
            return _usages;

        var fragments = context.Fragments.ReachableFrom(operation);
        if (!_fragments.TryGetValue(fragments, out var inFragments))
        {
            context.SpendFragmentWork(fragments.Length);
            var all = new List<VariableUsage>();
            foreach (var fragment in fragments)
            {
                var usages = In(fragment);
                context.SpendFragmentWork(usages.Length);
                all.AddRange(usages);
            }

            _fragments[fragments] = inFragments = [.. all];
        }

        context.SpendFragmentWork(inFragments.Length);
        _operation = operation;
        return _usages = inFragments.Length == 0 ? In(operation) : [.. In(operation), .. inFragments];
    }

    private VariableUsage[] In(int definition)
    {
        if (_local.TryGetValue(definition, out var usages))
            return usages;

        return _local[definition] = HasVariable(definition) ? Collect(definition) : [];
    }

    private bool HasVariable(int definition)
    {
        foreach (ref readonly var node in _document.Nodes[definition.._document[definition].Next])
        {
            if (node.Kind == NodeKind.Variable)
                return true;
        }

        return false;
    }

    // A walk of its own: the place of a use in a fragment is needed before the shared walk has come there.
    private VariableUsage[] Collect(int definition)
    {
        var usages = new List<VariableUsage>();
        var types = new TypeInfo(context);
        var open = new Pile<int>();
        for (var node = definition; node < _document[definition].Next; node++)
        {
            while (open.Count > 0 && _document[open.Top].Next <= node)
                types.Leave(_document[open.Pop()].Kind);

            var kind = _document[node].Kind;
            if (kind == NodeKind.Variable)
            {
                var isField = _document[open.Top].Kind == NodeKind.ObjectField;
                var oneOf = isField && types.ParentInputType?.Type is InputObjectType { IsOneOf: true } input ? input : null;
                usages.Add(new(node, types.InputType, types.HasDefault, oneOf));
            }

            types.Enter(node, kind);
            open.Push(node);
        }

        return [.. usages];
    }
}
