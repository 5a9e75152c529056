namespace Hub.GraphQL.Types;

/// <summary>
/// The types a schema is described with (GraphQL 4.2), in the shape and words of graphql-js 16.15, which also tells deprecated
/// directives. A <c>__Type</c> is a <see cref="TypeReference"/> here, so wrappers and names are one thing.
/// </summary>
public static class IntrospectionTypes
{
    private static readonly string[] Kinds = ["SCALAR", "OBJECT", "INTERFACE", "UNION", "ENUM", "INPUT_OBJECT"];

    /// <summary><c>__Schema</c>.</summary>
    public static ObjectType Schema { get; } = new(
        "__Schema",
        "A GraphQL Schema defines the capabilities of a GraphQL server. It exposes all available types and directives on the server, " +
            "as well as the entry points for query, mutation, and subscription operations.",
        [
            Of<Schema>("description", "String", schema => schema.Description),
            Of<Schema>("types", "[__Type!]!", schema => References(schema.Types), "A list of all types supported by this server."),
            Of<Schema>("queryType", "__Type!", schema => Reference(schema.QueryType), "The type that query operations will be rooted at."),
            Of<Schema>(
                "mutationType",
                "__Type",
                schema => Reference(schema.MutationType),
                "If this server supports mutation, the type that mutation operations will be rooted at."),
            Of<Schema>(
                "subscriptionType",
                "__Type",
                schema => Reference(schema.SubscriptionType),
                "If this server support subscription, the type that subscription operations will be rooted at."),
            Listed<Schema, DirectiveDefinition>(
                "directives",
                "[__Directive!]!",
                (schema, _) => schema.Directives,
                directive => directive.IsDeprecated,
                "Boolean!",
                "A list of all directives supported by this server."),
        ]);

    /// <summary><c>__Directive</c>.</summary>
    public static ObjectType Directive { get; } = new(
        "__Directive",
        "A Directive provides a way to describe alternate runtime execution and type validation behavior in a GraphQL document.\n\n" +
            "In some cases, you need to provide options to alter GraphQL's execution behavior in ways field arguments will not suffice, " +
            "such as conditionally including or skipping a field. Directives provide this by describing additional information to the executor.",
        [
            Of<DirectiveDefinition>("name", "String!", directive => directive.Name),
            Of<DirectiveDefinition>("description", "String", directive => directive.Description),
            Of<DirectiveDefinition>("isRepeatable", "Boolean!", directive => directive.IsRepeatable),
            Of<DirectiveDefinition>(
                "locations", "[__DirectiveLocation!]!", directive => directive.Locations.Select(location => (object)location.ToName()).ToArray()),
            Listed<DirectiveDefinition, InputValue>(
                "args", "[__InputValue!]!", (directive, _) => directive.Arguments, argument => argument.IsDeprecated),
            Of<DirectiveDefinition>("isDeprecated", "Boolean!", directive => directive.IsDeprecated),
            Of<DirectiveDefinition>("deprecationReason", "String", directive => directive.DeprecationReason),
        ]);

    /// <summary><c>__DirectiveLocation</c>.</summary>
    public static EnumType DirectiveLocation { get; } = new(
        "__DirectiveLocation",
        "A Directive can be adjacent to many parts of the GraphQL language, a __DirectiveLocation describes one such possible adjacencies.",
        Enum.GetValues<DirectiveLocation>().Select(location => Value(location.ToName(), $"Location adjacent to {Place(location)}.")));

    /// <summary><c>__Type</c>.</summary>
    public static ObjectType Type { get; } = new(
        "__Type",
        "The fundamental unit of any GraphQL Schema is the type. There are many kinds of types in GraphQL as represented by the " +
            "`__TypeKind` enum.\n\nDepending on the kind of a type, certain fields describe information about that type. Scalar types " +
            "provide no information beyond a name, description and optional `specifiedByURL`, while Enum types provide their values. Object " +
            "and Interface types provide the fields they describe. Abstract types, Union and Interface, provide the Object types possible at " +
            "runtime. List and NonNull types compose other types.",
        [
            Of<TypeReference>("kind", "__TypeKind!", type => type.IsNonNull ? "NON_NULL" : type.IsList ? "LIST" : Kinds[(int)type.Type.Kind]),
            Of<TypeReference>("name", "String", type => type.IsNamed ? type.Name : null),
            Of<TypeReference>("description", "String", type => Named<NamedType>(type)?.Description),
            Of<TypeReference>("specifiedByURL", "String", type => Named<ScalarType>(type)?.SpecifiedByUrl),
            Listed<TypeReference, Field>(
                "fields", "[__Field!]", (type, _) => Named<FieldedType>(type)?.Fields, field => field.IsDeprecated),
            Of<TypeReference>("interfaces", "[__Type!]", type => References(Named<FieldedType>(type)?.Interfaces)),
            new()
            {
                Name = "possibleTypes",
                Type = TypeReference.Parse("[__Type!]"),
                Binding = new ResolverBinding(context =>
                    Named<NamedType>((TypeReference)context.Source!) is { IsAbstract: true } type
                        ? References(context.Schema.PossibleTypes(type))
                        : null),
            },
            Listed<TypeReference, EnumValue>(
                "enumValues", "[__EnumValue!]", (type, _) => Named<EnumType>(type)?.Values, value => value.IsDeprecated),
            Listed<TypeReference, InputValue>(
                "inputFields", "[__InputValue!]", (type, _) => Named<InputObjectType>(type)?.Fields, field => field.IsDeprecated),
            Of<TypeReference>("ofType", "__Type", type => type.OfType),
            Of<TypeReference>("isOneOf", "Boolean", type => Named<InputObjectType>(type)?.IsOneOf),
        ]);

    /// <summary><c>__Field</c>.</summary>
    public static ObjectType Field { get; } = new(
        "__Field",
        "Object and Interface types are described by a list of Fields, each of which has a name, potentially a list of arguments, " +
            "and a return type.",
        [
            Of<Field>("name", "String!", field => field.Name),
            Of<Field>("description", "String", field => field.Description),
            Listed<Field, InputValue>("args", "[__InputValue!]!", (field, _) => field.Arguments, argument => argument.IsDeprecated),
            Of<Field>("type", "__Type!", field => field.Type),
            Of<Field>("isDeprecated", "Boolean!", field => field.IsDeprecated),
            Of<Field>("deprecationReason", "String", field => field.DeprecationReason),
        ]);

    /// <summary><c>__InputValue</c>.</summary>
    public static ObjectType InputValue { get; } = new(
        "__InputValue",
        "Arguments provided to Fields or Directives and the input fields of an InputObject are represented as Input Values which " +
            "describe their type and optionally a default value.",
        [
            Of<InputValue>("name", "String!", input => input.Name),
            Of<InputValue>("description", "String", input => input.Description),
            Of<InputValue>("type", "__Type!", input => input.Type),
            Of<InputValue>(
                "defaultValue",
                "String",
                input => CanonicalLiteral.Print(input),
                "A GraphQL-formatted string representing the default value for this input value."),
            Of<InputValue>("isDeprecated", "Boolean!", input => input.IsDeprecated),
            Of<InputValue>("deprecationReason", "String", input => input.DeprecationReason),
        ]);

    /// <summary><c>__EnumValue</c>.</summary>
    public static ObjectType EnumValue { get; } = new(
        "__EnumValue",
        "One possible value for a given Enum. Enum values are unique values, not a placeholder for a string or numeric value. " +
            "However an Enum value is returned in a JSON response as a string.",
        [
            Of<EnumValue>("name", "String!", value => value.Name),
            Of<EnumValue>("description", "String", value => value.Description),
            Of<EnumValue>("isDeprecated", "Boolean!", value => value.IsDeprecated),
            Of<EnumValue>("deprecationReason", "String", value => value.DeprecationReason),
        ]);

    /// <summary><c>__TypeKind</c>.</summary>
    public static EnumType TypeKind { get; } = new(
        "__TypeKind",
        "An enum describing what kind of type a given `__Type` is.",
        [
            Value("SCALAR", "Indicates this type is a scalar."),
            Value("OBJECT", "Indicates this type is an object. `fields` and `interfaces` are valid fields."),
            Value("INTERFACE", "Indicates this type is an interface. `fields`, `interfaces`, and `possibleTypes` are valid fields."),
            Value("UNION", "Indicates this type is a union. `possibleTypes` is a valid field."),
            Value("ENUM", "Indicates this type is an enum. `enumValues` is a valid field."),
            Value("INPUT_OBJECT", "Indicates this type is an input object. `inputFields` is a valid field."),
            Value("LIST", "Indicates this type is a list. `ofType` is a valid field."),
            Value("NON_NULL", "Indicates this type is a non-null. `ofType` is a valid field."),
        ]);

    /// <summary>All of them.</summary>
    public static NameTable<NamedType> All { get; } =
        new([Schema, Directive, DirectiveLocation, Type, Field, InputValue, EnumValue, TypeKind]);

    private static Field Of<TSource>(string name, string type, Func<TSource, object?> resolve, string? description = null) => new()
    {
        Name = name,
        Type = TypeReference.Parse(type),
        Description = description,
        Binding = new ResolverBinding(context => resolve((TSource)context.Source!)),
    };

    /// <summary>A list that hides what is deprecated unless asked.</summary>
    private static Field Listed<TSource, TItem>(
        string name,
        string type,
        Func<TSource, Schema, IReadOnlyList<TItem>?> items,
        Func<TItem, bool> isDeprecated,
        string includeDeprecated = "Boolean",
        string? description = null)
        where TItem : class => new()
        {
            Name = name,
            Type = TypeReference.Parse(type),
            Description = description,
            Arguments = new(
            [
                new() { Name = "includeDeprecated", Type = TypeReference.Parse(includeDeprecated), DefaultValue = InputLiteral.False },
            ]),
            Binding = new ResolverBinding(context => items((TSource)context.Source!, context.Schema) is { } all
                ? context.Arguments[0] is true ? all : all.Where(item => !isDeprecated(item)).ToArray()
                : null),
        };

    private static EnumValue Value(string name, string description) => new() { Name = name, Description = description };

    private static T? Named<T>(TypeReference type)
        where T : NamedType => type.IsNamed ? type.Type as T : null;

    private static TypeReference? Reference(NamedType? type) => type is null ? null : TypeReference.To(type);

    private static TypeReference[]? References(IEnumerable<NamedType>? types) => types?.Select(TypeReference.To).ToArray();

    private static string Place(DirectiveLocation location) => location switch
    {
        Types.DirectiveLocation.Query => "a query operation",
        Types.DirectiveLocation.Mutation => "a mutation operation",
        Types.DirectiveLocation.Subscription => "a subscription operation",
        Types.DirectiveLocation.Field => "a field",
        Types.DirectiveLocation.FragmentDefinition => "a fragment definition",
        Types.DirectiveLocation.FragmentSpread => "a fragment spread",
        Types.DirectiveLocation.InlineFragment => "an inline fragment",
        Types.DirectiveLocation.VariableDefinition => "a variable definition",
        Types.DirectiveLocation.Schema => "a schema definition",
        Types.DirectiveLocation.Scalar => "a scalar definition",
        Types.DirectiveLocation.Object => "an object type definition",
        Types.DirectiveLocation.FieldDefinition => "a field definition",
        Types.DirectiveLocation.ArgumentDefinition => "an argument definition",
        Types.DirectiveLocation.Interface => "an interface definition",
        Types.DirectiveLocation.Union => "a union definition",
        Types.DirectiveLocation.Enum => "an enum definition",
        Types.DirectiveLocation.EnumValue => "an enum value definition",
        Types.DirectiveLocation.InputObject => "an input object type definition",
        Types.DirectiveLocation.InputFieldDefinition => "an input object field definition",
        Types.DirectiveLocation.DirectiveDefinition => "a directive definition",
        _ => throw new ArgumentOutOfRangeException(nameof(location)),
    };
}
