using System.Text.Json.Nodes;

namespace Hub.Api.Tests.Dashboard;

/// <summary>The hub as a subgraph: how a gateway resolves references to what the hub knows, in the cases of Apollo's compatibility suite.</summary>
public sealed class FederationTests : IAsyncLifetime
{
    private const string Ask = "query ($all: [_Any!]!) { _entities(representations: $all) { __typename ... on Node { id } ... on Offer { title } ... on Sector { nameEn } } }";

    private DashboardHub _hub = null!;

    public async ValueTask InitializeAsync() => _hub = await DashboardHub.StartAsync();

    public ValueTask DisposeAsync() => _hub.DisposeAsync();

    [Fact]
    public async Task An_object_is_found_by_its_id()
    {
        Assert.Equal(
            $"[{{\"__typename\":\"Vacancy\",\"id\":\"{Id(101)}\",\"title\":\"Welder\"}}]",
            await Resolve(new { __typename = "Vacancy", id = Id(101) }));
    }

    [Fact]
    public async Task An_object_is_found_by_a_key_of_several_fields_one_of_them_inside_another()
    {
        Assert.Equal(
            $"[{{\"__typename\":\"Course\",\"id\":\"{Id(103)}\",\"title\":\"Las dasar\"}},{{\"__typename\":\"Source\",\"id\":\"{Id(2)}\"}}]",
            await Resolve(
                new { __typename = "Course", source = new { id = Id(2) }, externalId = "K3" },
                new { __typename = "Source", participant = new { id = Id(1) }, name = "Lowongan" }));
    }

    [Fact]
    public async Task A_key_may_be_an_enum()
    {
        Assert.Equal("[{\"__typename\":\"Sector\",\"nameEn\":\"Construction\"}]", await Resolve(new { __typename = "Sector", code = "CONSTRUCTION" }));
    }

    [Fact]
    public async Task What_is_not_shown_or_of_another_type_is_null()
    {
        Assert.Equal(
            "[null,null,null]",
            await Resolve(
                new { __typename = "Vacancy", id = Id(102) },
                new { __typename = "Gig", id = Id(101) },
                new { __typename = "Vacancy", id = "nonsense" }));
    }

    [Fact]
    public async Task Verdicts_cannot_be_referred_to()
    {
        var answer = await _hub.Run(Ask, new { all = new[] { new { __typename = "Verdict", id = Id(1) } } }, DashboardHub.Caller(1));

        Assert.Contains("BAD_REPRESENTATION", answer, StringComparison.Ordinal);
        Assert.Contains("which is no entity here", answer, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_subgraph_names_the_keys_of_the_domain()
    {
        var sdl = JsonNode.Parse(await _hub.Run("{ _service { sdl } }"))!["data"]!["_service"]!["sdl"]!.GetValue<string>();

        string[] heads =
        [
            "type Participant implements Node @key(fields: \"id\") {",
            "type Source implements Node @key(fields: \"id\") @key(fields: \"participant { id } name\") {",
            "@key(fields: \"id\") @key(fields: \"source { id } externalId\") {",
            "type Area @key(fields: \"code\") {",
            "type Sector @key(fields: \"code\") {",
        ];
        Assert.All(heads, head => Assert.Contains(head, sdl, StringComparison.Ordinal));
    }

    private async Task<string> Resolve(params object[] all) =>
        JsonNode.Parse(await _hub.Run(Ask, new { all }))!["data"]!["_entities"]!.ToJsonString();

    private static string Id(int number) => $"0198a1b2-0000-7000-8000-{number:d12}";
}
