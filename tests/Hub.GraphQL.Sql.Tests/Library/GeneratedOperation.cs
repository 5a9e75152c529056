using System.Text.RegularExpressions;

namespace Hub.GraphQL.Sql.Tests.Library;

/// <summary>An operation written at random, with what it selects of lists. Every list has an alias of its own.</summary>
internal sealed partial class GeneratedOperation(string template, IReadOnlyList<SelectedList> lists)
{
    /// <summary>Stand around the arguments of a connection, behind its alias.</summary>
    public const char Open = '\u0001', Close = '\u0002';

    public string Text => Write(_ => null);

    /// <summary>Distinct texts of statements: one for each list, and one for whatever is counted besides.</summary>
    public int MostTexts => lists.Sum(list => list.Most);

    /// <summary>Runs of statements: as often as the answer shows the list, which is once for each parent.</summary>
    public int MostExecutions(string answer) => lists.Sum(list => list.Most * (answer.Split($"\"{list.Alias}\":").Length - 1));

    /// <summary>The same operation a step on: behind a cursor of the answer, or before it, wherever the answer has one.</summary>
    public string? Onwards(string answer, Random random)
    {
        var found = false;
        var text = Write(list =>
        {
            var cursors = Regex.Matches(answer, $"\"{list.Cursor}\":\"([^\"]+)\"");
            if (cursors.Count == 0)
                return null;
            found = true;
            return $"{(list.IsBackward ? "before" : "after")}: \"{cursors[random.Next(cursors.Count)].Groups[1].Value}\"";
        });
        return found ? text : null;
    }

    private string Write(Func<SelectedList, string?> cursor) => Arguments().Replace(template, match =>
    {
        var alias = match.Groups[1].Value;
        string[] arguments = [match.Groups[2].Value, cursor(lists.First(list => list.Alias == alias)) ?? ""];
        arguments = [.. arguments.Where(argument => argument.Length > 0)];
        return arguments.Length == 0 ? "" : $"({string.Join(", ", arguments)})";
    });

    [GeneratedRegex("\u0001([^|]+)\\|([^\u0002]*)\u0002")]
    private static partial Regex Arguments();
}

/// <summary>A list, lookup or first row that an operation selects.</summary>
internal sealed record SelectedList(string Alias)
{
    /// <summary>What its cursors are called in the answer.</summary>
    public string Cursor => $"c{Alias}";

    public bool IsBackward { get; set; }

    /// <summary>Tables it may be read from.</summary>
    public int Tables { get; set; } = 1;

    /// <summary>Counts, figures, groups, facets and what lies beyond a page.</summary>
    public int Counted { get; set; }

    /// <summary>Statements for one parent.</summary>
    public int Most => Tables + Counted;
}
