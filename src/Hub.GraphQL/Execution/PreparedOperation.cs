using Hub.GraphQL.Language;
using Hub.GraphQL.Planning;
using Hub.GraphQL.Types;

namespace Hub.GraphQL.Execution;

/// <summary>
/// One operation of a valid document. Its plans are found first by the setting of the variables that <c>@skip</c> and
/// <c>@include</c> name, then by the shape of the arguments.
/// </summary>
internal sealed class PreparedOperation(Schema schema, OperationNode operation, ObjectType root, PlanLimits limits, PlanCache plans)
{
    private readonly string[] _conditions = Conditions(operation.Document);
    private readonly long _number = plans.Number();

    public OperationNode Operation => operation;

    /// <summary>The plan, when a request with variables of the same form left how to come to it.</summary>
    public BoundPlan? Bind(scoped in VariableSkeleton variables, object? caller) => plans.Bind(_number, variables, caller);

    /// <summary>The plan and this request's parameters, by a walk through the arguments.</summary>
    /// <param name="variables">The variables.</param>
    /// <param name="caller">Who asks.</param>
    /// <param name="form">Their form, when the next request of it shall find the plan.</param>
    public BoundPlan Plan(VariableValues variables, object? caller, scoped in VariableSkeleton form = default)
    {
        var conditions = string.Create(_conditions.Length, (_conditions, variables), static (span, state) =>
        {
            for (var i = 0; i < span.Length; i++)
                span[i] = !state.variables.TryGet(state._conditions[i], out var value) ? '-' : value switch { true => '1', false => '0', _ => 'n' };
        });
        var collected = plans.Selection(
            _number, conditions, () => new FieldCollector(schema, operation.Document, variables, limits).Collect(root, operation));
        var walk = new PlanWalk(variables, limits, schema.CallerValues, caller);
        var plan = walk.Walk(collected);
        plan = plans.Plan(_number, conditions, collected, walk, plan);
        plan.Estimate(plans.Estimator);
        var bound = new BoundPlan(plan, walk.Shape.Parameters, PlanCost.Of(plan, walk.Shape.Parameters));
        if (form.IsWhole && Recipe.Of(walk, bound, variables.Leaves ?? [], schema.CallerValues) is { } recipe)
            plans.Keep(_number, form, recipe);
        return bound;
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
}
