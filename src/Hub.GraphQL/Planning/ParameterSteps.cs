using Hub.GraphQL.Execution;
using Hub.GraphQL.Types;

namespace Hub.GraphQL.Planning;

/// <summary>
/// How one value of a request's variables comes into the parameters of a plan that is there already. False when the value is wrong or asks
/// for another plan: then the request is planned the long way, which also words what is wrong.
/// </summary>
internal abstract record ParameterStep(int Slot)
{
    /// <summary>The slot of a step that sets none.</summary>
    public const int NoSlot = -1;

    public abstract bool Bind(BoundParameters bound, scoped in VariableSkeleton variables);
}

/// <summary>A value that is compared with a column; texts up to a length, and where said also one that no row can hold.</summary>
internal sealed record ValueStep(int Slot, LeafPlace Place, ColumnType Column, int MostText, bool MayBeMissing) : ParameterStep(Slot)
{
    public override bool Bind(BoundParameters bound, scoped in VariableSkeleton variables)
    {
        if (!variables.TryRead(Place, out var value))
            return false;
        if (value.Reference is string text && MostText > 0 && (text.Length > MostText || text.Contains('\0', StringComparison.Ordinal)))
            return false;
        var parameter = value.Reference is { } reference ? FilterReader.ToParameter(Column, reference) : Parameter.Of(value.Integer);
        if (parameter is null && !MayBeMissing)
            return false;
        bound[Slot] = parameter ?? default;
        return true;
    }
}

/// <summary>The size of a page, no larger than the one the plan was checked with.</summary>
internal sealed record PageSizeStep(int Slot, LeafPlace Place, long Most) : ParameterStep(Slot)
{
    public override bool Bind(BoundParameters bound, scoped in VariableSkeleton variables)
    {
        if (!variables.TryRead(Place, out var size) || size.Reference is not null || size.Integer < 0 || size.Integer > Most)
            return false;
        bound[Slot] = Parameter.Of(size.Integer);
        bound.HasOtherSizes |= size.Integer != Most;
        return true;
    }
}

/// <summary>A text to search for, in the form the index is asked with.</summary>
internal sealed record SearchStep(int Slot, LeafPlace Place, PlanLimits Limits) : ParameterStep(Slot)
{
    public override bool Bind(BoundParameters bound, scoped in VariableSkeleton variables)
    {
        if (!variables.TryRead(Place, out var value) || value.Reference is not string typed
            || SearchReader.Check(typed, Limits, out var text) is not null)
        {
            return false;
        }

        bound[Slot] = Parameter.Of(text);
        return true;
    }
}

/// <summary>What cursors are bound to: list, filter and order.</summary>
internal sealed record ScopeStep(int Slot, CursorScope Scope) : ParameterStep(Slot)
{
    public override bool Bind(BoundParameters bound, scoped in VariableSkeleton variables)
    {
        bound[Slot] = Parameter.Of(Scope.Over(bound));
        return true;
    }
}

/// <summary>The values in a cursor, which is a variable or, under a scope that varies, a literal.</summary>
internal sealed record CursorStep(int ScopeSlot, LeafPlace? Place, string? Literal, IReadOnlyList<OrderTerm> Order, int[] Slots)
    : ParameterStep(NoSlot)
{
    public override bool Bind(BoundParameters bound, scoped in VariableSkeleton variables)
    {
        var cursor = Literal;
        if (Place is { } place)
            cursor = variables.TryRead(place, out var value) ? value.Reference as string : null;
        if (cursor is null || CursorWriter.Read(cursor, bound[ScopeSlot].Integer, Order) is not { } values)
            return false;
        for (var i = 0; i < values.Length; i++)
        {
            if ((values[i].Kind == ParameterKind.Null) != (Slots[i] < 0))
                return false;
            if (Slots[i] >= 0)
                bound[Slots[i]] = values[i];
        }

        return true;
    }
}

/// <summary>A value that decides what the plan is: only the same one will do.</summary>
internal sealed record DecisiveStep(LeafPlace Place, object Expected) : ParameterStep(NoSlot)
{
    public override bool Bind(BoundParameters bound, scoped in VariableSkeleton variables) =>
        variables.TryRead(Place, out var value) && ReferenceEquals(value.Reference, Expected);
}

/// <summary>A value that nothing depends on, which must be one of its type nevertheless.</summary>
internal sealed record UnusedStep(LeafPlace Place) : ParameterStep(NoSlot)
{
    public override bool Bind(BoundParameters bound, scoped in VariableSkeleton variables) => variables.TryRead(Place, out _);
}
