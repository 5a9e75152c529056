namespace Hub.GraphQL.Planning;

/// <summary>
/// Figures over the rows of a list, of all together or group by group. An executor may answer from other tables than the rows'
/// own, as long as filter, keys and measures say the same.
/// </summary>
public sealed class AggregatePlan
{
    /// <summary>The rows' entity.</summary>
    public required EntityBinding Target { get; init; }

    /// <summary>The way from the parent's row, the last step to many; null at the root.</summary>
    public required MemberPath? Path { get; init; }

    /// <summary>Everything a row must satisfy.</summary>
    public required Predicate Filter { get; init; }

    /// <summary>What groups are made by; empty when all rows are one group, which is there even without rows.</summary>
    public IReadOnlyList<GroupKey> Keys { get; init; } = [];

    /// <summary>Every figure that is shown, ordered by or compared.</summary>
    public required IReadOnlyList<Measure> Measures { get; init; }

    /// <summary>What a group must satisfy; its columns are <see cref="MeasureColumn"/>.</summary>
    public Predicate Having { get; init; } = Predicate.True;

    /// <summary>The order of the groups; the keys end it.</summary>
    public IReadOnlyList<GroupOrderTerm> Order { get; init; } = [];

    /// <summary>The parameter that holds how many groups are shown; -1 when all rows are one group.</summary>
    public int LimitSlot { get; init; } = -1;

    /// <summary>Groups of fewer rows are not shown; 0 shows all.</summary>
    public int SuppressBelow => Target.SuppressBelow;
}

/// <summary>One term of an order of groups: a figure, or a key by its number.</summary>
public sealed record GroupOrderTerm(Measure? Measure, int Key, bool Descending, bool NullsFirst);

/// <summary>A field of figures, groups, keys or facets.</summary>
public abstract record AggregateField(FieldSite Site);

/// <summary><c>__typename</c>, or the name of a facet's field.</summary>
public sealed record FixedText(FieldSite Site, string Text) : AggregateField(Site);

/// <summary>An object that is always there, such as <c>sum</c> or <c>key</c>.</summary>
public sealed record AggregateObject(FieldSite Site, IReadOnlyList<AggregateField> Fields) : AggregateField(Site);

/// <summary>A figure.</summary>
public sealed record FigureField(FieldSite Site, Measure Measure) : AggregateField(Site);

/// <summary>A value of the key; -1 when groups are not made by it.</summary>
public sealed record KeyField(FieldSite Site, int Key) : AggregateField(Site);

/// <summary>An object of the key.</summary>
public sealed record KeyObjectField(FieldSite Site, int Key, ObjectPlan Node) : AggregateField(Site);

/// <summary>The groups.</summary>
public sealed record GroupListField(FieldSite Site, IReadOnlyList<AggregateField> Group) : AggregateField(Site);

/// <summary>Whether there are more groups than shown.</summary>
public sealed record HasMoreField(FieldSite Site) : AggregateField(Site);

/// <summary><c>aggregate</c>: figures over all rows, of the connection's one <see cref="ConnectionPlan.Aggregate"/>.</summary>
public sealed record FiguresField(FieldSite Site, IReadOnlyList<AggregateField> Fields) : ConnectionField(Site);

/// <summary><c>groupBy</c>.</summary>
public sealed record GroupsField(FieldSite Site, GroupsPlan Groups) : ConnectionField(Site);

/// <summary><c>facets</c>: groups by one key each.</summary>
public sealed record FacetsField(FieldSite Site, IReadOnlyList<GroupsPlan> Facets) : ConnectionField(Site);

/// <summary>A part of a connection whose arguments could not be coerced.</summary>
public sealed record FailedPart(FieldSite Site, FailedOutput Output) : ConnectionField(Site);

/// <summary>Groups and what is selected of them.</summary>
public sealed record GroupsPlan(AggregatePlan Plan, IReadOnlyList<AggregateField> Fields);

/// <summary>A field inside figures, groups and facets.</summary>
public sealed class AggregateBinding : Types.FieldBinding
{
    /// <summary>What the field is.</summary>
    public required AggregatePart Part { get; init; }

    /// <summary>The figure of <see cref="AggregatePart.Figure"/>.</summary>
    public Measure? Measure { get; init; }

    /// <summary>The key of <see cref="AggregatePart.Key"/>.</summary>
    public GroupField? Field { get; init; }
}

/// <summary>What a field inside figures, groups and facets shows.</summary>
public enum AggregatePart
{
    /// <summary>An object that is always there.</summary>
    Object,

    /// <summary>A figure.</summary>
    Figure,

    /// <summary>A value or object of the key.</summary>
    Key,

    /// <summary>The groups.</summary>
    List,

    /// <summary>Whether there are more groups.</summary>
    HasMore,

    /// <summary>The name of a facet's field.</summary>
    FacetName,
}
