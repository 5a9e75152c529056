namespace Hub.Conformance.GraphQL;

/// <summary>
/// Answers of a running hub, fed back through graphql-js: it collects the fields of the document itself, and from the hub's values must
/// write the same answer byte for byte.
/// </summary>
public sealed class FeedbackTests(Dashboard dashboard, ITestOutputHelper output) : IClassFixture<Dashboard>
{
    private const int Documents = 150;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task Graphql_js_answers_the_same_bytes(int seed)
    {
        NodeScripts.Require();
        var (url, token) = await dashboard.OpenAsync(Cancel);

        var report = await NodeScripts.RunAsync("feedback.mjs", Cancel, url, token, NodeScripts.SchemaPath, $"{seed}", $"{Documents}");

        output.WriteLine($"{report.GetProperty("fields")} fields, {report.GetProperty("nulls")} null; refused: {report.GetProperty("refused")}");
        Assert.Equal(Documents, report.GetProperty("answered").GetInt32());
        Assert.InRange(report.GetProperty("fields").GetInt32(), 10 * Documents, int.MaxValue);
        Assert.Empty(report.GetProperty("different").EnumerateArray().Take(5).Select(different => different.ToString()));
    }
}
