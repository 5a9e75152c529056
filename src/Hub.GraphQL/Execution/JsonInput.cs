using System.Text.Json;
using Hub.GraphQL.Types;

namespace Hub.GraphQL.Execution;

/// <summary>Turns JSON variables into the tree the coercion walks. The JSON reader has capped how deep they nest.</summary>
internal static class JsonInput
{
    /// <param name="value">The value.</param>
    /// <param name="leaf">The number of the first text or number in it.</param>
    public static InputLiteral Read(JsonElement value, int leaf = 0) => Read(value, ref leaf);

    /// <summary>A number as JSON writes it.</summary>
    public static InputLiteral Number(string text) =>
        text.AsSpan().ContainsAny('.', 'e', 'E') ? InputLiteral.Float(text) : InputLiteral.Int(text);

    private static InputLiteral Read(JsonElement value, ref int leaf) => value.ValueKind switch
    {
        JsonValueKind.String => InputLiteral.String(value.GetString()!).WithLeaf(leaf++),
        JsonValueKind.True => InputLiteral.True,
        JsonValueKind.False => InputLiteral.False,
        JsonValueKind.Number => Number(value.GetRawText()).WithLeaf(leaf++),
        JsonValueKind.Array => ReadArray(value, ref leaf),
        JsonValueKind.Object => ReadObject(value, ref leaf),
        _ => InputLiteral.Null,
    };

    private static InputLiteral ReadArray(JsonElement value, ref int leaf)
    {
        var items = new List<InputLiteral>(value.GetArrayLength());
        foreach (var item in value.EnumerateArray())
            items.Add(Read(item, ref leaf));
        return InputLiteral.List(items);
    }

    /// <summary>Of a name that comes twice the last value counts, at the place of the first, as in JavaScript.</summary>
    private static InputLiteral ReadObject(JsonElement value, ref int leaf)
    {
        var fields = new List<InputLiteralField>();
        var places = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var property in value.EnumerateObject())
        {
            var field = new InputLiteralField(property.Name, Read(property.Value, ref leaf));
            if (places.TryAdd(property.Name, fields.Count))
                fields.Add(field);
            else
                fields[places[property.Name]] = field;
        }

        return InputLiteral.Object(fields);
    }
}
