using System.Text.Json;

namespace DashboardQueries;

/// <summary>One question: a document whose first comments say who asks it, what it is, and with which variables to try it.</summary>
internal sealed record QueryFile(string Name, string Who, string Question, JsonElement Variables, string Document)
{
    private const string WhoMark = "# Who asks: ";
    private const string QuestionMark = "# Question: ";
    private const string VariablesMark = "# Variables: ";

    /// <summary>All of them, by name.</summary>
    public static IReadOnlyList<QueryFile> ReadAll(string folder) =>
        [.. Directory.GetFiles(folder, "*.graphql").Order(StringComparer.Ordinal).Select(Read)];

    private static QueryFile Read(string path)
    {
        var lines = File.ReadAllLines(path);
        return new(
            Path.GetFileNameWithoutExtension(path),
            After(WhoMark) ?? throw new InvalidDataException($"{path} does not say who asks: \"{WhoMark}…\"."),
            After(QuestionMark) ?? throw new InvalidDataException($"{path} does not say what is asked: \"{QuestionMark}…\"."),
            JsonSerializer.Deserialize<JsonElement>(After(VariablesMark) ?? "{}"),
            string.Join('\n', lines));

        string? After(string mark) => lines.FirstOrDefault(line => line.StartsWith(mark, StringComparison.Ordinal))?[mark.Length..];
    }
}
