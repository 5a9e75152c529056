using System.Linq.Expressions;
using Hub.GraphQL.Planning;

namespace Hub.GraphQL.Types.Building;

/// <summary>
/// Builds a schema over entities: object types say which property each field is, connections which entities a list holds, and the
/// inputs to filter and order by are made from both.
/// </summary>
public sealed class SchemaBuilder(string description)
{
    private readonly List<TypeDraft> _types = [];
    private readonly List<RootConnection> _connections = [];
    private readonly List<RootLookup> _lookups = [];
    private readonly Dictionary<Type, EnumType> _enums = [];
    private readonly List<NamedType> _named = [];
    private (TimeSpan Offset, string Zone) _days = (TimeSpan.Zero, "UTC");

    /// <summary>Describes an enum; every value must be described.</summary>
    public SchemaBuilder Enum<T>(string name, string description, Action<EnumBuilder<T>> values)
        where T : struct, Enum
    {
        ArgumentNullException.ThrowIfNull(values);
        var builder = new EnumBuilder<T>();
        values(builder);
        var type = builder.Build(name, description);
        _enums.Add(typeof(T), type);
        _named.Add(type);
        return this;
    }

    /// <summary>Adds a scalar for fields to name, such as one of <see cref="Scalars.SafeInteger"/>.</summary>
    public SchemaBuilder Scalar(ScalarType type)
    {
        _named.Add(type);
        return this;
    }

    /// <summary>Says where days begin when instants are grouped by day: how far the zone is ahead of UTC, all year round, and its name.</summary>
    public SchemaBuilder Days(TimeSpan aheadOfUtc, string zone)
    {
        ArgumentException.ThrowIfNullOrEmpty(zone);
        _days = (aheadOfUtc, zone);
        return this;
    }

    /// <summary>Adds an object type over an entity.</summary>
    public SchemaBuilder Type<T>(string name, string description, Action<TypeBuilder<T>> fields)
        where T : class
    {
        ArgumentException.ThrowIfNullOrEmpty(description);
        ArgumentNullException.ThrowIfNull(fields);
        var draft = new TypeDraft(name, description, typeof(T));
        fields(new(draft));
        _types.Add(draft);
        return this;
    }

    /// <summary>Adds a connection to the root.</summary>
    public SchemaBuilder Connection<T>(string name, string description, Action<ConnectionBuilder<T>>? options = null)
        where T : class
    {
        ArgumentException.ThrowIfNullOrEmpty(description);
        var draft = new ConnectionDraft(typeof(T));
        options?.Invoke(new(draft));
        _connections.Add(new(name, description, draft));
        return this;
    }

    /// <summary>Adds a look-up of one object to the root; it is null when there is none.</summary>
    public SchemaBuilder Lookup<T>(
        string name,
        string description,
        Expression<Func<T, object?>> key,
        string argument,
        string argumentDescription,
        string? typeName = null)
        where T : class
    {
        ArgumentException.ThrowIfNullOrEmpty(description);
        _lookups.Add(new(name, description, typeof(T), typeName, MemberPath.From(key), argument, argumentDescription));
        return this;
    }

    /// <summary>Builds the schema.</summary>
    /// <exception cref="InvalidOperationException">Something named is not there, or means several things.</exception>
    public Schema Build()
    {
        var inputs = new InputTypes(FindColumn);
        foreach (var draft in _types)
        {
            var key = draft.Key.Count > 0 ? draft.Key : [.. draft.Fields.Where(field => field.Name == "id").Select(field => field.Path)];
            if (key.Count == 0)
                throw new InvalidOperationException($"The type \"{draft.Name}\" has no row key to end its orders on.");
            draft.Entity.Key = [.. key.Select(ColumnTypes.Plain)];
        }

        var query = new ObjectType("Query", "Where every query starts.", [.. _lookups.Select(LookupField), .. _connections.Select(RootField)]);
        List<NamedType> types = [query];
        foreach (var draft in _types)
        {
            types.Add(new ObjectType(draft.Name, draft.Description, [.. draft.Fields.Select(field => FieldOf(draft, field))])
            {
                Binding = draft.Entity,
            });
            var aggregates = AggregatesOf(draft, inputs);
            types.AddRange(ConnectionTypes.Of(draft.Name, aggregates.Fields()));
            types.AddRange(aggregates.Types());
            types.Add(inputs.FilterOf(draft, FindDraft));
            types.Add(InputTypes.ListFilterOf(draft));
            types.AddRange(inputs.OrderOf(draft));
        }

        types.Add(ConnectionTypes.PageInfo());
        types.AddRange(_named);
        types.AddRange(Scalars.All);
        types.AddRange(inputs.Shared);
        types.AddRange(AggregateTypes.Shared);

        // What nothing refers to would be noise in every tool: the collector starts at the root.
        var schema = new Schema(types, query.Name, description: description);
        return new SchemaPruner(schema).Prune(types, query, description);
    }

    private AggregateTypes AggregatesOf(TypeDraft draft, InputTypes inputs)
    {
        var columns = draft.Fields
            .Where(field => field.Connection is null && ColumnTypes.IsColumn(field.Path, field.Options) && field.Options.DeprecationReason is null)
            .Select(field => new AggregatedColumn(field.Name, FindColumn(field.Path, field.Options)));
        return new(draft.Name, [.. columns], [.. new GroupFields(_days.Offset, FindColumn, FindDraft).Of(draft)], draft.Entity.SuppressBelow > 0, _days.Zone, inputs);
    }

    private Field RootField(RootConnection root)
    {
        var target = FindDraft(root.Draft.ClrType, root.Draft.TypeName, root.Name);
        return ConnectionTypes.Field("Query", root.Name, root.Description, null, root.Draft, target, DefaultOrderOf(root.Draft));
    }

    private Field LookupField(RootLookup root)
    {
        var target = FindDraft(root.ClrType, root.TypeName, root.Name);

        // The argument is of the type the field of the same column has.
        var key = FindColumn(root.Key, target.Fields.Find(field => field.Path.Equals(root.Key))?.Options ?? new());
        return new()
        {
            Name = root.Name,
            Type = TypeReference.Named(target.Name),
            Description = root.Description,
            Arguments = new(
            [
                new()
                {
                    Name = root.Argument,
                    Type = TypeReference.Named(key.Type.GraphQLType!.Name).NonNull(),
                    Description = root.ArgumentDescription,
                },
            ]),
            Binding = new LookupBinding(target.Entity, key),
        };
    }

    private Field FieldOf(TypeDraft owner, FieldDraft field)
    {
        if (field.Connection is { } connection)
        {
            var node = FindDraft(connection.ClrType, connection.TypeName, field.Name);
            return ConnectionTypes.Field(owner.Name, field.Name, field.Description, field.Path, connection, node, DefaultOrderOf(connection));
        }

        if (ColumnTypes.IsColumn(field.Path, field.Options))
        {
            var column = FindColumn(field.Path, field.Options);
            return Field(field, column.Type.GraphQLType!.Name, column.Type.IsList, column.Type.IsNullable, new ColumnBinding(column));
        }

        var target = FindDraft(field.Path.Type, field.Options.TypeName, field.Name);
        var mayBeNull = field.Options.IsNullable ?? (field.Path.MayBeNull() || !target.Entity.IsWholeEntity);
        return Field(field, target.Name, false, mayBeNull, new ReferenceBinding(field.Path, target.Entity));
    }

    private static Field Field(FieldDraft field, string typeName, bool isList, bool isNullable, FieldBinding binding)
    {
        var type = TypeReference.Named(typeName);
        return new()
        {
            Name = field.Name,
            Type = isList ? type.NonNull().List().NonNull() : isNullable ? type : type.NonNull(),
            Description = field.Description,
            DeprecationReason = field.Options.DeprecationReason,
            Binding = binding,
        };
    }

    private static OrderTerm[] DefaultOrderOf(ConnectionDraft draft) =>
        [.. draft.DefaultOrder.Select(order => OrderTerm.Of(ColumnTypes.Plain(order.Path), order.Descending))];

    private TypeDraft FindDraft(FieldDraft field) =>
        FindDraft(field.Connection?.ClrType ?? field.Path.Type, field.Connection?.TypeName ?? field.Options.TypeName, field.Name);

    private TypeDraft FindDraft(Type clrType, string? typeName, string field)
    {
        var found = _types.Where(draft => draft.Entity.ClrType == clrType && (typeName is null || draft.Name == typeName)).ToArray();
        return found.Length == 1
            ? found[0]
            : throw new InvalidOperationException(
                $"The field \"{field}\" leads to {clrType.Name}, which {(found.Length == 0 ? "no type stands on" : "several types stand on")}.");
    }

    private Column FindColumn(MemberPath path, FieldOptions options) =>
        ColumnTypes.Of(path, options, FindNamed, type => _enums.GetValueOrDefault(type));

    private NamedType? FindNamed(string name) =>
        _named.Find(type => type.Name == name) ?? SpecifiedScalars.All.Find(name) ?? Scalars.All.Find(name);
}
