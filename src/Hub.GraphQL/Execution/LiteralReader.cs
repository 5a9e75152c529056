using Hub.GraphQL.Language;
using Hub.GraphQL.Types;

namespace Hub.GraphQL.Execution;

/// <summary>Turns the values of a document into the tree the coercion walks. The parser has capped how deep they nest.</summary>
internal static class LiteralReader
{
    public static InputLiteral Read(ValueNode value) => value.Kind switch
    {
        NodeKind.NullValue => InputLiteral.Null,
        NodeKind.IntValue => InputLiteral.Int(value.Text),
        NodeKind.FloatValue => InputLiteral.Float(value.Text),
        NodeKind.StringValue => InputLiteral.String(value.StringValue),
        NodeKind.BooleanValue => InputLiteral.Boolean(value.Boolean),
        NodeKind.EnumValue => InputLiteral.Enum(value.Name),
        NodeKind.Variable => InputLiteral.Variable(value.Name),
        NodeKind.ListValue => ReadList(value),
        NodeKind.ObjectValue => ReadObject(value),
        _ => throw new InvalidOperationException($"{value.Kind} is not a value."),
    };

    /// <summary>True when a variable stands somewhere inside.</summary>
    public static bool HasVariable(InputLiteral value) => value.Kind switch
    {
        InputLiteralKind.Variable => true,
        InputLiteralKind.List => value.Items.Any(HasVariable),
        InputLiteralKind.Object => value.Fields.Any(field => HasVariable(field.Value)),
        _ => false,
    };

    private static InputLiteral ReadList(ValueNode value)
    {
        var items = new List<InputLiteral>();
        foreach (var item in value.Items)
            items.Add(Read(item));
        return InputLiteral.List(items);
    }

    private static InputLiteral ReadObject(ValueNode value)
    {
        var fields = new List<InputLiteralField>();
        foreach (var field in value.Fields)
            fields.Add(new(field.Name, Read(field.Value)));
        return InputLiteral.Object(fields);
    }
}
