using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Hub.Testing;

namespace Hub.Conformance.GraphQL;

/// <summary>Tools that dashboard developers use: introspection, the Relay compiler, and the check for changes that break clients.</summary>
public sealed partial class ToolTests(Dashboard dashboard) : IClassFixture<Dashboard>
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Introspection_tells_the_schema_that_was_reviewed()
    {
        NodeScripts.Require();
        var (url, token) = await dashboard.OpenAsync(Cancel);

        var told = await NodeScripts.RunAsync("introspect.mjs", Cancel, url, token);

        // Introspection lists what @cost and @listSize are, and cannot tell where they stand.
        var reviewed = AppliedCosts().Replace(await File.ReadAllTextAsync(NodeScripts.SchemaPath, Cancel), "");
        Assert.Equal(reviewed.TrimEnd(), told.GetProperty("sdl").GetString()!.TrimEnd());
    }

    [Fact]
    public async Task Relay_compiles_connections_and_refetchable_fragments()
    {
        NodeScripts.Require();
        using var project = new TemporaryFolder();
        foreach (var source in Directory.EnumerateFiles(Path.Combine(NodeScripts.Folder, "relay")))
            File.Copy(source, Path.Combine(project.Path, Path.GetFileName(source)));
        File.Copy(NodeScripts.SchemaPath, Path.Combine(project.Path, "schema.graphql"));
        await File.WriteAllTextAsync(
            Path.Combine(project.Path, "relay.config.json"),
            new JsonObject { ["src"] = ".", ["schema"] = "schema.graphql", ["language"] = "javascript" }.ToJsonString(),
            Cancel);

        var (exitCode, said, errors) = await NodeScripts.StartAsync(
            project.Path, Cancel, Path.Combine(NodeScripts.Folder, "node_modules/relay-compiler/cli.js"), "relay.config.json");

        Assert.True(exitCode == 0, $"{said}{errors}");
        Assert.Equal(
            [
                "CatalogueCourseQuery", "CatalogueCoursesQuery", "CatalogueParticipantQuery", "CatalogueQuery", "CatalogueSubscription",
                "Catalogue_course", "Catalogue_courses", "Catalogue_participant",
            ],
            Directory.EnumerateFiles(Path.Combine(project.Path, "__generated__")).Select(file => Path.GetFileName(file).Split('.')[0]).Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("  node(\n", "  knot(\n", "Query.node was removed.")]
    [InlineData("    ids: [ID!]!\n", "    ids: [ID!]!\n\n    more: ID!\n", "A required arg more on Query.nodes was added.")]
    [InlineData("  DESC\n", "  DOWN\n", "DESC was removed from enum type")]
    public async Task A_change_that_breaks_clients_is_told(string before, string after, string message)
    {
        NodeScripts.Require();
        using var folder = new TemporaryFolder();
        var changed = Path.Combine(folder.Path, "schema.graphql");
        var text = await File.ReadAllTextAsync(NodeScripts.SchemaPath, Cancel);
        Assert.Contains(before, text, StringComparison.Ordinal);
        await File.WriteAllTextAsync(changed, text.Replace(before, after, StringComparison.Ordinal), Cancel);
        var script = Path.Combine(NodeScripts.Folder, "breaking.mjs");

        var broken = await NodeScripts.StartAsync(NodeScripts.Folder, Cancel, script, NodeScripts.SchemaPath, changed);
        var same = await NodeScripts.StartAsync(NodeScripts.Folder, Cancel, script, NodeScripts.SchemaPath, NodeScripts.SchemaPath);

        Assert.Equal((1, 0), (broken.ExitCode, same.ExitCode));
        Assert.Contains(message, broken.Errors, StringComparison.Ordinal);
        Assert.Empty(same.Errors);
    }

    [GeneratedRegex(""" @cost\(weight: "[0-9]+"\)| @listSize\(assumedSize: [0-9][^)]*\)""")]
    private static partial Regex AppliedCosts();
}
