namespace Hub.GraphQL.Planning;

/// <summary>Which rows a list holds: the entity, the way from the parent, the condition, the order and the page.</summary>
public sealed class RelationPlan
{
    /// <summary>The rows' entity.</summary>
    public required EntityBinding Target { get; init; }

    /// <summary>The way from the parent's row, the last step to many; null at the root.</summary>
    public required MemberPath? Path { get; init; }

    /// <summary>Everything a row must satisfy, but for the page.</summary>
    public required Predicate Filter { get; init; }

    /// <summary>
    /// The part of <see cref="Filter"/> that ranks the rows, when the order asks for relevance: the pages then hold only as many of the newest
    /// rows as <see cref="SearchBinding.MostRanked"/> says. Null otherwise.
    /// </summary>
    public TextMatches? Ranked { get; init; }

    /// <summary>The order; its last terms are the row key.</summary>
    public required IReadOnlyList<OrderTerm> Order { get; init; }

    /// <summary>The page.</summary>
    public required PagePlan Page { get; init; }

    /// <summary>The parameter that holds what cursors are bound to; -1 when no cursor is read or written.</summary>
    public required int CursorScopeSlot { get; init; }
}

/// <summary>
/// A page: rows behind <see cref="After"/> and before <see cref="Before"/>, as many as the parameter <see cref="LimitSlot"/>
/// says, from the start or, when <see cref="IsBackward"/>, from the end.
/// </summary>
public sealed record PagePlan(bool IsBackward, int LimitSlot, CursorPlan? After, CursorPlan? Before);

/// <summary>The parameters a cursor's values stand in, one per term of the order; -1 where the cursor holds null.</summary>
public sealed record CursorPlan(IReadOnlyList<int> Slots);

/// <summary>What is selected of a connection, and what must be known for it.</summary>
public sealed record ConnectionPlan
{
    /// <summary>The selected fields, in order.</summary>
    public required IReadOnlyList<ConnectionField> Fields { get; init; }

    /// <summary>True when rows must be read at all.</summary>
    public required bool NeedsRows { get; init; }

    /// <summary>True when all rows must be counted.</summary>
    public required bool NeedsTotalCount { get; init; }

    /// <summary>True when somebody asks whether rows follow.</summary>
    public required bool NeedsHasNext { get; init; }

    /// <summary>True when somebody asks whether rows precede.</summary>
    public required bool NeedsHasPrevious { get; init; }

    /// <summary>True when the cursors of the first and last row are written apart from the edges.</summary>
    public required bool NeedsEndCursors { get; init; }

    /// <summary>Figures over all rows, for every <c>aggregate</c> of the connection together; null when not selected.</summary>
    public AggregatePlan? Aggregate { get; init; }
}

/// <summary>A field of a connection.</summary>
public abstract record ConnectionField(FieldSite Site);

/// <summary><c>__typename</c> of a connection, an edge or the page information.</summary>
public sealed record ConnectionTypeName(FieldSite Site, string TypeName) : ConnectionField(Site);

/// <summary><c>edges</c>.</summary>
public sealed record EdgesField(FieldSite Site, IReadOnlyList<ConnectionField> Edge) : ConnectionField(Site);

/// <summary><c>nodes</c>, or <c>node</c> of an edge.</summary>
public sealed record NodeField(FieldSite Site, ObjectPlan Node) : ConnectionField(Site);

/// <summary><c>pageInfo</c>.</summary>
public sealed record PageInfoField(FieldSite Site, IReadOnlyList<ConnectionField> Parts) : ConnectionField(Site);

/// <summary>A leaf: <c>totalCount</c>, <c>cursor</c> of an edge, or a field of the page information.</summary>
public sealed record ConnectionLeaf(FieldSite Site, ConnectionPart Part) : ConnectionField(Site);
