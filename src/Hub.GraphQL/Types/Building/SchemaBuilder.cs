using System.Linq.Expressions;
using Hub.GraphQL.Federation;
using Hub.GraphQL.Planning;

namespace Hub.GraphQL.Types.Building;

/// <summary>
/// Builds a schema over entities: object types say which property each field is, connections which entities a list holds, and the
/// inputs to filter and order by are made from both.
/// </summary>
public sealed partial class SchemaBuilder(string description)
{
    private const string NodeInterface = "Node";

    private readonly List<TypeDraft> _types = [];
    private readonly List<RootConnection> _connections = [];
    private readonly List<RootLookup> _lookups = [];
    private readonly List<RootNodes> _nodes = [];
    private readonly List<CallerValue> _callerValues = [];
    private readonly Dictionary<FieldDraft, Field> _fields = new(ReferenceEqualityComparer.Instance);
    private readonly Dictionary<Type, EnumType> _enums = [];
    private readonly List<NamedType> _named = [];
    private IReadOnlyList<DirectiveDefinition> _directives = [];
    private int _largestPage = 1;
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

    /// <summary>Tells in the printed schema what fields count towards a client's budget.</summary>
    public SchemaBuilder PublishCosts()
    {
        _directives = CostDirectives.Definitions;
        return this;
    }

    /// <summary>Lets pages of the root's lists be as large as that, where a list itself says less.</summary>
    public SchemaBuilder LargestPage(int nodes)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(nodes, 1);
        _largestPage = nodes;
        return this;
    }

    /// <summary>Adds an object type over an entity.</summary>
    public SchemaBuilder Type<T>(string name, string description, Action<TypeBuilder<T>> fields)
        where T : class => Add(DraftKind.Object, name, description, fields);

    /// <summary>
    /// Adds an interface over an entity that several object types stand on, each with its condition. Fields are said here once, and the
    /// types that implement it take them over; its rows are those of any of them.
    /// </summary>
    public SchemaBuilder Interface<T>(string name, string description, Action<TypeBuilder<T>> fields)
        where T : class => Add(DraftKind.Interface, name, description, fields);

    /// <summary>
    /// Adds a union of object types. Over one entity it can be led to like a type; over several it is reached by
    /// <see cref="Nodes"/>.
    /// </summary>
    public SchemaBuilder Union(string name, string description, params IReadOnlyList<string> members)
    {
        ArgumentException.ThrowIfNullOrEmpty(description);
        ArgumentNullException.ThrowIfNull(members);
        _types.Add(new(name, description, typeof(object), DraftKind.Union, _callerValues) { Members = members });
        return this;
    }

    /// <summary>
    /// Adds the interface <c>Node</c>, which every type with a public id implements, and the roots <c>node(id:)</c> and
    /// <c>nodes(ids:)</c> that find any object by it.
    /// </summary>
    public SchemaBuilder Node(int most = 100)
    {
        _types.Add(new(NodeInterface, "Anything that has an id.", typeof(object), DraftKind.Interface, _callerValues));
        return Nodes(
            "node", "nodes", NodeInterface, "The object of an id, whatever it is; null when none is shown.",
            "The objects of several ids, in the order of the ids; null for each that is not shown.", most);
    }

    /// <summary>Adds look-ups to the root that find objects of an interface or union by id, in whichever entity has it.</summary>
    public SchemaBuilder Nodes(string name, string listName, string typeName, string description, string listDescription, int most = 100)
    {
        ArgumentException.ThrowIfNullOrEmpty(description);
        ArgumentException.ThrowIfNullOrEmpty(listDescription);
        ArgumentOutOfRangeException.ThrowIfLessThan(most, 1);
        _nodes.Add(new(name, listName, description, listDescription, typeName, most));
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
        new Inheritance(_types, NodeInterface).Resolve();
        var inputs = new InputTypes(FindColumn, IsAsOpen);
        foreach (var draft in _types.Where(draft => draft.IsOverEntity))
        {
            var key = draft.Key.Count > 0 ? draft.Key : [.. draft.Fields.Where(field => field.Name == "id").Select(field => field.Path)];
            if (key.Count == 0)
                throw new InvalidOperationException($"The type \"{draft.Name}\" has no row key to end its orders on.");
            draft.Entity.Key = [.. key.Select(ColumnTypes.Plain)];
            draft.Entity.Search = draft.Search?.Build(draft.Entity.Key);
        }

        foreach (var connection in _connections)
            connection.Draft.MostPage = Math.Max(connection.Draft.MostPage, _largestPage);
        var entities = FederatedTypes();
        List<Field> roots = [.. _lookups.Select(LookupField), .. _nodes.SelectMany(NodesFields), .. _connections.Select(RootField)];
        if (entities.Count > 0)
            roots.AddRange(FederationTypes.Roots(entities, _mostRepresentations, _subgraph));
        var query = new ObjectType("Query", "Where every query starts.", roots);
        List<NamedType> types = [query];

        // Interfaces first: a field they share with their types is made once, under their name.
        foreach (var draft in _types.OrderByDescending(draft => draft.Kind == DraftKind.Interface))
        {
            types.Add(TypeOf(draft));
            if (!draft.IsOverEntity)
                continue;
            var aggregates = draft.Kind == DraftKind.Union ? null : AggregatesOf(draft, inputs);
            types.AddRange(Ruled(draft.Rule, ConnectionTypes.Of(draft.Name, aggregates?.Fields() ?? [])));
            types.AddRange(Ruled(draft.Rule, aggregates?.Types() ?? []));
            types.AddRange(inputs.Of(draft, FindDraft));
        }

        SetRules(roots);
        types.AddRange(_events.Select(EventType));
        var subscription = SubscriptionType();
        if (subscription is not null)
            types.Add(subscription);
        types.AddRange(Ruled(_rule, [ConnectionTypes.PageInfo()]));
        types.AddRange(_named);
        types.AddRange(Scalars.All);
        types.AddRange(inputs.Shared);
        types.AddRange(AggregateTypes.Shared);
        if (entities.Count > 0)
            types.AddRange(Ruled(_rule, FederationTypes.Types(entities)));

        // What nothing refers to would be noise in every tool: the collector starts at the root.
        var schema = new Schema(types, query.Name, subscription: subscription?.Name, description: description);
        schema = new SchemaPruner(schema).Prune(types, query, subscription, description, [.. _callerValues], [.. _directives, .. RuleDirective.Definitions(_rules), .. SpecifiedDirectives.All], _rules);
        if (entities.Count > 0)
            _subgraph.Sdl = SubgraphPrinter.Print(schema, entities, new HashSet<string>(StringComparer.Ordinal) { ConnectionTypes.PageInfo().Name });
        return schema;
    }

    private AggregateTypes AggregatesOf(TypeDraft draft, InputTypes inputs)
    {
        var columns = draft.Fields
            .Where(field => field.IsPlain && IsAsOpen(draft, field) && ColumnTypes.IsColumn(field.Path, field.Options) && field.Options.DeprecationReason is null)
            .Select(field => new AggregatedColumn(field.Name, FindColumn(field.Path, field.Options)));
        return new(draft.Name, [.. columns], [.. new GroupFields(_days.Offset, FindColumn, FindDraft, IsAsOpen).Of(draft)], draft.Entity.SuppressBelow > 0, _days.Zone, inputs);
    }

    private SchemaBuilder Add<T>(DraftKind kind, string name, string description, Action<TypeBuilder<T>> fields)
        where T : class
    {
        ArgumentException.ThrowIfNullOrEmpty(description);
        ArgumentNullException.ThrowIfNull(fields);
        var draft = new TypeDraft(name, description, typeof(T), kind, _callerValues);
        fields(new(draft));
        _types.Add(draft);
        return this;
    }

    private NamedType TypeOf(TypeDraft draft) => draft.Kind switch
    {
        DraftKind.Union => new UnionType(draft.Name, draft.Description, draft.Members),
        DraftKind.Interface when !draft.IsOverEntity => new InterfaceType(draft.Name, draft.Description, [NodeId()]),
        DraftKind.Interface => new InterfaceType(draft.Name, draft.Description, draft.Fields.Select(field => FieldOf(draft, field)), draft.Interfaces),
        _ => new ObjectType(draft.Name, draft.Description, draft.Fields.Select(field => FieldOf(draft, field)), draft.Interfaces)
        {
            Binding = draft.Entity,
        },
    };

    private static Field NodeId() => new()
    {
        Name = "id",
        Type = TypeReference.Named("ID").NonNull(),
        Description = "Opaque id, the same everywhere in the hub.",
    };

    private IEnumerable<Field> NodesFields(RootNodes root)
    {
        var sources = _types.Find(draft => draft.Name == root.TypeName) is { } target
            ? NodeSources(target)
            : throw new InvalidOperationException($"The field \"{root.Name}\" leads to \"{root.TypeName}\", which is no type.");
        yield return Root(root.Name, root.Description, TypeReference.Named(root.TypeName), "id", "ID!", "The id.", false);
        yield return Root(
            root.ListName, root.ListDescription, TypeReference.Named(root.TypeName).List().NonNull(), "ids", "[ID!]!", $"The ids, {root.Most} at most.", true);

        Field Root(string name, string description, TypeReference type, string argument, string argumentType, string argumentDescription, bool isList) => new()
        {
            Name = name,
            Type = type,
            Description = description,
            Arguments = new([new() { Name = argument, Type = TypeReference.Parse(argumentType), Description = argumentDescription }]),
            Binding = new NodesBinding { IsList = isList, Most = root.Most, Sources = sources },
        };
    }

    /// <summary>The object types of an interface or union by entity, each with the column its public id is.</summary>
    private NodeSource[] NodeSources(TypeDraft target) =>
    [
        .. _types
            .Where(draft => draft.Kind == DraftKind.Object && (target.Members.Contains(draft.Name) || draft.Interfaces.Contains(target.Name)))
            .GroupBy(draft => draft.Entity.ClrType)
            .Select(group =>
            {
                var id = group.First().Fields.Find(field => field.Name == "id")
                    ?? throw new InvalidOperationException($"The type \"{group.First().Name}\" has no id to be found by.");
                var entity = new EntityBinding { ClrType = group.Key, TypeName = target.Name, Key = group.First().Entity.Key };
                entity.StandFor([.. group.Select(draft => draft.Entity)]);
                return new NodeSource(entity, [FindColumn(id.Path, id.Options)]);
            }),
    ];

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

    /// <summary>A field of an interface is one field wherever it stands, so that plans of its types can share what lies below.</summary>
    private Field FieldOf(TypeDraft owner, FieldDraft field)
    {
        if (!_fields.TryGetValue(field, out var made))
            _fields.Add(field, made = MakeField(owner, field));
        return made;
    }

    private Field MakeField(TypeDraft owner, FieldDraft field)
    {
        if (field.First is { } first)
        {
            var found = FindDraft(first.ClrType, first.TypeName, field.Name);
            var binding = new FirstBinding { Path = field.Path, Target = found.Entity, Where = first.Where, Order = DefaultOrderOf(first) };
            return Field(field, found.Name, false, true, binding);
        }

        if (field.Computed is { } computed)
        {
            var type = ColumnTypes.OfComputed(field.Name, computed.ValueType, field.Options, FindNamed, enumType => _enums.GetValueOrDefault(enumType));
            var binding = new ComputedBinding([.. computed.Columns.Select(ColumnTypes.Plain)], type, computed.Compute);
            return Field(field, type.GraphQLType!.Name, false, type.IsNullable, binding);
        }

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
