using Hub.GraphQL.Planning;

namespace Hub.GraphQL.Sql.Compilation;

/// <summary>A text that is the same in every row.</summary>
internal sealed record CompiledText(FieldSite Site, string Text) : CompiledField(Site);

/// <summary>A field that is null in every row.</summary>
internal sealed record CompiledNull(FieldSite Site) : CompiledField(Site);

/// <summary>An object that is always there and has its fields in the same row.</summary>
internal sealed record CompiledInner(FieldSite Site, CompiledObject Node) : CompiledField(Site);

/// <summary>An exact sum of whole numbers in one column or two, or their mean, with their number in a further one.</summary>
internal sealed record CompiledFigure(FieldSite Site, Measure Measure, int High, int Low, int Count) : CompiledField(Site);

/// <summary>The groups, one per row.</summary>
internal sealed record CompiledGroupList(FieldSite Site, CompiledObject Group) : CompiledField(Site);

/// <summary>Whether there are more groups than shown.</summary>
internal sealed record CompiledHasMore(FieldSite Site) : CompiledField(Site);

/// <summary>
/// The statement of an aggregate and what is written of its rows. Rollups that answer the same come before it, coarsest first; each
/// answers only where its conditions on the request's parameters hold.
/// </summary>
internal sealed record CompiledAggregate(SqlStatement Statement, IReadOnlyList<CompiledObject> Objects, AggregatePlan Plan)
{
    /// <summary>The column that counts the rows; -1 when nobody asks.</summary>
    public int CountOrdinal { get; init; } = -1;

    /// <summary>What stands in each key column for no value; null where NULL does.</summary>
    public IReadOnlyList<Parameter?> Missing { get; init; } = [];

    /// <summary>What a rollup needs of the parameters; empty for the rows themselves.</summary>
    public IReadOnlyList<RollupGuard> Guards { get; init; } = [];

    /// <summary>The same from rollups.</summary>
    public IReadOnlyList<CompiledAggregate> Rollups { get; init; } = [];

    /// <summary>The entity of the table that is read; null when it reads none.</summary>
    public Type? Table { get; init; }

    /// <summary>The source for a request's parameters.</summary>
    public CompiledAggregate For(IReadOnlyList<Parameter> parameters, bool usesRollups)
    {
        foreach (var rollup in usesRollups ? Rollups : [])
        {
            if (rollup.Answers(parameters))
                return rollup;
        }

        return this;
    }

    /// <summary>True when it answers for these parameters.</summary>
    public bool Answers(IReadOnlyList<Parameter> parameters)
    {
        for (var i = 0; i < Guards.Count; i++)
        {
            if (!Guards[i].Holds(parameters))
                return false;
        }

        return true;
    }
}

/// <summary>What a rollup needs of a parameter of the request.</summary>
internal abstract record RollupGuard
{
    public abstract bool Holds(IReadOnlyList<Parameter> parameters);
}

/// <summary>A rollup that knows the start of a text: the text asked for must not be longer.</summary>
internal sealed record TextWithin(int Slot, int Length) : RollupGuard
{
    public override bool Holds(IReadOnlyList<Parameter> parameters) => parameters[Slot].Text.Length <= Length;
}

/// <summary>A rollup knows whole intervals: an instant of the request must be the start of one.</summary>
internal sealed record StartOfInterval(int Slot, DateInterval Interval, long Offset) : RollupGuard
{
    public override bool Holds(IReadOnlyList<Parameter> parameters)
    {
        var instant = parameters[Slot].Integer;
        return (instant + Offset) % DayCalendar.DayMilliseconds == 0
            && DayCalendar.FirstDay(instant, Offset, Interval) is { } first
            && first == DayCalendar.FirstDay(instant, Offset, DateInterval.Day);
    }
}

/// <summary><c>aggregate</c>: one of the objects of <see cref="CompiledConnection.Figures"/>.</summary>
internal sealed record CompiledFigures(FieldSite Site, int Index) : CompiledPart(Site);

/// <summary><c>groupBy</c>, or <c>facets</c> with a list of them.</summary>
internal sealed record CompiledGroups(FieldSite Site, IReadOnlyList<CompiledAggregate> Groups, bool IsList) : CompiledPart(Site);

/// <summary>A part whose arguments could not be coerced.</summary>
internal sealed record CompiledFailure(FieldSite Site, FailedOutput Output) : CompiledPart(Site);
