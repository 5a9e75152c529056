using System.Text.RegularExpressions;

namespace Hub.Architecture.Tests;

/// <summary>What the documents promise is there.</summary>
public sealed partial class DocumentTests
{
    private static readonly string Readme = File.ReadAllText(Repository.Full("README.md"));

    [Fact]
    public void The_readme_lists_every_setting()
    {
        var settings = Repository.Files()
            .Where(path => path.StartsWith("src/", StringComparison.Ordinal) && path.EndsWith(".cs", StringComparison.Ordinal))
            .SelectMany(path => Setting().Matches(File.ReadAllText(Repository.Full(path))))
            .Select(match => match.Groups[1].Value)
            .Distinct()
            .ToList();

        var missing = settings.Where(setting => !Readme.Contains(setting, StringComparison.Ordinal));

        Assert.Contains("Hub:HttpUrl", settings);
        Assert.Empty(missing);
    }

    [Fact]
    public void Every_link_of_a_document_leads_somewhere()
    {
        var documents = Repository.Files().Where(path => path.EndsWith(".md", StringComparison.Ordinal)).ToList();

        var broken =
            from path in documents
            from Match match in Link().Matches(File.ReadAllText(Repository.Full(path)))
            let target = match.Groups[1].Value
            where !target.Contains(':', StringComparison.Ordinal)
            let full = Path.Combine(Path.GetDirectoryName(Repository.Full(path))!, target)
            where !File.Exists(full) && !Directory.Exists(full)
            select $"{path}: {target}";

        Assert.NotEmpty(documents);
        Assert.Empty(broken);
    }

    [Fact]
    public void Paths_differ_in_more_than_case()
    {
        var twins = Repository.Files().Concat(Repository.Folders()).GroupBy(path => path, StringComparer.OrdinalIgnoreCase).Where(group => group.Count() > 1);

        Assert.Empty(twins.Select(group => string.Join(" and ", group)));
    }

    [GeneratedRegex("\"(Hub:[A-Za-z]+(?::[A-Za-z]+)*)\"")]
    private static partial Regex Setting();

    [GeneratedRegex(@"\]\(([^)#\s]+)(?:#[^)]*)?\)")]
    private static partial Regex Link();
}
