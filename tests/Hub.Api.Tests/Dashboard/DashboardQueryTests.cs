using Hub.GraphQL.Planning;
using Hub.GraphQL.Types;
using Microsoft.Data.Sqlite;

namespace Hub.Api.Tests.Dashboard;

public sealed class DashboardQueryTests : IAsyncLifetime
{
    private DashboardHub _hub = null!;

    public async ValueTask InitializeAsync() => _hub = await DashboardHub.StartAsync();

    public ValueTask DisposeAsync() => _hub.DisposeAsync();

    [Fact]
    public async Task A_dashboard_sees_what_is_published_across_participants()
    {
        var answer = await _hub.Run(
            "{ vacancies { totalCount nodes { title payMinIdr employmentTypes skills revision publishedAt sector { code } " +
                "area { name level parent { name } } source { name offerKinds participant { legalName kind } } } } }");

        Assert.Equal(
            "{\"data\":{\"vacancies\":{\"totalCount\":1,\"nodes\":[{\"title\":\"Welder\",\"payMinIdr\":4000000,\"employmentTypes\":[\"FULL_TIME\",\"CONTRACT\"]," +
                "\"skills\":[\"las\"],\"revision\":20240101000000,\"publishedAt\":\"2026-01-01T00:01:00Z\",\"sector\":{\"code\":\"CONSTRUCTION\"}," +
                "\"area\":{\"name\":\"Kabupaten Batang\",\"level\":\"REGENCY\",\"parent\":{\"name\":\"Jawa Tengah\"}}," +
                "\"source\":{\"name\":\"Lowongan\",\"offerKinds\":[\"COURSE\",\"COURSE_RUN\",\"VACANCY\"],\"participant\":{\"legalName\":\"Kerja Bersama\",\"kind\":\"PLATFORM\"}}}]}}}",
            answer);
    }

    [Fact]
    public async Task Courses_and_runs_find_each_other_when_both_are_published()
    {
        Assert.Equal(
            "{\"data\":{\"courses\":{\"nodes\":[{\"title\":\"Las dasar\",\"runs\":{\"nodes\":[{\"title\":\"Angkatan 1\"}]},\"places\":{\"nodes\":" +
                "[{\"areaCode\":\"33.25.03.2021\",\"area\":{\"code\":\"33.25\"}},{\"areaCode\":\"33.04\",\"area\":{\"code\":\"33.04\"}}]}}]}}}",
            await _hub.Run("{ courses { nodes { title runs { nodes { title } } places { nodes { areaCode area { code } } } } } }"));
        Assert.Equal(
            "{\"data\":{\"courseRuns\":{\"nodes\":[{\"title\":\"Tanpa kursus\",\"course\":null},{\"title\":\"Angkatan 1\",\"course\":{\"title\":\"Las dasar\"}}]}}}",
            await _hub.Run("{ courseRuns { nodes { title course { title } } } }"));
    }

    [Fact]
    public async Task Filters_reach_through_relations()
    {
        const string query = "query ($w: VacancyFilter) { vacancies(where: $w) { totalCount } }";

        Assert.Equal("{\"data\":{\"vacancies\":{\"totalCount\":1}}}", await _hub.Run(query, new { w = new { area = new { parent = new { code = new { eq = "33" } } } } }));
        Assert.Equal("{\"data\":{\"vacancies\":{\"totalCount\":0}}}", await _hub.Run(query, new { w = new { area = new { parent = new { code = new { eq = "32" } } } } }));
        Assert.Equal("{\"data\":{\"vacancies\":{\"totalCount\":1}}}", await _hub.Run(query, new { w = new { source = new { participant = new { legalName = new { contains = "BERSAMA" } } } } }));
        Assert.Equal("{\"data\":{\"vacancies\":{\"totalCount\":1}}}", await _hub.Run(query, new { w = new { employmentTypes = new { has = "CONTRACT" } } }));
        Assert.Equal("{\"data\":{\"vacancies\":{\"totalCount\":0}}}", await _hub.Run(query, new { w = new { sectorCode = new { @in = new[] { "BEAUTY", "FITNESS" } } } }));
    }

    [Fact]
    public async Task Every_field_filter_and_order_fits_the_database()
    {
        var schema = _hub.Engine.Schema;
        foreach (var root in schema.QueryType!.Fields.Where(field => field.Binding is ConnectionBinding))
        {
            var node = (FieldedType)((ObjectType)root.Type.Type).Fields.Find("nodes")!.Type.Type;
            var filter = (InputObjectType)root.Arguments.Find("where")!.Type.Type;
            var order = (EnumType)((InputObjectType)root.Arguments.Find("orderBy")!.Type.Type).Fields.Find("field")!.Type.Type;

            var fields = string.Join(' ', node.Fields.Select(field => field.Name + (field.Binding switch
            {
                ColumnBinding or ComputedBinding => "",
                ConnectionBinding => " { totalCount edges { cursor node { __typename } } pageInfo { hasNextPage } }",
                _ => " { __typename }",
            })));
            var filters = string.Join(", ", filter.Fields.Where(field => field.Type.Type is InputObjectType).Select(field => field.Name switch
            {
                "and" or "or" => $"{field.Name}: [{{}}]",
                _ when field.Binding is FilterBinding.OnColumn { Column.Type.IsList: false } => $"{field.Name}: {{isNull: false}}",
                _ => $"{field.Name}: {{}}",
            }));
            var orders = string.Join(", ", order.Values.Where(value => value.Name != "RELEVANCE").Select(value => $"{{field: {value.Name}, direction: DESC}}"));
            var text = root.Arguments.Find("text") is null ? "" : "text: \"las\", ";
            var answer = await _hub.Run($"{{ {root.Name}({text}where: {{{filters}}}) {{ totalCount }} b: {root.Name}({text}last: 3, orderBy: [{orders}]) {{ edges {{ cursor node {{ {fields} }} }} }} }}");

            Assert.StartsWith("{\"data\":{", answer, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("{ node(id: \"0198a1b2-0000-7000-8000-000000000101\") { ... on Offer { title } } }", "ix_offers_public_id")]
    [InlineData("{ vacancies { nodes { title } } }", "ix_offers_kind_published_at_id")]
    [InlineData("{ gigs(orderBy: [{field: PUBLISHED_AT}]) { nodes { title } } }", "ix_offers_kind_published_at_id")]
    [InlineData("{ courses(where: {sectorCode: {eq: CONSTRUCTION}}) { nodes { title } } }", "ix_offers_sector_code_kind_published_at")]
    [InlineData("{ vacancies(where: {knownAreaCode: {eq: \"33.25\"}}) { nodes { title } } }", "ix_offers_known_area_code_kind_published_at")]
    [InlineData("{ vacancy(id: \"0198a1b2-0000-7000-8000-000000000101\") { title } }", "ix_offers_public_id")]
    [InlineData("{ participant(id: \"0198a1b2-0000-7000-8000-000000000001\") { legalName } }", "ix_participants_public_id")]
    [InlineData("{ area(code: \"33\") { gigs { nodes { title } } } }", "ix_offers_known_area_code_kind_published_at (known_area_code=? AND kind=?)")]
    [InlineData("{ area(code: \"33\") { offers { nodes { title } } } }", "ix_offers_known_area_code_kind_published_at (known_area_code=?)")]
    [InlineData("{ area(code: \"33\") { vacancies { totalCount } } }", "COVERING INDEX ix_offers_known_area_code_kind_published_at")]
    [InlineData("{ sector(code: REPAIR) { gigs { nodes { title } } } }", "ix_offers_sector_code_kind_published_at (sector_code=? AND kind=?)")]
    [InlineData("{ sector(code: REPAIR) { offers { nodes { title } } } }", "ix_offers_sector_code_kind_published_at (sector_code=?)")]
    [InlineData("{ participants { nodes { offers { nodes { title } } } } }", "ix_offers_source_id_kind_published_at_id (source_id=?)")]
    public async Task What_dashboards_ask_most_is_read_through_an_index(string query, string index)
    {
        await _hub.Run(query);

        Assert.Contains(index, await ExplainAsync(_hub.Statements[^1].Text), StringComparison.Ordinal);
    }

    private async Task<string> ExplainAsync(string sql)
    {
        await using var connection = new SqliteConnection(_hub.Database.ConnectionString);
        await connection.OpenAsync(TestContext.Current.CancellationToken);
        await using var command = connection.CreateCommand();
#pragma warning disable CA2100 // The text is the compiler's own.
        command.CommandText = $"EXPLAIN QUERY PLAN {sql}";
#pragma warning restore CA2100
        for (var i = 1; sql.Contains($"?{i}", StringComparison.Ordinal); i++)
            command.Parameters.Add(new($"?{i}", 1));
        var lines = new List<string>();
        await using var reader = await command.ExecuteReaderAsync(TestContext.Current.CancellationToken);
        while (await reader.ReadAsync(TestContext.Current.CancellationToken))
            lines.Add(reader.GetString(3));
        return string.Join('\n', lines);
    }
}
