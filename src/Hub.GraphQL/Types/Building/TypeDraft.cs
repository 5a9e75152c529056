using Hub.GraphQL.Planning;

namespace Hub.GraphQL.Types.Building;

/// <summary>What a draft becomes.</summary>
internal enum DraftKind
{
    Object,
    Interface,
    Union,
}

/// <summary>What a builder was told about a type, before all types are known.</summary>
internal sealed class TypeDraft(string name, string description, Type clrType, DraftKind kind, List<CallerValue> callerValues)
{
    public DraftKind Kind => kind;

    /// <summary>What conditions of any type ask of the caller.</summary>
    public List<CallerValue> CallerValues => callerValues;

    /// <summary>Interfaces it was told to implement, in order.</summary>
    public List<string> Interfaces { get; } = [];

    /// <summary>What it takes to see anything of it; null when it was not said.</summary>
    public FieldRule? Rule { get; set; }

    /// <summary>True when every row an interface's own condition lets through is of one of its types.</summary>
    public bool IsExhaustive { get; set; }

    /// <summary>Members of a union, in order.</summary>
    public IReadOnlyList<string> Members { get; init; } = [];

    public string Name => name;

    public string Description => description;

    public EntityBinding Entity { get; private set; } = new() { ClrType = clrType, TypeName = name };

    /// <summary>False for what spans several entities, which no field can lead to but a look-up by id.</summary>
    public bool IsOverEntity => Entity.ClrType != typeof(object);

    public List<FieldDraft> Fields { get; } = [];

    /// <summary>Paths to filter by that are no fields.</summary>
    public List<FieldDraft> Filters { get; } = [];

    /// <summary>Paths to order by that are no fields; their names are UPPER_SNAKE already.</summary>
    public List<FieldDraft> Orders { get; } = [];

    /// <summary>What rows are grouped by besides their fields.</summary>
    public List<GroupKeyDraft> GroupKeys { get; } = [];

    public List<MemberPath> Key { get; } = [];

    /// <summary>Keys by which other subgraphs refer to objects, besides the id.</summary>
    public List<string> EntityKeys { get; } = [];

    /// <summary>What is searched by words; null when nothing is.</summary>
    public SearchDraft? Search { get; set; }

    /// <summary>Tells the entity of a union, which its members have in common.</summary>
    public void StandOn(Type entity) => Entity = new() { ClrType = entity, TypeName = name };
}

/// <summary>What a builder was told about a field.</summary>
internal sealed record FieldDraft(string Name, MemberPath Path, string Description, FieldOptions Options)
{
    /// <summary>Set when the field is a connection.</summary>
    public ConnectionDraft? Connection { get; init; }

    /// <summary>Set when the field is the first of many.</summary>
    public ConnectionDraft? First { get; init; }

    /// <summary>Set when the field is computed.</summary>
    public ComputedDraft? Computed { get; init; }

    /// <summary>True when the field shows what its path leads to, a column or one other object.</summary>
    public bool IsPlain => Connection is null && First is null && Computed is null;
}

/// <summary>
/// What a builder was told about a key of groups: a path, of which only the first characters count unless <paramref name="Length"/> is 0,
/// and the column that finds the object to show.
/// </summary>
internal sealed record GroupKeyDraft(string Name, MemberPath Path, int Length, MemberPath? FoundBy, string Description);

/// <summary>What a builder was told about a connection.</summary>
internal sealed class ConnectionDraft(Type clrType)
{
    public Type ClrType => clrType;

    public string? TypeName { get; set; }

    public Predicate Where { get; set; } = Predicate.True;

    public List<(MemberPath Path, bool Descending)> DefaultOrder { get; } = [];

    public int StandardPage { get; set; } = 50;

    public int MostPage { get; set; } = 500;

    public string? DeprecationReason { get; set; }

    /// <summary>The argument that says what to search for, when one must be given.</summary>
    public string? SearchArgument { get; set; }
}

/// <summary>A connection of the root.</summary>
internal sealed record RootConnection(string Name, string Description, ConnectionDraft Draft);

/// <summary>A look-up of the root.</summary>
internal sealed record RootLookup(string Name, string Description, Type ClrType, string? TypeName, MemberPath Key, string Argument, string ArgumentDescription);

/// <summary>What a builder was told about a computed field.</summary>
internal sealed record ComputedDraft(Type ValueType, IReadOnlyList<MemberPath> Columns, Func<Parameter[], Parameter> Compute);

/// <summary>Fields of the root that look up one id, and a list of them, in every entity of an interface or union.</summary>
internal sealed record RootNodes(string Name, string ListName, string Description, string ListDescription, string TypeName, int Most);
