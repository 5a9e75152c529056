using Hub.GraphQL.Types;

namespace Hub.GraphQL.Federation;

/// <summary>Prints a schema as a subgraph of Apollo Federation: with keys, without the fields that only a gateway calls.</summary>
internal static class SubgraphPrinter
{
    /// <summary>The version that is followed: <c>@key</c> and <c>@shareable</c> are the same in every later one.</summary>
    private const string Link = "extend schema @link(url: \"https://specs.apollo.dev/federation/v2.3\", import: [\"@key\", \"@shareable\"])";

    /// <summary>The whole of it, ending in a line break.</summary>
    public static string Print(Schema schema, IReadOnlyList<FederatedType> entities, IReadOnlySet<string> shareable)
    {
        var keys = entities.ToDictionary(
            entity => entity.TypeName, entity => string.Concat(entity.Keys.Select(key => $" @key(fields: \"{key.Fields}\")")), StringComparer.Ordinal);
        return $"{Link}\n\n" + SchemaPrinter.Print(
            schema,
            type => FederationTypes.IsOwn(type.Name) ? null : type == schema.QueryType ? WithoutOwnFields(schema.QueryType) : type,
            type => keys.GetValueOrDefault(type.Name, "") + (shareable.Contains(type.Name) ? " @shareable" : ""));
    }

    private static ObjectType WithoutOwnFields(ObjectType query) => new(
        query.Name,
        query.Description,
        query.Fields.Where(field => !FederationTypes.IsOwn(field.Name)),
        query.Interfaces.Select(implemented => implemented.Name));
}
