namespace Hub.GraphQL.Types;

/// <summary>
/// An immutable schema: its types and directives by name, and the relations between types that validation and planning ask for.
/// </summary>
public sealed class Schema
{
    private readonly Dictionary<NamedType, HashSet<NamedType>> _subtypes = [];
    private readonly Dictionary<NamedType, ObjectType[]> _possibleTypes = [];
    private readonly Dictionary<InterfaceType, InterfaceType[]> _implementingInterfaces = [];

    /// <summary>
    /// Binds every type reference and collects the types in graphql-js's order. Built-in scalars join when something refers to
    /// them, the introspection types always; a type given under one of those names is replaced by the specified one.
    /// </summary>
    /// <exception cref="ArgumentException">A name is defined twice or not at all, or a root is not an object.</exception>
    public Schema(
        IEnumerable<NamedType> types,
        string? query,
        string? mutation = null,
        string? subscription = null,
        IEnumerable<DirectiveDefinition>? directives = null,
        string? description = null)
    {
        ArgumentNullException.ThrowIfNull(types);
        Description = description;
        Directives = new(directives ?? SpecifiedDirectives.All);

        var collector = new TypeCollector(types);
        Types = new(collector.Collect([query, mutation, subscription], Directives));
        QueryType = Root(query);
        MutationType = Root(mutation);
        SubscriptionType = Root(subscription);
        RelateTypes();
    }

    /// <summary>What the schema is for; null when it does not say.</summary>
    public string? Description { get; }

    /// <summary>Every type, built-in ones included, in graphql-js's order.</summary>
    public NameTable<NamedType> Types { get; }

    /// <summary>Every directive, the specified ones included.</summary>
    public NameTable<DirectiveDefinition> Directives { get; }

    /// <summary>What conditions of the schema ask of the caller, in the order of their parameters.</summary>
    public IReadOnlyList<Planning.CallerValue> CallerValues { get; init; } = [];

    /// <summary>Who may select which field; null in a schema that is open to all.</summary>
    public FieldRules? Rules { get; init; }

    /// <summary>Where queries start; null only in a schema that is not whole.</summary>
    public ObjectType? QueryType { get; }

    /// <summary>Where mutations start; null when there are none.</summary>
    public ObjectType? MutationType { get; }

    /// <summary>Where subscriptions start; null when there are none.</summary>
    public ObjectType? SubscriptionType { get; }

    /// <summary>The objects an interface or union may be; an object is its own only possible type.</summary>
    public IReadOnlyList<ObjectType> PossibleTypes(NamedType type)
    {
        ArgumentNullException.ThrowIfNull(type);
        return type is ObjectType itself ? [itself] : _possibleTypes.GetValueOrDefault(type, []);
    }

    /// <summary>The interfaces that implement this one.</summary>
    public IReadOnlyList<InterfaceType> ImplementingInterfaces(InterfaceType type) => _implementingInterfaces.GetValueOrDefault(type, []);

    /// <summary>True when <paramref name="type"/> is a member of the union or implements the interface <paramref name="abstractType"/>.</summary>
    public bool IsSubtype(NamedType abstractType, NamedType type) =>
        _subtypes.TryGetValue(abstractType, out var subtypes) && subtypes.Contains(type);

    /// <summary>True when a value of <paramref name="type"/> may stand where <paramref name="expected"/> is asked for (GraphQL 3.6.1).</summary>
    public bool IsSubtype(TypeReference type, TypeReference expected)
    {
        ArgumentNullException.ThrowIfNull(type);
        ArgumentNullException.ThrowIfNull(expected);
        while (true)
        {
            if (expected.IsNonNull)
            {
                if (!type.IsNonNull)
                    return false;
                (type, expected) = (type.OfType!, expected.OfType!);
            }
            else if (type.IsNonNull)
            {
                type = type.OfType!;
            }
            else if (expected.IsList && type.IsList)
            {
                (type, expected) = (type.OfType!, expected.OfType!);
            }
            else
            {
                return expected.IsNamed && type.IsNamed
                    && (ReferenceEquals(type.Type, expected.Type) || IsSubtype(expected.Type, type.Type));
            }
        }
    }

    /// <summary>True when some object is both (GraphQL 5.5.2.3).</summary>
    public bool Overlap(NamedType a, NamedType b)
    {
        if (ReferenceEquals(a, b))
            return true;
        if (!b.IsAbstract)
            return IsSubtype(a, b);
        return a.IsAbstract ? PossibleTypes(a).Any(type => IsSubtype(b, type)) : IsSubtype(b, a);
    }

    /// <summary>A field of a type, the meta fields <c>__typename</c>, <c>__schema</c> and <c>__type</c> included; null when unknown.</summary>
    public Field? FindField(NamedType parent, ReadOnlySpan<byte> utf8Name)
    {
        ArgumentNullException.ThrowIfNull(parent);
        if (utf8Name.StartsWith("__"u8))
        {
            if (utf8Name.SequenceEqual("__typename"u8))
                return parent.IsComposite ? MetaFields.TypeName : null;
            if (ReferenceEquals(parent, QueryType))
            {
                if (utf8Name.SequenceEqual("__schema"u8))
                    return MetaFields.Schema;
                if (utf8Name.SequenceEqual("__type"u8))
                    return MetaFields.Type;
            }
        }

        return parent is FieldedType fielded ? fielded.Fields.Find(utf8Name) : null;
    }

    private ObjectType? Root(string? name) => name is null ? null : Types.Find(name) as ObjectType
        ?? throw new ArgumentException($"The root type \"{name}\" is not an object of this schema.");

    private void RelateTypes()
    {
        var possible = new Dictionary<NamedType, List<ObjectType>>();
        var interfaces = new Dictionary<InterfaceType, List<InterfaceType>>();
        foreach (var type in Types)
        {
            if (type is UnionType union)
            {
                foreach (var member in union.Members)
                    Relate(union, member);
            }
            else if (type is FieldedType fielded)
            {
                foreach (var implemented in fielded.Interfaces)
                    Relate(implemented, fielded);
            }
        }

        foreach (var (type, objects) in possible)
            _possibleTypes[type] = [.. objects];
        foreach (var (type, implementing) in interfaces)
            _implementingInterfaces[type] = [.. implementing];

        void Relate(NamedType abstractType, NamedType type)
        {
            if (!_subtypes.TryGetValue(abstractType, out var subtypes))
                _subtypes[abstractType] = subtypes = [];
            if (!subtypes.Add(type))
                return;
            if (type is ObjectType itself)
                ListOf(possible, abstractType).Add(itself);
            else if (type is InterfaceType implementing)
                ListOf(interfaces, (InterfaceType)abstractType).Add(implementing);
        }

        static List<TItem> ListOf<TKey, TItem>(Dictionary<TKey, List<TItem>> map, TKey key)
            where TKey : notnull
        {
            if (!map.TryGetValue(key, out var list))
                map[key] = list = [];
            return list;
        }
    }
}
