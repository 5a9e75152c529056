using System.Text.Json;

namespace Hub.Api.Explorer;

/// <summary>
/// The documented queries of the samples, for the page to offer. The first lines of each say who asks, what, and with which variables to try it.
/// </summary>
internal static class ExampleQueries
{
    private const string Folder = "examples/";
    private const string WhoMark = "# Who asks: ";
    private const string VariablesMark = "# Variables: ";

    /// <summary>All of them as a JSON list that may stand inside a script.</summary>
    public static string Json() => JsonSerializer.Serialize(typeof(ExampleQueries).Assembly.GetManifestResourceNames()
        .Where(name => name.StartsWith(Folder, StringComparison.Ordinal)).Order(StringComparer.Ordinal).Select(Read), JsonSerializerOptions.Web);

    private static Example Read(string name)
    {
        using var reader = new StreamReader(typeof(ExampleQueries).Assembly.GetManifestResourceStream(name)!);
        var query = reader.ReadToEnd();
        return new(Path.GetFileNameWithoutExtension(name), After(query, WhoMark), query, After(query, VariablesMark));
    }

    private static string After(string query, string mark) =>
        query.Split('\n').FirstOrDefault(line => line.StartsWith(mark, StringComparison.Ordinal))?[mark.Length..].TrimEnd() ?? "";

    private sealed record Example(string Name, string Who, string Query, string Variables);
}
