using System.Globalization;
using System.Text;
using Hub.GraphQL.Language;

namespace Hub.GraphQL.Types;

/// <summary>Prints input values the two ways graphql-js does in its messages.</summary>
internal static class InputLiteralPrinter
{
    private const int MostInspectedItems = 10;
    private const int DeepestInspected = 2;

    public static string Print(InputLiteral value)
    {
        var text = new StringBuilder();
        Print(value, text);
        return text.ToString();
    }

    public static string Inspect(InputLiteral value)
    {
        var text = new StringBuilder();
        Inspect(value, text, 0);
        return text.ToString();
    }

    private static void Print(InputLiteral value, StringBuilder text)
    {
        switch (value.Kind)
        {
            case InputLiteralKind.String:
                text.Append(Printer.Quote(value.Text));
                break;
            case InputLiteralKind.Variable:
                text.Append('$').Append(value.Text);
                break;
            case InputLiteralKind.List:
                text.Append('[');
                for (var i = 0; i < value.Items.Count; i++)
                    Print(value.Items[i], i == 0 ? text : text.Append(", "));
                text.Append(']');
                break;
            case InputLiteralKind.Object:
                text.Append('{');
                for (var i = 0; i < value.Fields.Count; i++)
                    Print(value.Fields[i].Value, (i == 0 ? text : text.Append(", ")).Append(value.Fields[i].Name).Append(": "));
                text.Append('}');
                break;
            default:
                text.Append(value.Text);
                break;
        }
    }

    private static void Inspect(InputLiteral value, StringBuilder text, int depth)
    {
        switch (value.Kind)
        {
            case InputLiteralKind.String:
                InspectString(value.Text, text);
                break;
            case InputLiteralKind.Int or InputLiteralKind.Float:
                text.Append(JsonNumber.ToJavaScript(value.Text));
                break;
            case InputLiteralKind.List:
                InspectList(value, text, depth);
                break;
            case InputLiteralKind.Object:
                InspectObject(value, text, depth);
                break;
            default:
                Print(value, text);
                break;
        }
    }

    private static void InspectList(InputLiteral value, StringBuilder text, int depth)
    {
        if (value.Items.Count > 0 && depth >= DeepestInspected)
        {
            text.Append("[Array]");
            return;
        }

        text.Append('[');
        var shown = Math.Min(MostInspectedItems, value.Items.Count);
        for (var i = 0; i < shown; i++)
            Inspect(value.Items[i], i == 0 ? text : text.Append(", "), depth + 1);
        var remaining = value.Items.Count - shown;
        if (remaining > 0)
            text.Append(CultureInfo.InvariantCulture, $", ... {remaining} more {(remaining == 1 ? "item" : "items")}");
        text.Append(']');
    }

    private static void InspectObject(InputLiteral value, StringBuilder text, int depth)
    {
        if (value.Fields.Count == 0)
        {
            text.Append("{}");
            return;
        }

        if (depth >= DeepestInspected)
        {
            text.Append("[Object]");
            return;
        }

        text.Append("{ ");
        for (var i = 0; i < value.Fields.Count; i++)
            Inspect(value.Fields[i].Value, (i == 0 ? text : text.Append(", ")).Append(value.Fields[i].Name).Append(": "), depth + 1);
        text.Append(" }");
    }

    private static void InspectString(string value, StringBuilder text)
    {
        text.Append('"');
        foreach (var c in value)
        {
            _ = c switch
            {
                '"' => text.Append("\\\""),
                '\\' => text.Append(@"\\"),
                '\b' => text.Append("\\b"),
                '\f' => text.Append("\\f"),
                '\n' => text.Append("\\n"),
                '\r' => text.Append("\\r"),
                '\t' => text.Append("\\t"),
                < ' ' => text.Append("\\u").Append(((int)c).ToString("x4", CultureInfo.InvariantCulture)),
                _ => text.Append(c),
            };
        }

        text.Append('"');
    }
}
