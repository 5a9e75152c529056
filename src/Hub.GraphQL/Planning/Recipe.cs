using Hub.GraphQL.Execution;
using Hub.GraphQL.Types;

namespace Hub.GraphQL.Planning;

/// <summary>A plan with a request's parameters, and its price.</summary>
internal readonly record struct BoundPlan(OperationPlan Plan, IReadOnlyList<Parameter> Parameters, PlanCost Cost);

/// <summary>
/// How requests with variables of one form come to their parameters without another walk through the arguments: what they share, and a
/// step for each value that is their own. It is written down by the walk of the first such request.
/// </summary>
internal sealed class Recipe
{
    private readonly BoundPlan _first;
    private readonly IReadOnlyList<CallerValue> _callerValues;
    private readonly ParameterStep[] _steps;
    private readonly Parameter[] _shared;
    private readonly int[] _places;
    private readonly int _ownCount;

    private Recipe(BoundPlan first, IReadOnlyList<CallerValue> callerValues, ParameterStep[] steps)
    {
        _callerValues = callerValues;
        _steps = steps;
        _shared = [.. first.Parameters];
        _places = new int[_shared.Length];
        Array.Fill(_places, -1);
        foreach (var value in callerValues)
            _places[value.Slot] = _ownCount++;
        foreach (var slot in steps.SelectMany(step => step is CursorStep cursor ? cursor.Slots : [step.Slot]).Where(slot => slot >= 0))
            _places[slot] = _ownCount++;
        _first = first with { Parameters = new BoundParameters(_shared, _places, []) };
    }

    /// <summary>About how many bytes it takes to keep.</summary>
    public long Weight => 200 + (_steps.Length * 80) + (_shared.Length * 32);

    /// <summary>
    /// The recipe a walk wrote; null when a later request needs the walk again, such as for values that a resolver is given.
    /// </summary>
    public static Recipe? Of(PlanWalk walk, BoundPlan first, IReadOnlyList<VariableLeaf> leaves, IReadOnlyList<CallerValue> callerValues)
    {
        if (!walk.IsShareable || walk.NeedsVariables)
            return null;
        var steps = new List<ParameterStep>();
        foreach (var leaf in leaves)
        {
            // Names of enum values are few; texts and numbers are not, so no recipe is kept for a single one of them.
            if (leaf.Place.Number == VariableLeaf.NoPlace || (leaf.IsDecisive && leaf.Value is not EnumValue))
                return null;
            if (leaf.IsDecisive)
                steps.Add(new DecisiveStep(leaf.Place, leaf.Value));
            else if (!leaf.IsParameter)
                steps.Add(new UnusedStep(leaf.Place));
        }

        return new(first, callerValues, [.. steps, .. walk.Shape.Steps]);
    }

    /// <summary>The plan for another request of the form; null when it needs the long way.</summary>
    public BoundPlan? Bind(scoped in VariableSkeleton variables, object? caller)
    {
        // Parameters nobody sets are shared by all requests.
        var bound = _ownCount == 0 ? (BoundParameters)_first.Parameters : new BoundParameters(_shared, _places, new Parameter[_ownCount]);
        foreach (var value in _callerValues)
            bound[value.Slot] = value.Read(caller);
        foreach (var step in _steps)
        {
            if (!step.Bind(bound, variables))
                return null;
        }

        return new(_first.Plan, bound, bound.HasOtherSizes ? PlanCost.Of(_first.Plan, bound) : _first.Cost);
    }
}
