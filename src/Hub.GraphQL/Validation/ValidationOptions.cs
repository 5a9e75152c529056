using Hub.GraphQL.Language;
using Hub.GraphQL.Types;

namespace Hub.GraphQL.Validation;

/// <summary>How documents are validated.</summary>
public sealed record ValidationOptions
{
    /// <summary>All rules, up to a hundred errors, with suggestions.</summary>
    public static ValidationOptions Default { get; } = new();

    /// <summary>Errors reported before validation gives up.</summary>
    public int MaxErrors { get; init; } = 100;

    /// <summary>False leaves "Did you mean" out: it costs work and tells names of the schema.</summary>
    public bool Suggestions { get; init; } = true;

    /// <summary>Names compared for suggestions in one document; after that, errors come without them.</summary>
    public int MaxSuggestionWork { get; init; } = 20_000;

    /// <summary>False refuses fields that tell about the schema.</summary>
    public bool Introspection { get; init; } = true;

    internal RuleSet? Rules { get; init; }

    /// <summary>Replaces the schema's answer to which field a name means; null asks the schema.</summary>
    internal Func<NamedType, FieldNode, Field?>? FindField { get; init; }
}
