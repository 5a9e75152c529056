using Hub.GraphQL.Planning;

namespace Hub.GraphQL.Types.Building;

/// <summary>What a builder was told about a type, before all types are known.</summary>
internal sealed class TypeDraft(string name, string description, Type clrType)
{
    public string Name => name;

    public string Description => description;

    public EntityBinding Entity { get; } = new() { ClrType = clrType, TypeName = name };

    public List<FieldDraft> Fields { get; } = [];

    /// <summary>Paths to filter by that are no fields.</summary>
    public List<FieldDraft> Filters { get; } = [];

    /// <summary>Paths to order by that are no fields; their names are UPPER_SNAKE already.</summary>
    public List<FieldDraft> Orders { get; } = [];

    /// <summary>What rows are grouped by besides their fields.</summary>
    public List<GroupKeyDraft> GroupKeys { get; } = [];

    public List<MemberPath> Key { get; } = [];
}

/// <summary>What a builder was told about a field.</summary>
internal sealed record FieldDraft(string Name, MemberPath Path, string Description, FieldOptions Options)
{
    /// <summary>Set when the field is a connection.</summary>
    public ConnectionDraft? Connection { get; init; }
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
}

/// <summary>A connection of the root.</summary>
internal sealed record RootConnection(string Name, string Description, ConnectionDraft Draft);

/// <summary>A look-up of the root.</summary>
internal sealed record RootLookup(string Name, string Description, Type ClrType, string? TypeName, MemberPath Key, string Argument, string ArgumentDescription);
