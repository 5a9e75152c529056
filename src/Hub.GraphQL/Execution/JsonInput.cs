using System.Text.Json;
using Hub.GraphQL.Types;

namespace Hub.GraphQL.Execution;

/// <summary>Turns JSON variables into the tree the coercion walks. The JSON reader has capped how deep they nest.</summary>
internal static class JsonInput
{
    public static InputLiteral Read(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => InputLiteral.String(value.GetString()!),
        JsonValueKind.True => InputLiteral.True,
        JsonValueKind.False => InputLiteral.False,
        JsonValueKind.Number => ReadNumber(value.GetRawText()),
        JsonValueKind.Array => InputLiteral.List([.. value.EnumerateArray().Select(Read)]),
        JsonValueKind.Object => ReadObject(value),
        _ => InputLiteral.Null,
    };

    private static InputLiteral ReadNumber(string text) =>
        text.AsSpan().ContainsAny('.', 'e', 'E') ? InputLiteral.Float(text) : InputLiteral.Int(text);

    /// <summary>Of a name that comes twice the last value counts, at the place of the first, as in JavaScript.</summary>
    private static InputLiteral ReadObject(JsonElement value)
    {
        var fields = new List<InputLiteralField>();
        var places = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var property in value.EnumerateObject())
        {
            var field = new InputLiteralField(property.Name, Read(property.Value));
            if (places.TryAdd(property.Name, fields.Count))
                fields.Add(field);
            else
                fields[places[property.Name]] = field;
        }

        return InputLiteral.Object(fields);
    }
}
