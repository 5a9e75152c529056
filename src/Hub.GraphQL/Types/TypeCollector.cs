namespace Hub.GraphQL.Types;

/// <summary>
/// Puts the types of a schema in graphql-js's order, and binds the references on the way: given types in the order given, each
/// followed by what it refers to that was not given.
/// </summary>
internal sealed class TypeCollector
{
    private readonly Dictionary<string, NamedType> _given = new(StringComparer.Ordinal);
    private readonly List<NamedType> _order = [];
    private readonly HashSet<NamedType> _seen = [];

    public TypeCollector(IEnumerable<NamedType> types)
    {
        foreach (var type in types)
        {
            if (!_given.TryAdd(type.Name, Specified(type.Name) ?? type))
                throw new ArgumentException($"The type \"{type.Name}\" is defined twice.");
        }
    }

    public List<NamedType> Collect(IEnumerable<string?> roots, IEnumerable<DirectiveDefinition> directives)
    {
        _seen.UnionWith(_given.Values);
        foreach (var type in _given.Values)
            Add(type);
        foreach (var root in roots)
        {
            if (root is not null)
                Visit(Resolve(root, "the schema"));
        }

        foreach (var directive in directives)
        {
            foreach (var argument in directive.Arguments)
                Visit(argument.Type, directive.Name);
        }

        Visit(IntrospectionTypes.Schema);
        return _order;
    }

    private static NamedType? Specified(string name) => (NamedType?)SpecifiedScalars.All.Find(name) ?? IntrospectionTypes.All.Find(name);

    private NamedType Resolve(string name, string owner) => _given.GetValueOrDefault(name) ?? Specified(name)
        ?? throw new ArgumentException($"Unknown type \"{name}\", named by \"{owner}\".");

    private void Visit(TypeReference reference, string owner)
    {
        var type = Resolve(reference.Name, owner);
        reference.Bind(type);
        Visit(type);
    }

    private void Visit(NamedType type)
    {
        if (_seen.Add(type))
            Add(type);
    }

    private void Add(NamedType type)
    {
        _order.Add(type);
        switch (type)
        {
            case UnionType union:
                foreach (var member in union.MemberReferences)
                    Visit(Checked<ObjectType>(member, type), type.Name);
                break;
            case FieldedType fielded:
                foreach (var implemented in fielded.InterfaceReferences)
                    Visit(Checked<InterfaceType>(implemented, type), type.Name);
                foreach (var field in fielded.Fields)
                {
                    Visit(field.Type, type.Name);
                    foreach (var argument in field.Arguments)
                        Visit(argument.Type, type.Name);
                }

                break;
            case InputObjectType input:
                foreach (var field in input.Fields)
                    Visit(field.Type, type.Name);
                break;
        }
    }

    private TypeReference Checked<T>(TypeReference reference, NamedType owner)
        where T : NamedType =>
        Resolve(reference.Name, owner.Name) is T
            ? reference
            : throw new ArgumentException($"The type \"{reference.Name}\", named by \"{owner.Name}\", is not of the kind needed there.");
}
