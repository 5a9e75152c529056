using System.Globalization;

namespace Hub.GraphQL.Types.Building;

/// <summary>Scalars beyond the specified ones.</summary>
public static class Scalars
{
    private const long MostSafe = (1L << 53) - 1;

    /// <summary>Whole numbers beyond 32 bits; coerced to <see cref="long"/>.</summary>
    public static ScalarType Long { get; } = SafeInteger("Long", "A whole number within ±(2^53 - 1), so that JavaScript keeps every digit.");

    /// <summary>Instants; coerced to <see cref="DateTimeOffset"/>.</summary>
    public static ScalarType DateTime { get; } = Text(
        "DateTime",
        "An instant as RFC 3339 text, such as `2026-11-25T07:30:00Z`. It is returned in UTC, with milliseconds only when they are not zero; " +
            "any offset is accepted, and digits beyond the millisecond are cut off.",
        "https://scalars.graphql.org/andimarek/date-time",
        text => ScalarText.TryParseInstant(text, out var instant) ? instant : null);

    /// <summary>Days; coerced to <see cref="DateOnly"/>.</summary>
    public static ScalarType Date { get; } = Text(
        "Date",
        "A day of the calendar, such as `2026-11-25`.",
        null,
        text => DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day : null);

    /// <summary>All of them.</summary>
    public static NameTable<ScalarType> All { get; } = new([Long, DateTime, Date]);

    /// <summary>A scalar for whole numbers within ±(2^53 - 1); coerced to <see cref="long"/>.</summary>
    public static ScalarType SafeInteger(string name, string description) => new(
        name,
        description,
        null,
        literal => literal.Kind != InputLiteralKind.Int
            ? Coerced.Refused($"{name} cannot represent non-integer value: {literal}")
            : Safe(literal.Text) is { } number
                ? Coerced.Of(number)
                : Coerced.Refused($"{name} cannot represent a value outside ±{MostSafe}: {literal.Text}"),
        value => SpecifiedScalars.WholeNumber(value) switch
        {
            null => Coerced.Refused($"{name} cannot represent non-integer value: {value.Inspect()}"),
            >= -MostSafe and <= MostSafe and var number => Coerced.Of((long)number),
            _ => Coerced.Refused($"{name} cannot represent a value outside ±{MostSafe}: {value.Inspect()}"),
        })
    {
        WholeNumbers = (-MostSafe, MostSafe),
    };

    private static long? Safe(string text) =>
        long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)
        && number is >= -MostSafe and <= MostSafe
            ? number
            : null;

    private static ScalarType Text(string name, string description, string? url, Func<string, object?> parse) => new(
        name,
        description,
        url,
        literal => Parse(name, literal, parse, literal.ToString),
        value => Parse(name, value, parse, value.Inspect));

    private static Coerced Parse(string name, InputLiteral value, Func<string, object?> parse, Func<string> shown) =>
        value.Kind == InputLiteralKind.String && parse(value.Text) is { } parsed
            ? Coerced.Of(parsed)
            : Coerced.Refused($"{name} cannot represent value: {shown()}");
}
