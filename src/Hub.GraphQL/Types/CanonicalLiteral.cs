using System.Globalization;

namespace Hub.GraphQL.Types;

/// <summary>Prints a default value as graphql-js does: coerced to its type and written back (<c>1.0</c> of a Float prints <c>1</c>).</summary>
internal static class CanonicalLiteral
{
    public static string? Print(InputValue input) =>
        input.DefaultValue is { } value && Of(value, input.Type) is { } literal ? literal.ToString() : null;

    private static InputLiteral? Of(InputLiteral value, TypeReference type)
    {
        if (type.IsNonNull)
            return value.IsNull ? null : Of(value, type.OfType!);
        if (value.IsNull)
            return value;
        if (type.IsList)
        {
            return value.Kind == InputLiteralKind.List
                ? InputLiteral.List([.. value.Items.Select(item => Of(item, type.OfType!)).OfType<InputLiteral>()])
                : InputLiteral.List(Of(value, type.OfType!) is { } single ? [single] : []);
        }

        return type.Type switch
        {
            InputObjectType input => OfObject(value, input),
            ScalarType scalar => OfScalar(value, scalar),
            _ => value,
        };
    }

    /// <summary>Fields in the order of the type; a field left out whose definition has a default shows that default.</summary>
    private static InputLiteral OfObject(InputLiteral value, InputObjectType type)
    {
        var fields = new List<InputLiteralField>();
        foreach (var definition in type.Fields)
        {
            var given = value.Fields.FirstOrDefault(field => field.Name == definition.Name).Value ?? definition.DefaultValue;
            if (given is not null && Of(given, definition.Type) is { } literal)
                fields.Add(new(definition.Name, literal));
        }

        return InputLiteral.Object(fields);
    }

    private static InputLiteral OfScalar(InputLiteral value, ScalarType type) => value.Kind switch
    {
        InputLiteralKind.Float or InputLiteralKind.Int when type.Name is not "ID" => OfNumber(value),
        InputLiteralKind.String when type.Name == "ID" && IsWholeNumber(value.Text) => InputLiteral.Int(value.Text),
        _ => value,
    };

    private static InputLiteral OfNumber(InputLiteral value)
    {
        var number = double.Parse(value.Text, NumberStyles.Float, CultureInfo.InvariantCulture);
        if (!double.IsFinite(number))
            return value;
        var text = JsonNumber.Format(number);
        return IsWholeNumber(text) ? InputLiteral.Int(text) : InputLiteral.Float(text);
    }

    private static bool IsWholeNumber(ReadOnlySpan<char> text)
    {
        var digits = text.StartsWith('-') ? text[1..] : text;
        return digits.Length > 0 && !digits.ContainsAnyExceptInRange('0', '9') && (digits[0] != '0' || digits.Length == 1);
    }
}
