using Hub.GraphQL.Types;

namespace Hub.GraphQL.Federation;

/// <summary>The types and fields every subgraph of Apollo Federation has.</summary>
internal static class FederationTypes
{
    private const string Any = "_Any";
    private const string Entity = "_Entity";
    private const string Service = "_Service";
    private const string EntitiesField = "_entities";
    private const string ServiceField = "_service";

    /// <summary>True for the names that belong to federation and stand in no subgraph's own text.</summary>
    public static bool IsOwn(string name) => name is Any or Entity or Service or EntitiesField or ServiceField;

    /// <summary>The types, for a schema with these entities.</summary>
    public static IEnumerable<NamedType> Types(IReadOnlyList<FederatedType> entities) =>
    [
        new ScalarType(Any, "A reference of another subgraph: `__typename` and the fields of one of the type's keys."),
        new UnionType(Entity, "What other subgraphs may refer to.", entities.Select(entity => entity.TypeName)),
        new ObjectType(
            Service,
            "What a gateway asks when it composes subgraphs.",
            [
                new()
                {
                    Name = "sdl",
                    Type = TypeReference.Named("String").NonNull(),
                    Description = "This schema as a subgraph, in the type system language.",
                    Binding = new ResolverBinding(context => ((SubgraphText)context.Source!).Sdl),
                },
            ]),
    ];

    /// <summary>The fields of the root.</summary>
    public static IEnumerable<Field> Roots(IReadOnlyList<FederatedType> entities, int most, SubgraphText text) =>
    [
        new()
        {
            Name = EntitiesField,
            Type = TypeReference.Named(Entity).List().NonNull(),
            Description = "The objects of a gateway's references, in their order; null for each that is not shown.",
            Arguments = new(
            [
                new()
                {
                    Name = "representations",
                    Type = TypeReference.Named(Any).NonNull().List().NonNull(),
                    Description = $"The references, {most} at most.",
                },
            ]),
            Binding = new EntitiesBinding { Most = most, Types = entities },
        },
        new()
        {
            Name = ServiceField,
            Type = TypeReference.Named(Service).NonNull(),
            Description = "What a gateway asks when it composes subgraphs.",
            Binding = new ResolverBinding(_ => text),
        },
    ];
}

/// <summary>The text of a subgraph, which is printed once its schema is there.</summary>
internal sealed class SubgraphText
{
    public string Sdl { get; set; } = "";
}
