using System.Globalization;

namespace Hub.GraphQL.Types;

/// <summary>The scalars every schema may use without defining them (GraphQL 3.5).</summary>
public static class SpecifiedScalars
{
    /// <summary>Whole numbers of 32 bits; coerced to <see cref="int"/>.</summary>
    public static ScalarType Int { get; } = new(
        "Int",
        "The `Int` scalar type represents non-fractional signed whole numeric values. Int can represent values between -(2^31) and 2^31 - 1.",
        null,
        literal => literal.Kind != InputLiteralKind.Int
            ? Coerced.Refused($"Int cannot represent non-integer value: {literal}")
            : int.TryParse(literal.Text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)
                ? Coerced.Of(number)
                : Coerced.Refused($"Int cannot represent non 32-bit signed integer value: {literal.Text}"),
        value => WholeNumber(value) switch
        {
            null => Coerced.Refused($"Int cannot represent non-integer value: {value.Inspect()}"),
            >= int.MinValue and <= int.MaxValue and var number => Coerced.Of((int)number),
            _ => Coerced.Refused($"Int cannot represent non 32-bit signed integer value: {value.Inspect()}"),
        })
    {
        WholeNumbers = (int.MinValue, int.MaxValue),
    };

    /// <summary>Numbers of double precision; coerced to <see cref="double"/>.</summary>
    public static ScalarType Float { get; } = new(
        "Float",
        "The `Float` scalar type represents signed double-precision fractional values as specified by " +
            "[IEEE 754](https://en.wikipedia.org/wiki/IEEE_floating_point).",
        null,
        literal => literal.Kind is InputLiteralKind.Int or InputLiteralKind.Float
            ? Coerced.Of(Number(literal))
            : Coerced.Refused($"Float cannot represent non numeric value: {literal}"),
        value => value.Kind is InputLiteralKind.Int or InputLiteralKind.Float && double.IsFinite(Number(value))
            ? Coerced.Of(Number(value))
            : Coerced.Refused($"Float cannot represent non numeric value: {value.Inspect()}"));

    /// <summary>Text; coerced to <see cref="string"/>.</summary>
    public static ScalarType String { get; } = new(
        "String",
        "The `String` scalar type represents textual data, represented as UTF-8 character sequences. " +
            "The String type is most often used by GraphQL to represent free-form human-readable text.",
        null,
        literal => literal.Kind == InputLiteralKind.String
            ? Coerced.Of(literal.Text)
            : Coerced.Refused($"String cannot represent a non string value: {literal}"),
        value => value.Kind == InputLiteralKind.String
            ? Coerced.Of(value.Text)
            : Coerced.Refused($"String cannot represent a non string value: {value.Inspect()}"));

    /// <summary>True or false; coerced to <see cref="bool"/>.</summary>
    public static ScalarType Boolean { get; } = new(
        "Boolean",
        "The `Boolean` scalar type represents `true` or `false`.",
        null,
        literal => literal.Kind == InputLiteralKind.Boolean
            ? Coerced.Of(ReferenceEquals(literal, InputLiteral.True))
            : Coerced.Refused($"Boolean cannot represent a non boolean value: {literal}"),
        value => value.Kind == InputLiteralKind.Boolean
            ? Coerced.Of(ReferenceEquals(value, InputLiteral.True))
            : Coerced.Refused($"Boolean cannot represent a non boolean value: {value.Inspect()}"));

    /// <summary>An opaque identifier; coerced to <see cref="string"/>.</summary>
    public static ScalarType Id { get; } = new(
        "ID",
        "The `ID` scalar type represents a unique identifier, often used to refetch an object or as key for a cache. " +
            "The ID type appears in a JSON response as a String; however, it is not intended to be human-readable. " +
            "When expected as an input type, any string (such as `\"4\"`) or integer (such as `4`) input value will be accepted as an ID.",
        null,
        literal => literal.Kind is InputLiteralKind.String or InputLiteralKind.Int
            ? Coerced.Of(literal.Text)
            : Coerced.Refused($"ID cannot represent a non-string and non-integer value: {literal}"),
        value => value.Kind == InputLiteralKind.String
            ? Coerced.Of(value.Text)
            : WholeNumber(value) is { } number
                ? Coerced.Of(JsonNumber.Format(number))
                : Coerced.Refused($"ID cannot represent value: {value.Inspect()}"));

    /// <summary>All of them.</summary>
    public static NameTable<ScalarType> All { get; } = new([String, Int, Float, Boolean, Id]);

    /// <summary>
    /// The number, when it has no fraction. JSON does not tell 1 from 1.0 or 1e0, and neither does a variable here;
    /// a literal of a document does (GraphQL 3.5.1).
    /// </summary>
    internal static double? WholeNumber(InputLiteral value) =>
        value.Kind is InputLiteralKind.Int or InputLiteralKind.Float && Number(value) is var number && double.IsInteger(number) ? number : null;

    private static double Number(InputLiteral value) => double.Parse(value.Text, NumberStyles.Float, CultureInfo.InvariantCulture);
}
