using System.Text.Json.Nodes;

namespace Hub.Conformance.GraphQL;

/// <summary>The hub as a subgraph, as a composer that gateways use joins it with others.</summary>
public sealed class FederationTests(Dashboard dashboard) : IClassFixture<Dashboard>
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_hub_composes_with_a_subgraph_that_extends_it()
    {
        NodeScripts.Require();
        var (url, token) = await dashboard.OpenAsync(Cancel);

        var told = await NodeScripts.RunAsync("federation.mjs", Cancel, url, token);

        Assert.Equal("[]", told.GetProperty("errors").GetRawText());
        Assert.Equal("[\"stars\",\"slug\",\"applicants\",\"population\"]", told.GetProperty("joins").GetRawText());
        var title = new JsonObject { ["title"] = told.GetProperty("title").GetString() };
        var wanted = new JsonArray(title, new JsonObject { ["code"] = "33" }, title.DeepClone(), null);
        var entities = JsonNode.Parse(told.GetProperty("entities").GetRawText());
        Assert.True(JsonNode.DeepEquals(wanted, entities), entities?.ToJsonString());
    }
}
