using System.Text;

namespace Hub.GraphQL.Language;

/// <summary>Block strings: the value of one, and one for a value (GraphQL 2.9.4).</summary>
internal static class BlockString
{
    /// <summary>
    /// The value of what stands between the triple quotes: common indentation and blank first and last lines are taken away.
    /// </summary>
    public static string Value(ReadOnlySpan<byte> raw)
    {
        var text = Encoding.UTF8.GetString(raw).Replace("\\\"\"\"", "\"\"\"", StringComparison.Ordinal);
        var lines = Lines(text);
        var commonIndent = int.MaxValue;
        var first = -1;
        var last = -1;
        for (var i = 0; i < lines.Count; i++)
        {
            var line = lines[i];
            var indent = line.AsSpan().IndexOfAnyExcept(' ', '\t');
            if (indent < 0)
                continue;

            if (first < 0)
                first = i;
            last = i;
            if (i != 0 && indent < commonIndent)
                commonIndent = indent;
        }

        if (first < 0)
            return "";

        var value = new StringBuilder(text.Length);
        for (var i = first; i <= last; i++)
        {
            if (i > first)
                value.Append('\n');
            var line = lines[i].AsSpan();
            value.Append(i == 0 ? line : line[Math.Min(commonIndent, line.Length)..]);
        }

        return value.ToString();
    }

    /// <summary>A block string, triple quotes included, whose value is the given one.</summary>
    public static string Print(string value)
    {
        var escaped = value.Replace("\"\"\"", "\\\"\"\"", StringComparison.Ordinal);
        var lines = Lines(escaped);
        var isSingleLine = lines.Count == 1;

        // Lines that all begin with white space would lose it as common indentation, were the first not moved down.
        var forceLeadingNewLine = !isSingleLine && lines.Skip(1).All(line => line.Length == 0 || line[0] is ' ' or '\t');
        var endsInTripleQuotes = escaped.EndsWith("\\\"\"\"", StringComparison.Ordinal);
        var forceTrailingNewLine = (value.EndsWith('"') && !endsInTripleQuotes) || value.EndsWith('\\');
        var isMultipleLines = !isSingleLine || value.Length > 70 || forceTrailingNewLine || endsInTripleQuotes;
        var startsWithSpace = isSingleLine && value is [' ' or '\t', ..];

        var text = new StringBuilder("\"\"\"", escaped.Length + 8);
        if ((isMultipleLines && !startsWithSpace) || forceLeadingNewLine)
            text.Append('\n');
        text.Append(escaped);
        if (isMultipleLines)
            text.Append('\n');
        return text.Append("\"\"\"").ToString();
    }

    /// <summary>True where <see cref="Print"/> followed by <see cref="Value"/> gives the value back.</summary>
    public static bool CanPrint(string value)
    {
        if (value.Length == 0)
            return true;

        var isEmptyLine = true;
        var hasIndent = false;
        var hasCommonIndent = true;
        var seenNonEmptyLine = false;
        foreach (var c in value)
        {
            switch (c)
            {
                case <= '\b' or (>= '\v' and <= '\x0f'):
                    return false;
                case '\n':
                    if (isEmptyLine && !seenNonEmptyLine)
                        return false;
                    seenNonEmptyLine = true;
                    isEmptyLine = true;
                    hasIndent = false;
                    break;
                case ' ' or '\t':
                    hasIndent |= isEmptyLine;
                    break;
                default:
                    hasCommonIndent &= hasIndent;
                    isEmptyLine = false;
                    break;
            }
        }

        return !isEmptyLine && !(hasCommonIndent && seenNonEmptyLine);
    }

    private static List<string> Lines(string text)
    {
        var lines = new List<string>();
        var rest = text.AsSpan();
        while (true)
        {
            var end = rest.IndexOfAny('\n', '\r');
            if (end < 0)
            {
                lines.Add(rest.ToString());
                return lines;
            }

            lines.Add(rest[..end].ToString());
            rest = rest[(end + (rest[end..] is ['\r', '\n', ..] ? 2 : 1))..];
        }
    }
}
