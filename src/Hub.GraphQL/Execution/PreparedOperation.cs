using System.Collections.Concurrent;
using Hub.GraphQL.Language;
using Hub.GraphQL.Planning;
using Hub.GraphQL.Types;

namespace Hub.GraphQL.Execution;

/// <summary>
/// One operation of a valid document, with the plans made of it: first by the setting of the variables that
/// <c>@skip</c> and <c>@include</c> name, then by the shape of the arguments.
/// </summary>
internal sealed class PreparedOperation(Schema schema, OperationNode operation, ObjectType root, EngineOptions options)
{
    private readonly string[] _conditions = Conditions(operation.Document);
    private readonly ConcurrentDictionary<string, PreparedSelection> _selections = new(StringComparer.Ordinal);

    public OperationNode Operation => operation;

    /// <summary>The plan and this request's parameters.</summary>
    public (OperationPlan Plan, IReadOnlyList<Parameter> Parameters) Plan(VariableValues variables)
    {
        var key = string.Create(_conditions.Length, (_conditions, variables), static (span, state) =>
        {
            for (var i = 0; i < span.Length; i++)
                span[i] = !state.variables.TryGet(state._conditions[i], out var value) ? '-' : value switch { true => '1', false => '0', _ => 'n' };
        });

        if (!_selections.TryGetValue(key, out var selection))
        {
            var collector = new FieldCollector(schema, operation.Document, variables, options.Limits);
            selection = new(collector.Collect(root, operation), options.PlansPerOperation);
            if (_selections.Count < options.PlansPerOperation)
                _selections.TryAdd(key, selection);
        }

        return selection.Plan(variables, options.Limits);
    }

    private static string[] Conditions(Document document)
    {
        var names = new SortedSet<string>(StringComparer.Ordinal);
        for (var i = 0; i < document.NodeCount; i++)
        {
            if (document[i].Kind != NodeKind.Directive || new DirectiveNode(document, i) is not { Name: "skip" or "include" } directive)
                continue;
            if (directive.Argument("if") is { Value: { Kind: NodeKind.Variable } value })
                names.Add(value.Name);
        }

        return [.. names];
    }

    /// <summary>The collected fields and the plans of the shapes seen.</summary>
    private sealed class PreparedSelection(CollectedObject root, int mostPlans)
    {
        private readonly LruCache<byte[], OperationPlan> _plans = new(mostPlans, BytesComparer.Instance);

        public (OperationPlan Plan, IReadOnlyList<Parameter> Parameters) Plan(VariableValues variables, PlanLimits limits)
        {
            var walk = new PlanWalk(variables, limits);
            var plan = walk.Walk(root);
            if (walk.IsShareable && _plans.TryGet(walk.Shape.Bytes, out var known))
                return (known, walk.Shape.Parameters);
            if (walk.IsShareable)
                plan = _plans.Add(walk.Shape.Bytes.ToArray(), plan, 1);
            return (plan, walk.Shape.Parameters);
        }
    }
}
