using Hub.Data.Clients;

namespace Hub.Api.Tests.Dashboard;

/// <summary>Offers of every kind together, anything by its id, and how sources sync.</summary>
public sealed class OffersAndHealthTests : IAsyncLifetime
{
    private const string Verdicts = "{ sources { nodes { verdicts { totalCount nodes { externalId reason textEn textId fixEn session { id } } } } } }";

    private DashboardHub _hub = null!;

    public async ValueTask InitializeAsync() => _hub = await DashboardHub.StartAsync();

    public ValueTask DisposeAsync() => _hub.DisposeAsync();

    [Fact]
    public async Task Offers_of_every_kind_come_in_one_statement_newest_first()
    {
        var answer = await _hub.Run(
            "{ offers { nodes { __typename kind title sector { code } ... on Vacancy { payMinIdr } ... on CourseRun { course { title } } ... on Course { hours } } } }");

        Assert.Equal(
            "{\"data\":{\"offers\":{\"nodes\":[" +
                "{\"__typename\":\"CourseRun\",\"kind\":\"COURSE_RUN\",\"title\":\"Tanpa kursus\",\"sector\":{\"code\":\"CONSTRUCTION\"},\"course\":null}," +
                "{\"__typename\":\"CourseRun\",\"kind\":\"COURSE_RUN\",\"title\":\"Angkatan 1\",\"sector\":{\"code\":\"CONSTRUCTION\"},\"course\":{\"title\":\"Las dasar\"}}," +
                "{\"__typename\":\"Course\",\"kind\":\"COURSE\",\"title\":\"Las dasar\",\"sector\":{\"code\":\"CONSTRUCTION\"},\"hours\":null}," +
                "{\"__typename\":\"Vacancy\",\"kind\":\"VACANCY\",\"title\":\"Welder\",\"sector\":{\"code\":\"CONSTRUCTION\"},\"payMinIdr\":4000000}]}}}",
            answer);
        var text = Assert.Single(_hub.Statements).Text;
        Assert.Contains("WHERE t0.\"state\" = 1 ORDER BY t0.\"id\" DESC LIMIT ?1", text, StringComparison.Ordinal);
        Assert.Single(text.Split("JOIN \"sectors\"").Skip(1));
    }

    [Fact]
    public async Task Offers_are_filtered_and_counted_by_what_all_kinds_share()
    {
        Assert.Equal(
            "{\"data\":{\"offers\":{\"totalCount\":3},\"sources\":{\"nodes\":[{\"offers\":{\"totalCount\":4}}]}}}",
            await _hub.Run("{ offers(where: {kind: {in: [COURSE, COURSE_RUN]}}) { totalCount } sources { nodes { offers { totalCount } } } }"));
    }

    [Fact]
    public async Task Anything_shown_is_found_by_its_id()
    {
        string[] ids = [Id(104), Id(1), Id(102), Id(201), "nonsense", Id(2), Id(101)];

        var answer = await _hub.Run(
            "query ($ids: [ID!]!) { nodes(ids: $ids) { __typename id ... on Offer { title } ... on Participant { legalName } ... on Source { name } ... on SyncSession { state } } }",
            new { ids });

        Assert.Equal(
            "{\"data\":{\"nodes\":[" +
                $"{{\"__typename\":\"CourseRun\",\"id\":\"{Id(104)}\",\"title\":\"Angkatan 1\"}}," +
                $"{{\"__typename\":\"Participant\",\"id\":\"{Id(1)}\",\"legalName\":\"Kerja Bersama\"}},null," +
                $"{{\"__typename\":\"SyncSession\",\"id\":\"{Id(201)}\",\"state\":\"CLOSED\"}},null," +
                $"{{\"__typename\":\"Source\",\"id\":\"{Id(2)}\",\"name\":\"Lowongan\"}}," +
                $"{{\"__typename\":\"Vacancy\",\"id\":\"{Id(101)}\",\"title\":\"Welder\"}}]}}}}",
            answer);
        Assert.Equal(5, _hub.Statements.Count);
    }

    [Fact]
    public async Task A_source_tells_how_it_syncs()
    {
        Assert.Equal(
            "{\"data\":{\"sources\":{\"nodes\":[{\"state\":\"ACTIVE\",\"liveOffers\":0,\"lastSyncAt\":null,\"leaseEndsAt\":\"2026-01-08T00:01:00Z\"," +
                $"\"lastSession\":{{\"id\":\"{Id(202)}\",\"mode\":\"SNAPSHOT\",\"state\":\"HELD\",\"created\":2,\"closedAt\":\"2026-01-01T00:03:00Z\"}}," +
                "\"sessions\":{\"totalCount\":2,\"nodes\":[{\"created\":2},{\"created\":1}]}}]}}}",
            await _hub.Run(
                "{ sources { nodes { state liveOffers lastSyncAt leaseEndsAt lastSession { id mode state created closedAt } sessions { totalCount nodes { created } } } } }"));
    }

    [Fact]
    public async Task Verdicts_are_for_the_source_s_participant_and_for_operators()
    {
        var seen =
            "{\"data\":{\"sources\":{\"nodes\":[{\"verdicts\":{\"totalCount\":2,\"nodes\":[" +
                $"{{\"externalId\":\"K9\",\"reason\":\"OF_AN_OLDER_HUB\",\"textEn\":null,\"textId\":null,\"fixEn\":null,\"session\":{{\"id\":\"{Id(202)}\"}}}}," +
                "{\"externalId\":\"K8\",\"reason\":\"TEXT_TOO_LONG\",\"textEn\":\"The text is too long: 301 characters.\"," +
                $"\"textId\":\"Teks terlalu panjang: 301 karakter.\",\"fixEn\":\"Shorten the text.\",\"session\":{{\"id\":\"{Id(201)}\"}}}}]}}}}]}}}}}}";
        const string nothing = "{\"data\":{\"sources\":{\"nodes\":[{\"verdicts\":{\"totalCount\":0,\"nodes\":[]}}]}}}";

        Assert.Equal(seen, await _hub.Run(Verdicts, caller: DashboardHub.Caller(1)));
        Assert.Equal(nothing, await _hub.Run(Verdicts, caller: DashboardHub.Caller(2)));
        Assert.Equal(seen, await _hub.Run(Verdicts, caller: DashboardHub.Caller(2, Scopes.DashboardRead | Scopes.RegistryAdmin)));
        Assert.Equal(nothing, await _hub.Run(Verdicts));
        Assert.Equal(
            "{\"data\":{\"sources\":{\"totalCount\":0}}}",
            await _hub.Run("{ sources(where: {verdicts: {some: {}}}) { totalCount } }", caller: DashboardHub.Caller(2)));
    }

    private static string Id(int number) => $"0198a1b2-0000-7000-8000-{number:d12}";
}
