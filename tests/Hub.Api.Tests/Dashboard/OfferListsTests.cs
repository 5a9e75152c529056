namespace Hub.Api.Tests.Dashboard;

/// <summary>Offers of an area, a sector and a participant.</summary>
public sealed class OfferListsTests : IAsyncLifetime
{
    private DashboardHub _hub = null!;

    public async ValueTask InitializeAsync() => _hub = await DashboardHub.StartAsync();

    public ValueTask DisposeAsync() => _hub.DisposeAsync();

    [Theory]
    [InlineData("33", "\"offers\":{\"totalCount\":2,\"nodes\":[{\"title\":\"Welder\"},{\"title\":\"Las dasar\"}]},\"courses\":{\"nodes\":[{\"title\":\"Las dasar\"}]},\"gigs\":{\"totalCount\":0}")]
    [InlineData("33.25", "\"offers\":{\"totalCount\":2,\"nodes\":[{\"title\":\"Welder\"},{\"title\":\"Las dasar\"}]},\"courses\":{\"nodes\":[{\"title\":\"Las dasar\"}]},\"gigs\":{\"totalCount\":0}")]
    [InlineData("33.04", "\"offers\":{\"totalCount\":0,\"nodes\":[]},\"courses\":{\"nodes\":[]},\"gigs\":{\"totalCount\":0}")]
    [InlineData("31", "\"offers\":{\"totalCount\":0,\"nodes\":[]},\"courses\":{\"nodes\":[]},\"gigs\":{\"totalCount\":0}")]
    public async Task An_area_has_the_offers_whose_first_place_lies_in_it(string code, string expected) => Assert.Equal(
        $"{{\"data\":{{\"area\":{{{expected}}}}}}}",
        await _hub.Run("query ($code: String!) { area(code: $code) { offers { totalCount nodes { title } } courses { nodes { title } } gigs { totalCount } } }", new { code }));

    [Fact]
    public async Task A_sector_has_its_offers_by_kind_and_the_newest_first() => Assert.Equal(
        "{\"data\":{\"sector\":{\"offers\":{\"nodes\":[{\"title\":\"Welder\"},{\"title\":\"Tanpa kursus\"},{\"title\":\"Angkatan 1\"},{\"title\":\"Las dasar\"}]}," +
            "\"courseRuns\":{\"nodes\":[{\"title\":\"Tanpa kursus\"}],\"pageInfo\":{\"hasNextPage\":true}},\"vacancies\":{\"totalCount\":1}}}}",
        await _hub.Run("{ sector(code: CONSTRUCTION) { offers { nodes { title } } courseRuns(first: 1) { nodes { title } pageInfo { hasNextPage } } vacancies { totalCount } } }"));

    [Fact]
    public async Task A_participant_has_the_offers_of_all_its_sources_with_filter_order_and_figures() => Assert.Equal(
        "{\"data\":{\"participants\":{\"nodes\":[{\"offers\":{\"aggregate\":{\"count\":4}," +
            "\"groupBy\":{\"nodes\":[{\"key\":{\"kind\":\"COURSE\"},\"aggregate\":{\"count\":1}},{\"key\":{\"kind\":\"COURSE_RUN\"},\"aggregate\":{\"count\":2}}," +
            "{\"key\":{\"kind\":\"VACANCY\"},\"aggregate\":{\"count\":1}}]}}," +
            "\"some\":{\"totalCount\":2,\"nodes\":[{\"title\":\"Angkatan 1\"},{\"title\":\"Tanpa kursus\"}]},\"last\":{\"nodes\":[{\"title\":\"Las dasar\"}]}}]}}}",
        await _hub.Run(
            "{ participants { nodes { offers { aggregate { count } groupBy(by: [{field: KIND}]) { nodes { key { kind } aggregate { count } } } } " +
                "some: offers(where: {kind: {eq: COURSE_RUN}}, orderBy: [{field: TITLE}]) { totalCount nodes { title } } last: offers(last: 1) { nodes { title } } } } }"));

    [Fact]
    public async Task Areas_are_found_by_the_offers_in_them() => Assert.Equal(
        "{\"data\":{\"areas\":{\"nodes\":[{\"code\":\"33\"},{\"code\":\"33.25\"}]},\"participants\":{\"totalCount\":0}}}",
        await _hub.Run("{ areas(where: {offers: {some: {kind: {eq: COURSE}}}}) { nodes { code } } participants(where: {offers: {none: {}}}) { totalCount } }"));
}
