using System.Text.RegularExpressions;
using Hub.GraphQL.Execution;

namespace Hub.GraphQL.Sql.Sqlite;

/// <summary>Adds to the report of a statement how SQLite finds its rows, and which tables it reads from end to end.</summary>
internal static partial class QueryPlanReader
{
    public static void Read(ReadConnection connection, StatementReport report)
    {
        report.QueryPlan = connection.Explain(report.Text);
        report.Scans =
        [
            .. report.QueryPlan.Select(line => Scan().Match(line)).Where(match => match.Success)
                .Select(match => TableOf(match.Groups[1].Value, report.Text)).Distinct(),
        ];
    }

    /// <summary>SQLite names aliases; the statement says what they stand for.</summary>
    private static string TableOf(string alias, string statement) =>
        Aliases().Matches(statement).FirstOrDefault(match => match.Groups[2].Value == alias)?.Groups[1].Value ?? alias;

    // A scan of an index in its order ends early; one of a table or of a whole covering index does not find, it looks through.
    [GeneratedRegex("^SCAN ([A-Za-z0-9_]+)(?! USING INDEX)")]
    private static partial Regex Scan();

    [GeneratedRegex("\"([^\"]+)\" AS ([a-z][0-9]+)")]
    private static partial Regex Aliases();
}
