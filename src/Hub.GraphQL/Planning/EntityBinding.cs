using Hub.GraphQL.Types;

namespace Hub.GraphQL.Planning;

/// <summary>
/// What stands behind an object type: an entity, the rows of it that count, and its row key. Behind an interface or union over one
/// entity stand the rows of every type it may be.
/// </summary>
public sealed class EntityBinding
{
    /// <summary>The entity's type.</summary>
    public required Type ClrType { get; init; }

    /// <summary>The object type, interface or union.</summary>
    public required string TypeName { get; init; }

    /// <summary>Which rows are of the type; rows of other types share the table.</summary>
    public Predicate Where { get; set; } = Predicate.True;

    /// <summary>The row key, on which every order ends.</summary>
    public IReadOnlyList<Column> Key { get; set; } = [];

    /// <summary>Figures over fewer rows are not shown, so that nobody is recognised in them; 0 shows all.</summary>
    public int SuppressBelow { get; set; }

    /// <summary>The types a row may be, where there are several; empty for an object type.</summary>
    public IReadOnlyList<ConcreteType> Concrete { get; private set; } = [];

    /// <summary>What is searched by words; null when nothing is.</summary>
    public SearchBinding? Search { get; set; }

    /// <summary>True when every row of the entity is of the type.</summary>
    public bool IsWholeEntity => ReferenceEquals(Where, Predicate.True);

    /// <summary>Makes this stand for rows of several types of the same entity, by what their conditions have in common.</summary>
    /// <param name="types">The types, in the order a row is tried against them.</param>
    /// <param name="areAll">True when every row that satisfies what they have in common is of one of them.</param>
    internal void StandFor(IReadOnlyList<EntityBinding> types, bool areAll = false)
    {
        var (common, any, distinctions) = Alternatives.Split([.. types.Select(type => type.Where)]);
        Where = areAll ? common : common.And(any);
        SuppressBelow = types.Max(type => type.SuppressBelow);
        Concrete = [.. types.Select((type, i) => new ConcreteType(type, distinctions[i]))];
    }
}

/// <summary>One type a row of an interface or union may be.</summary>
/// <param name="Entity">The type.</param>
/// <param name="Distinction">What tells its rows from the others', once the condition they all share holds.</param>
public sealed record ConcreteType(EntityBinding Entity, Predicate Distinction);

/// <summary>A field that shows a column.</summary>
public sealed class ColumnBinding(Column column) : FieldBinding
{
    /// <summary>What is shown.</summary>
    public Column Column => column;
}

/// <summary>A field that leads to one other object, or null.</summary>
public sealed class ReferenceBinding(MemberPath path, EntityBinding target) : FieldBinding
{
    /// <summary>Navigations, each to one.</summary>
    public MemberPath Path => path;

    /// <summary>What is found there.</summary>
    public EntityBinding Target => target;
}

/// <summary>A field of the root that looks one object up by a column.</summary>
public sealed class LookupBinding(EntityBinding target, Column key) : FieldBinding
{
    /// <summary>What is looked up.</summary>
    public EntityBinding Target => target;

    /// <summary>What is compared with the only argument.</summary>
    public Column Key => key;
}

/// <summary>A field that is a connection: many objects, filtered, ordered, a page at a time.</summary>
public sealed class ConnectionBinding : FieldBinding
{
    /// <summary>How many groups where nobody says.</summary>
    internal const int StandardGroupCount = 100;

    /// <summary>The way from the parent, the last step to many; null at the root.</summary>
    public MemberPath? Path { get; init; }

    /// <summary>The nodes.</summary>
    public required EntityBinding Target { get; init; }

    /// <summary>Which nodes count, besides what the type itself says.</summary>
    public Predicate Where { get; init; } = Predicate.True;

    /// <summary>The order when none is asked for; the row key follows in any case.</summary>
    public IReadOnlyList<OrderTerm> DefaultOrder { get; init; } = [];

    /// <summary>The argument that holds the text to search for, where the nodes can be searched.</summary>
    public string SearchArgument { get; init; } = "search";

    /// <summary>How many nodes when the client does not say.</summary>
    public int StandardPage { get; init; } = 50;

    /// <summary>How many nodes at most.</summary>
    public int MostPage { get; init; } = 500;

    /// <summary>How many groups when the client does not say.</summary>
    public int StandardGroups { get; init; } = StandardGroupCount;

    /// <summary>How many groups at most.</summary>
    public int MostGroups { get; init; } = 5_000;

    /// <summary>Name of the field with its type, which cursors are bound to.</summary>
    public required string Coordinate { get; init; }
}

/// <summary>What a field of a connection, an edge or the page information shows.</summary>
public enum ConnectionPart
{
    /// <summary>The edges of the page.</summary>
    Edges,

    /// <summary>The nodes of the page.</summary>
    Nodes,

    /// <summary>What lies before and behind the page.</summary>
    PageInfo,

    /// <summary>How many nodes there are on all pages.</summary>
    TotalCount,

    /// <summary>The node of an edge.</summary>
    Node,

    /// <summary>The cursor of an edge.</summary>
    Cursor,

    /// <summary>Whether nodes follow the page.</summary>
    HasNextPage,

    /// <summary>Whether nodes precede the page.</summary>
    HasPreviousPage,

    /// <summary>The cursor of the first edge.</summary>
    StartCursor,

    /// <summary>The cursor of the last edge.</summary>
    EndCursor,

    /// <summary>Figures over the nodes of all pages.</summary>
    Aggregate,

    /// <summary>Figures over the nodes of all pages, group by group.</summary>
    GroupBy,

    /// <summary>The most frequent values of some fields.</summary>
    Facets,
}

/// <summary>A field inside a connection.</summary>
public sealed class ConnectionPartBinding(ConnectionPart part) : FieldBinding
{
    /// <summary>What is shown.</summary>
    public ConnectionPart Part => part;
}
