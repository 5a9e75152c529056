namespace Hub.GraphQL.Types;

/// <summary>A coerced value, or why there is none.</summary>
public readonly record struct Coerced(object? Value, string? Error)
{
    /// <summary>True when there is a value.</summary>
    public bool IsValid => Error is null;

    /// <summary>A value.</summary>
    public static Coerced Of(object? value) => new(value, null);

    /// <summary>A refusal, as a sentence in graphql-js's words.</summary>
    public static Coerced Refused(string error) => new(null, error);
}

/// <summary>
/// A scalar type (GraphQL 3.5). <paramref name="parseLiteral"/> coerces a literal of a document,
/// <paramref name="parseValue"/> a JSON variable; both get values that are not null. Without them anything is accepted,
/// as for a custom scalar of a schema that is only validated against.
/// </summary>
public sealed class ScalarType(
    string name,
    string? description,
    string? specifiedByUrl = null,
    Func<InputLiteral, Coerced>? parseLiteral = null,
    Func<InputLiteral, Coerced>? parseValue = null)
    : NamedType(TypeKind.Scalar, name, description)
{
    /// <summary>Where the scalar is described; null when the schema does not say.</summary>
    public string? SpecifiedByUrl { get; } = specifiedByUrl;

    /// <summary>The bounds of the scalar when its values are whole numbers within them, none of which is lost as a double; null otherwise.</summary>
    internal (long Least, long Most)? WholeNumbers { get; init; }

    /// <summary>Coerces a literal of a document.</summary>
    public Coerced ParseLiteral(InputLiteral literal) => parseLiteral is null ? Coerced.Of(literal) : parseLiteral(literal);

    /// <summary>Coerces a JSON value.</summary>
    public Coerced ParseValue(InputLiteral value) => parseValue is null ? Coerced.Of(value) : parseValue(value);
}
