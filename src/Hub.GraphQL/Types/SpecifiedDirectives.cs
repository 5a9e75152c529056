namespace Hub.GraphQL.Types;

/// <summary>The directives every schema has (GraphQL 3.13).</summary>
public static class SpecifiedDirectives
{
    /// <summary>What <c>@deprecated</c> says when no reason is given.</summary>
    public const string DefaultDeprecationReason = "No longer supported";

    /// <summary><c>@include(if:)</c>.</summary>
    public static DirectiveDefinition Include { get; } = Conditional(
        "include", "Directs the executor to include this field or fragment only when the `if` argument is true.", "Included when true.");

    /// <summary><c>@skip(if:)</c>.</summary>
    public static DirectiveDefinition Skip { get; } = Conditional(
        "skip", "Directs the executor to skip this field or fragment when the `if` argument is true.", "Skipped when true.");

    /// <summary><c>@deprecated(reason:)</c>.</summary>
    public static DirectiveDefinition Deprecated { get; } = new()
    {
        Name = "deprecated",
        Description = "Marks an element of a GraphQL schema as no longer supported.",
        Locations =
        [
            DirectiveLocation.FieldDefinition,
            DirectiveLocation.ArgumentDefinition,
            DirectiveLocation.InputFieldDefinition,
            DirectiveLocation.EnumValue,
            DirectiveLocation.DirectiveDefinition,
        ],
        Arguments = new(
        [
            new()
            {
                Name = "reason",
                Type = TypeReference.Named("String"),
                Description = "Explains why this element was deprecated, usually also including a suggestion for how to access supported " +
                    "similar data. Formatted using the Markdown syntax, as specified by [CommonMark](https://commonmark.org/).",
                DefaultValue = InputLiteral.String(DefaultDeprecationReason),
            },
        ]),
    };

    /// <summary><c>@specifiedBy(url:)</c>.</summary>
    public static DirectiveDefinition SpecifiedBy { get; } = new()
    {
        Name = "specifiedBy",
        Description = "Exposes a URL that specifies the behavior of this scalar.",
        Locations = [DirectiveLocation.Scalar],
        Arguments = new(
        [
            new()
            {
                Name = "url",
                Type = TypeReference.Named("String").NonNull(),
                Description = "The URL that specifies the behavior of this scalar.",
            },
        ]),
    };

    /// <summary><c>@oneOf</c>.</summary>
    public static DirectiveDefinition OneOf { get; } = new()
    {
        Name = "oneOf",
        Description = "Indicates exactly one field must be supplied and this field must not be `null`.",
        Locations = [DirectiveLocation.InputObject],
    };

    /// <summary>All of them, in graphql-js's order.</summary>
    public static NameTable<DirectiveDefinition> All { get; } = new([Include, Skip, Deprecated, SpecifiedBy, OneOf]);

    private static DirectiveDefinition Conditional(string name, string description, string argument) => new()
    {
        Name = name,
        Description = description,
        Locations = [DirectiveLocation.Field, DirectiveLocation.FragmentSpread, DirectiveLocation.InlineFragment],
        Arguments = new([new() { Name = "if", Type = TypeReference.Named("Boolean").NonNull(), Description = argument }]),
    };
}
