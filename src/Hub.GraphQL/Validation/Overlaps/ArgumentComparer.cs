using System.Globalization;
using System.Text;
using Hub.GraphQL.Language;

namespace Hub.GraphQL.Validation.Overlaps;

/// <summary>
/// Tells whether two arguments are the same as written: the order of an object's fields does not matter, that of a list does.
/// </summary>
internal sealed class ArgumentComparer(Document document)
{
    private readonly Dictionary<int, string> _canonical = [];

    /// <summary>True when the field has an argument of the same name and value.</summary>
    public bool IsGiven(ArgumentNode argument, FieldNode field)
    {
        ArgumentNode? same = null;
        foreach (var other in field.Arguments)
        {
            if (other.NameId == argument.NameId)
                same = other;
        }

        return same is { } found && AreSame(argument.Value, found.Value);
    }

    private bool AreSame(ValueNode a, ValueNode b)
    {
        if (a.Kind != b.Kind)
            return false;

        // White space may stand between a variable's dollar sign and its name.
        if (a.Kind == NodeKind.Variable)
            return a.NameId == b.NameId;

        return a.Utf8.SequenceEqual(b.Utf8)
            || (a.Kind is NodeKind.StringValue or NodeKind.ListValue or NodeKind.ObjectValue && Canonical(a) == Canonical(b));
    }

    private string Canonical(ValueNode value)
    {
        if (_canonical.TryGetValue(value.Index, out var known))
            return known;

        var text = new StringBuilder();
        Write(value, text);
        return _canonical[value.Index] = text.ToString();
    }

    // Nests as deep as values do, which the parser caps.
    private void Write(ValueNode value, StringBuilder text)
    {
        text.Append((char)('A' + (int)value.Kind));
        switch (value.Kind)
        {
            case NodeKind.ListValue:
                foreach (var item in value.Items)
                    Write(item, text);
                break;
            case NodeKind.ObjectValue:
                var fields = new List<ObjectFieldNode>();
                foreach (var field in value.Fields)
                    fields.Add(field);
                foreach (var field in fields.OrderBy(field => field.Name, StringComparer.Ordinal))
                {
                    WriteText(document.Name(field.NameId), text);
                    Write(field.Value, text);
                }

                break;
            case NodeKind.StringValue:
                text.Append(value.IsBlockString ? '|' : '-');
                WriteText(value.StringValue, text);
                break;
            default:
                WriteText(value.Text, text);
                break;
        }

        text.Append('.');
    }

    // With its length first, no text can run into what follows it.
    private static void WriteText(string value, StringBuilder text) =>
        text.Append(CultureInfo.InvariantCulture, $"{value.Length}:{value}");
}
