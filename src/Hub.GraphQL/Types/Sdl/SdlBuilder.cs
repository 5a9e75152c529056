using Hub.GraphQL.Language;

namespace Hub.GraphQL.Types.Sdl;

/// <summary>Puts the definitions of a valid type system document, each with its extensions, together into a schema.</summary>
internal sealed class SdlBuilder(Document document, IReadOnlyList<ScalarType> scalars)
{
    private readonly Dictionary<string, List<TypeDefinitionNode>> _extensions = [];
    private readonly Dictionary<OperationKind, string> _roots = [];

    public Schema Build()
    {
        var definitions = new List<TypeDefinitionNode>();
        var directives = new List<DirectiveDefinition>();
        SchemaDefinitionNode? schema = null;
        foreach (var definition in document.Definitions)
        {
            switch (definition.Kind)
            {
                case NodeKind.SchemaDefinition:
                    schema = definition.AsSchema;
                    AddRoots(definition.AsSchema);
                    break;
                case NodeKind.SchemaExtension:
                    AddRoots(definition.AsSchema);
                    break;
                case NodeKind.DirectiveDefinition:
                    directives.Add(SdlReader.Directive(definition.AsDirective));
                    break;
                case var _ when definition.IsType && definition.IsExtension:
                    if (!_extensions.TryGetValue(definition.AsType.Name, out var extensions))
                        _extensions.Add(definition.AsType.Name, extensions = []);
                    extensions.Add(definition.AsType);
                    break;
                case var _ when definition.IsType:
                    definitions.Add(definition.AsType);
                    break;
            }
        }

        // Without a schema definition the roots are the types of these names.
        if (schema is null)
        {
            foreach (var type in definitions)
                AddRoot(type.Name);
        }

        directives.AddRange(SpecifiedDirectives.All.Where(known => directives.TrueForAll(directive => directive.Name != known.Name)));
        return new(
            definitions.ConvertAll(Type),
            _roots.GetValueOrDefault(OperationKind.Query),
            _roots.GetValueOrDefault(OperationKind.Mutation),
            _roots.GetValueOrDefault(OperationKind.Subscription),
            directives,
            schema?.Description);
    }

    private void AddRoots(SchemaDefinitionNode schema)
    {
        foreach (var operationType in schema.OperationTypes)
            _roots[operationType.Operation] = operationType.Type.Name;
    }

    private void AddRoot(string name)
    {
        OperationKind? operation = name switch
        {
            "Query" => OperationKind.Query,
            "Mutation" => OperationKind.Mutation,
            "Subscription" => OperationKind.Subscription,
            _ => null,
        };
        if (operation is { } known)
            _roots[known] = name;
    }

    private NamedType Type(TypeDefinitionNode definition)
    {
        List<TypeDefinitionNode> parts = [definition, .. _extensions.GetValueOrDefault(definition.Name, [])];
        var (name, description) = (definition.Name, definition.Description);
        return definition.Kind switch
        {
            NodeKind.ScalarDefinition => scalars.FirstOrDefault(scalar => scalar.Name == name)
                ?? new ScalarType(name, description, SpecifiedBy(parts)),
            NodeKind.ObjectDefinition => new ObjectType(name, description, Fields(parts), Names(parts, part => part.Interfaces)),
            NodeKind.InterfaceDefinition => new InterfaceType(name, description, Fields(parts), Names(parts, part => part.Interfaces)),
            NodeKind.UnionDefinition => new UnionType(name, description, Names(parts, part => part.Members)),
            NodeKind.EnumDefinition => new EnumType(name, description, Values(parts)),
            _ => new InputObjectType(
                name,
                description,
                parts.SelectMany(part => SdlReader.InputValues(part.InputFields)),
                SdlReader.Find(definition.Directives, "oneOf") is not null),
        };
    }

    private static string? SpecifiedBy(List<TypeDefinitionNode> parts)
    {
        string? url = null;
        foreach (var part in parts)
        {
            if (SdlReader.Find(part.Directives, "specifiedBy")?.Argument("url") is { Value.Kind: NodeKind.StringValue } argument)
                url = argument.Value.StringValue;
        }

        return url;
    }

    private static List<Field> Fields(List<TypeDefinitionNode> parts)
    {
        var fields = new List<Field>();
        foreach (var part in parts)
        {
            foreach (var field in part.Fields)
            {
                fields.Add(new()
                {
                    Name = field.Name,
                    Type = SdlReader.Type(field.Type),
                    Description = field.Description,
                    Arguments = SdlReader.InputValues(field.Arguments),
                    DeprecationReason = SdlReader.DeprecationReason(field.Directives),
                });
            }
        }

        return fields;
    }

    private static List<EnumValue> Values(List<TypeDefinitionNode> parts)
    {
        var values = new List<EnumValue>();
        foreach (var part in parts)
        {
            foreach (var value in part.Values)
            {
                values.Add(new()
                {
                    Name = value.Name,
                    Description = value.Description,
                    DeprecationReason = SdlReader.DeprecationReason(value.Directives),
                });
            }
        }

        return values;
    }

    private static List<string> Names(List<TypeDefinitionNode> parts, Func<TypeDefinitionNode, NodeList<TypeNode>> types)
    {
        var names = new List<string>();
        foreach (var part in parts)
        {
            foreach (var type in types(part))
                names.Add(type.Name);
        }

        return names;
    }
}
