using System.Text.Json;
using Hub.Testing;

namespace Hub.Api.Tests.Dashboard;

/// <summary>Every query of the samples is documented, valid, and answered without errors.</summary>
public sealed class SampleQueryTests
{
    private static readonly string Folder = Path.Combine(Repository.Root, "clients/samples/dashboard-queries/queries");

    public static TheoryData<string> Names => [.. Directory.GetFiles(Folder).Select(path => Path.GetFileName(path))];

    [Theory]
    [MemberData(nameof(Names))]
    public async Task A_documented_query_is_answered(string name)
    {
        await using var hub = await DashboardHub.StartAsync();
        var document = await File.ReadAllTextAsync(Path.Combine(Folder, name), TestContext.Current.CancellationToken);
        var comments = document.Split('\n').TakeWhile(line => line.StartsWith('#')).ToList();
        var variables = comments.Find(line => line.StartsWith("# Variables: ", StringComparison.Ordinal)) is { } given
            ? JsonSerializer.Deserialize<JsonElement>(given["# Variables: ".Length..])
            : (JsonElement?)null;

        var answer = JsonSerializer.Deserialize<JsonElement>(await hub.Run(document, variables, DashboardHub.Caller(1)));

        Assert.Contains(comments, line => line.StartsWith("# Who asks: ", StringComparison.Ordinal));
        Assert.Contains(comments, line => line.StartsWith("# Question: ", StringComparison.Ordinal) && line.EndsWith('?'));
        Assert.False(answer.TryGetProperty("errors", out var errors), errors.ToString());
        Assert.Contains(answer.GetProperty("data").EnumerateObject(), root => root.Value.ValueKind == JsonValueKind.Object);
    }
}
