using Hub.GraphQL.Planning;

namespace Hub.GraphQL.Sql.Compilation;

/// <summary>One field of the response and the column, join or statement its value comes from.</summary>
internal abstract record CompiledField(FieldSite Site);

/// <summary>The fields to write for one row.</summary>
internal sealed record CompiledObject(IReadOnlyList<CompiledField> Fields)
{
    /// <summary>Which object to write instead, where a row may be of several types; null where it is of one.</summary>
    public CompiledChoice? Choice { get; init; }
}

/// <summary>Tells the type of a row by a number it holds.</summary>
/// <param name="Ordinal">The column that holds the number.</param>
/// <param name="Values">The number of each type.</param>
/// <param name="Objects">What to write for each.</param>
internal sealed record CompiledChoice(int Ordinal, IReadOnlyList<long> Values, IReadOnlyList<CompiledObject> Objects);

/// <summary>A column of the row.</summary>
internal sealed record CompiledColumn(FieldSite Site, ColumnType Type, int Ordinal) : CompiledField(Site)
{
    /// <summary>True when the database may hold NULL there.</summary>
    public bool MayBeNull { get; init; }
}

/// <summary>A joined object; it does not exist where the column <paramref name="Presence"/> is NULL.</summary>
internal sealed record CompiledReference(FieldSite Site, int Presence, CompiledObject Node) : CompiledField(Site)
{
    /// <summary>True when every row has one.</summary>
    public bool IsAlwaysThere { get; init; }
}

/// <summary>A field without a row.</summary>
internal sealed record CompiledStatic(FieldSite Site, OutputPlan Output) : CompiledField(Site);

/// <summary>A value computed from columns of the row.</summary>
internal sealed record CompiledComputed(FieldSite Site, ComputedOutput Output, IReadOnlyList<CompiledTerm> Columns) : CompiledField(Site);

/// <summary>Objects found by id, with a statement for each entity that may have them.</summary>
internal sealed record CompiledNodes(FieldSite Site, NodesOutput Output, IReadOnlyList<CompiledSource> Sources) : CompiledField(Site);

/// <summary>One entity ids are looked up in.</summary>
/// <param name="Plan">What is looked up.</param>
/// <param name="Statement">Reads the rows of all ids.</param>
/// <param name="Key">The columns that tell which id a row is of.</param>
/// <param name="Node">What to write of a row.</param>
internal sealed record CompiledSource(NodeSourcePlan Plan, SqlStatement Statement, IReadOnlyList<CompiledTerm> Key, CompiledObject Node);

/// <summary>One object found by a statement of its own, which may take the parent's keys.</summary>
internal sealed record CompiledLookup(FieldSite Site, SqlStatement Statement, CompiledObject Node) : CompiledField(Site);

/// <summary>A connection, with a statement for its rows and one for each thing besides that was selected.</summary>
internal sealed record CompiledConnection(FieldSite Site, RelationPlan Relation, IReadOnlyList<CompiledPart> Parts) : CompiledField(Site)
{
    /// <summary>The lists over the rows.</summary>
    public IReadOnlyList<CompiledList> Lists { get; } = [.. Parts.OfType<CompiledList>()];

    /// <summary>True when a single list stands before everything that depends on its rows, so that it can be written in place.</summary>
    public bool IsDirect { get; } =
        Parts.OfType<CompiledList>().Count() == 1 && Parts.First(part => part is CompiledList or CompiledPageInfo) is CompiledList;

    /// <summary>The page's rows and one more; null when only the count is selected. Of a backward page the last column counts the rows.</summary>
    public SqlStatement? Rows { get; init; }

    /// <summary>Counts the rows of all pages; null when not selected.</summary>
    public SqlStatement? Count { get; init; }

    /// <summary>Whether rows lie at or before the <c>after</c> cursor; null when nobody asks.</summary>
    public SqlStatement? Previous { get; init; }

    /// <summary>Whether rows lie at or behind the <c>before</c> cursor; null when nobody asks.</summary>
    public SqlStatement? Next { get; init; }

    /// <summary>Figures over the rows of all pages, for every <c>aggregate</c>; null when not selected.</summary>
    public CompiledAggregate? Figures { get; init; }

    /// <summary>The keys of every row, counted once for all facets and the total; null when facets have statements of their own.</summary>
    public CompiledAggregate? Tally { get; init; }

    /// <summary>The column that holds the number of rows of a backward page; -1 otherwise.</summary>
    public int RowCountOrdinal { get; init; } = -1;

    /// <summary>The columns a cursor is made of; empty when no cursor is written.</summary>
    public IReadOnlyList<CompiledTerm> Cursor { get; init; } = [];

    /// <summary>True when cursors of the first and last row are written apart from the edges.</summary>
    public bool KeepsEndCursors { get; init; }
}

/// <summary>Something that is read for a list besides its page: of which table, for each row of which parent.</summary>
internal sealed record CompiledRead(Type Table, Type? Parent)
{
    /// <summary>The figures; null for a plain count, and for what a search ranks.</summary>
    public CompiledAggregate? Aggregate { get; init; }

    /// <summary>The search that finds the rows; null when none does.</summary>
    public SearchBinding? Search { get; init; }

    /// <summary>Columns of the table that must equal one of some values, with how many.</summary>
    public IReadOnlyDictionary<string, int> Fixed { get; init; } = new Dictionary<string, int>();

    /// <summary>True when only the rows that are ranked are looked at.</summary>
    public bool IsRanked { get; init; }
}

/// <summary>One value of a cursor.</summary>
internal readonly record struct CompiledTerm(ValueKind Kind, int Ordinal);

/// <summary>A field of a connection or an edge.</summary>
internal abstract record CompiledPart(FieldSite Site);

/// <summary><c>__typename</c>.</summary>
internal sealed record CompiledTypeName(FieldSite Site, string TypeName) : CompiledPart(Site);

/// <summary>A list over the rows: <c>edges</c> or <c>nodes</c>.</summary>
internal sealed record CompiledList(FieldSite Site, IReadOnlyList<CompiledPart>? Edge, CompiledObject? Node) : CompiledPart(Site);

/// <summary><c>node</c> of an edge.</summary>
internal sealed record CompiledNode(FieldSite Site, CompiledObject Node) : CompiledPart(Site);

/// <summary><c>pageInfo</c>.</summary>
internal sealed record CompiledPageInfo(FieldSite Site, IReadOnlyList<CompiledPart> Parts) : CompiledPart(Site);

/// <summary>A leaf.</summary>
internal sealed record CompiledLeaf(FieldSite Site, ConnectionPart Part) : CompiledPart(Site);
