using System.Net;
using System.Text.RegularExpressions;

namespace PartnerSync;

/// <summary>Changes each value by itself: trim, html, lower, upper, unquote.</summary>
internal sealed class TextStep(Func<string, string> change) : Step
{
    public static TextStep Trim { get; } = new(text => text.Trim());

    /// <summary>Turns HTML entities into the characters they stand for.</summary>
    public static TextStep Html { get; } = new(WebUtility.HtmlDecode);

    public static TextStep Lower { get; } = new(text => text.ToLowerInvariant());

    public static TextStep Upper { get; } = new(text => text.ToUpperInvariant());

    /// <summary>Takes off quotation marks around a whole value, and one of each doubled pair inside.</summary>
    public static TextStep Unquote { get; } = new(text => text.Length > 1 && text[0] == '"' && text[^1] == '"'
        ? text[1..^1].Replace("\"\"", "\"", StringComparison.Ordinal)
        : text);

    public override void Apply(in Row row, Cell cell) => cell.ForEach(change);
}

/// <summary>Replaces what a regular expression finds.</summary>
internal sealed class ReplaceStep(string pattern, string with) : Step
{
    private readonly Regex _pattern = new(pattern, RegexOptions.CultureInvariant | RegexOptions.Compiled, TimeSpan.FromSeconds(1));

    public override void Apply(in Row row, Cell cell) => cell.ForEach(text => _pattern.Replace(text, with));
}

/// <summary>Parts one value into several.</summary>
internal sealed class SplitStep(string separator) : Step
{
    public override void Apply(in Row row, Cell cell)
    {
        if (cell.Values.Count == 0)
            return;
        var parts = string.Join(separator, cell.Values).Split(separator);
        cell.Values.Clear();
        foreach (var part in parts)
        {
            cell.Lossy |= part.Length == 0;
            if (part.Length > 0)
                cell.Values.Add(part);
        }
    }
}

/// <summary>Gives an empty field a value.</summary>
internal sealed class DefaultStep(string value) : Step
{
    public override void Apply(in Row row, Cell cell)
    {
        if (cell.Values.Count == 0)
            cell.Values.Add(value);
    }
}

/// <summary>Looks each value up in a table; what is not in it is left out.</summary>
internal sealed class EnumStep : Step
{
    private readonly Dictionary<string, string> _table;
    private readonly HashSet<string> _shared;

    public EnumStep(IReadOnlyDictionary<string, string> table)
    {
        _table = new(table, StringComparer.Ordinal);
        _shared = [.. table.Values.GroupBy(v => v).Where(g => g.Count() > 1).Select(g => g.Key)];
    }

    public override void Apply(in Row row, Cell cell)
    {
        var lossy = cell.Lossy;
        cell.ForEach(text =>
        {
            var known = _table.GetValueOrDefault(text);
            lossy |= known is null || _shared.Contains(known);
            return known;
        });

        // A table that gives each value its own tells the column as well as its text does.
        cell.Lossy = lossy;
    }
}
