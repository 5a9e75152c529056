using System.Text.Json;
using Hub.Catalogue.V1;
using Hub.Registry.V1;

namespace Hub.Conformance.GraphQL;

/// <summary>The clients graphql-ws and graphql-sse follow a catalogue while a partner pushes to it.</summary>
public sealed class LiveTests(HubFixture fixture)
{
    private static readonly string[] Titles = ["Barista dasar", "Las listrik", "Menjahit"];

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Clients_hear_every_change_and_are_closed_as_the_protocol_says()
    {
        NodeScripts.Require();
        var (hub, partner) = await fixture.AddSourceAsync(OfferKind.Course, Cancel);
        using var client = new PartnerClient(hub, partner);
        var token = await hub.TokenAsync(await hub.OnboardAsync("Follower", "AGENCY", "GIG", "dashboard.read", Cancel), Cancel);

        var report = await NodeScripts.RunAsync(
            "subscriptions.mjs",
            line => client.PushAsync(SyncMode.Delta, line == "listening" ? [Course(0)] : [Course(1), Course(2)], Cancel),
            Cancel,
            new Uri(hub.HttpUrl, "/graphql").ToString(),
            token,
            partner.SourceId);

        Assert.All(report.GetProperty("queries").EnumerateObject(), query => Assert.Equal("""{"data":{"__typename":"Query"}}""", query.Value.GetRawText()));
        AssertHeard(report.GetProperty("heard"), partner.SourceId);
        AssertClosed(report.GetProperty("closed"));
    }

    private static void AssertHeard(JsonElement heard, string source)
    {
        foreach (var way in (string[])["socketHeader", "socketPayload", "stream"])
            Assert.Equal(Titles, heard.GetProperty(way).EnumerateArray().Select(result => TitleOf(result, source)));

        var wire = heard.GetProperty("wire").EnumerateArray().ToArray();
        Assert.Equal(Titles, wire.Select(next => TitleOf(next.GetProperty("result"), source)));

        // Behind the first id come the others: the same events with the same ids.
        Assert.Equal(
            wire.Skip(1).Select(next => next.GetRawText()),
            heard.GetProperty("resumed").EnumerateArray().Select(next => next.GetRawText()));
    }

    private static string? TitleOf(JsonElement result, string source)
    {
        Assert.True(result.TryGetProperty("data", out var data) && data.TryGetProperty("catalogueChanged", out _), result.ToString());
        var change = data.GetProperty("catalogueChanged");
        Assert.Equal("PUBLISHED", change.GetProperty("kind").GetString());
        Assert.Equal("COURSE", change.GetProperty("offerKind").GetString());
        Assert.Equal(source, change.GetProperty("source").GetProperty("id").GetString());
        Assert.True(change.GetProperty("offer").TryGetProperty("title", out _) && change.GetProperty("course").TryGetProperty("title", out _), result.ToString());
        Assert.Equal(change.GetProperty("course").GetProperty("title").GetString(), change.GetProperty("offer").GetProperty("title").GetString());
        return change.GetProperty("course").GetProperty("title").GetString();
    }

    private static void AssertClosed(JsonElement closed)
    {
        var codes = closed.EnumerateObject().ToDictionary(way => way.Name, way => way.Value.GetProperty("code").GetInt32());

        Assert.Equal(
            new Dictionary<string, int>
            {
                ["noJson"] = 4400, ["unknownType"] = 4400, ["noToken"] = 4401, ["wrongToken"] = 4401, ["subscribeFirst"] = 4401,
                ["noProtocol"] = 4406, ["silent"] = 4408, ["sameId"] = 4409, ["secondInit"] = 4429,
            },
            codes);
    }

    private static Item Course(int index) => new()
    {
        ExternalId = $"{index}",
        Revision = 1,
        Course = new() { Title = Titles[index], AreaCodes = { "33.25" }, PriceIdr = 250_000 },
    };
}
