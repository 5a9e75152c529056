namespace Hub.GraphQL.Types;

/// <summary>
/// <c>@requiresScopes</c>, in the form of Apollo Federation: which scopes a field takes. It stands only where that is not what the schema
/// requires as a whole, so that the ordinary case is no noise.
/// </summary>
internal static class RuleDirective
{
    private static readonly DirectiveDefinition Definition = new()
    {
        Name = "requiresScopes",
        Description = "What it takes to select a field, beside what the whole schema takes: all scopes of one of the lists.",
        Arguments = new([new() { Name = "scopes", Type = TypeReference.Parse("[[String!]!]!"), Description = "Lists of scopes." }]),
        Locations = [DirectiveLocation.FieldDefinition],
    };

    /// <summary>The definition, where the directive stands somewhere.</summary>
    public static IEnumerable<DirectiveDefinition> Definitions(FieldRules? rules) => rules is { HasOthers: true } ? [Definition] : [];

    /// <summary>The directive behind a field, with a space before it; empty where there is none.</summary>
    public static string Of(FieldRules? rules, NamedType type, Field field) => rules?.Find(type, field) is { } rule && rule != rules.Usual
        ? $" @requiresScopes(scopes: [{string.Join(", ", rule.Scopes.Select(scope => $"[\"{scope}\"]"))}])"
        : "";
}
