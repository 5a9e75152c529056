using Hub.Data.Followers;
using Hub.Data.Ingest;

namespace Hub.Api.Tests.Dashboard;

/// <summary>Offers are found by words once the index has followed.</summary>
public sealed class SearchTests : IAsyncLifetime
{
    private DashboardHub _hub = null!;

    public async ValueTask InitializeAsync()
    {
        _hub = await DashboardHub.StartAsync();
        await using var writer = new IngestWriter(_hub.Database, new(), TimeProvider.System);
        using var followers = new FollowerRunner(writer, new(), TimeProvider.System);
        Assert.True(await followers.CatchUpAsync(TestContext.Current.CancellationToken));
    }

    public ValueTask DisposeAsync() => _hub.DisposeAsync();

    [Fact]
    public async Task Offers_of_every_kind_are_found_with_facets()
    {
        Assert.Equal(
            "{\"data\":{\"search\":{\"totalCount\":1,\"nodes\":[{\"__typename\":\"CourseRun\",\"title\":\"Angkatan 1\"}]," +
                "\"facets\":[{\"field\":\"KIND\",\"values\":[{\"key\":{\"kind\":\"COURSE_RUN\"},\"count\":1}]},{\"field\":\"SECTOR\",\"values\":[{\"key\":{\"kind\":null},\"count\":1}]}]}}}",
            await _hub.Run(
                "{ search(text: \"an\", where: {kind: {in: [COURSE_RUN, VACANCY]}}, orderBy: [{field: PUBLISHED_AT, direction: DESC}]) " +
                    "{ totalCount nodes { __typename title } facets(fields: [KIND, SECTOR]) { field values { key { kind } count } } } }"));
    }

    [Fact]
    public async Task Lists_and_nested_lists_are_searched_too()
    {
        Assert.Equal(
            "{\"data\":{\"courses\":{\"nodes\":[{\"title\":\"Las dasar\"}],\"aggregate\":{\"count\":1}},\"sources\":{\"nodes\":[{\"vacancies\":{\"totalCount\":1},\"courses\":{\"totalCount\":0}}]}}}",
            await _hub.Run(
                "{ courses(search: \"LAS das\") { nodes { title } aggregate { count } } " +
                    "sources { nodes { vacancies(search: \"welder\") { totalCount } courses(search: \"gone\") { totalCount } } } }"));
    }

    [Fact]
    public async Task The_best_match_comes_first()
    {
        Assert.Equal(
            "{\"data\":{\"search\":{\"nodes\":[{\"title\":\"Las dasar\"}]},\"a\":{\"nodes\":[{\"title\":\"Angkatan 1\"}]}}}",
            await _hub.Run("{ search(text: \"dasar\") { nodes { title } } a: search(text: \"angkatan\", first: 5) { nodes { title } } }"));
        Assert.Contains("bm25(s.\"offer_search\", 8.0, 1.0, 4.0)", _hub.Statements[^1].Text, StringComparison.Ordinal);
    }
}
