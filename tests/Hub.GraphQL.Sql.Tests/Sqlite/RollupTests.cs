using Hub.GraphQL.Execution;
using Hub.GraphQL.Sql.Compilation;
using Hub.GraphQL.Sql.Sqlite;
using Hub.GraphQL.Sql.Tests.Library;

namespace Hub.GraphQL.Sql.Tests.Sqlite;

/// <summary>Figures come from the coarsest rollup that knows them, and are what the rows say.</summary>
public sealed class RollupTests : IDisposable
{
    private readonly LibraryFixture _library = new(6, books: 400);
    private readonly SqliteReadPool _pool;
    private readonly List<SqlStatement> _statements = [];
    private readonly GraphQLEngine _engine;

    public RollupTests()
    {
        LibraryRollups.Fill(_library);
        _pool = new(new() { DataSource = _library.Path });
        _engine = new(_library.Schema, new SqliteExecutor(_library.Model, _pool, _statements.Add, LibraryRollups.Catalogue));
    }

    public void Dispose()
    {
        _pool.Dispose();
        _library.Dispose();
    }

    [Theory]
    [InlineData("{ books { aggregate { count sum { priceIdr } } } }", "genre_counts")]
    [InlineData("{ books { aggregate { count avg { priceIdr } } } }", "book_counts")]
    [InlineData("{ books { aggregate { count avg { oldPriceIdr } countDistinct { genre } } } }", "book_counts")]
    [InlineData("{ books(where: {genre: {eq: NOVEL}}) { aggregate { count } } }", "genre_counts")]
    [InlineData("{ volumes(where: {genre: {in: [NOVEL, POETRY]}, not: {genre: {eq: POETRY}}}) { aggregate { count } } }", "books")]
    [InlineData("{ books { groupBy(by: [{field: GENRE}, {field: SOLD_OUT_AT, interval: QUARTER}]) { nodes { key { genre soldOutAt } aggregate { count sum { priceIdr } } } } } }", "genre_counts")]
    [InlineData("{ books { groupBy(by: [{field: SOLD_OUT_AT}], having: {count: {gt: 1}}, orderBy: [{field: COUNT, direction: DESC}], first: 3) { hasMore nodes { key { soldOutAt } aggregate { count } } } } }", "genre_counts")]
    [InlineData("{ books { groupBy(by: [{field: PART}, {field: PUBLISHED_AT, interval: WEEK}]) { nodes { key { part publishedAt } aggregate { count avg { oldPriceIdr } } } } } }", "book_counts")]
    [InlineData("{ books { groupBy(by: [{field: AUTHOR}, {field: PUBLISHED_AT, interval: YEAR}]) { nodes { key { author { name region { name } } publishedAt } aggregate { count } } } } }", "book_counts")]
    [InlineData("{ books { groupBy(by: [{field: REGION}]) { nodes { key { region { name } } aggregate { count } } } } }", "book_counts")]
    [InlineData("{ books { groupBy(by: [{field: AUTHOR_NAME}]) { nodes { key { authorName } aggregate { count } } } } }", "book_counts")]
    [InlineData("{ books { facets(fields: [GENRE]) { values { key { genre } count } } } }", "genre_counts")]
    [InlineData("{ books { groupBy(by: [{field: OTHER_GENRE}, {field: PUBLISHED_AT, interval: YEAR}]) { nodes { key { otherGenre publishedAt } aggregate { count } } } } }", "month_counts")]
    [InlineData("{ books { groupBy(by: [{field: PART}, {field: PUBLISHED_AT, interval: MONTH}]) { nodes { key { part publishedAt } aggregate { count } } } } }", "month_counts")]
    [InlineData("{ books(where: {otherGenre: {isNull: true}}) { aggregate { count } } }", "month_counts")]
    [InlineData("{ books(where: {not: {otherGenre: {eq: POETRY}}}) { aggregate { count countDistinct { otherGenre } } } }", "month_counts")]
    [InlineData("{ books(where: {otherGenre: {eq: POETRY}, publishedAt: {gte: \"2023-10-31T17:00:00Z\", lt: \"2023-11-30T17:00:00Z\"}}) { aggregate { count } } }", "month_counts")]
    [InlineData("{ books(where: {otherGenre: {eq: POETRY}, publishedAt: {gte: \"2023-11-01T17:00:00Z\"}}) { aggregate { count } } }", "books")]
    [InlineData("{ books { groupBy(by: [{field: OTHER_GENRE}, {field: PUBLISHED_AT, interval: WEEK}]) { nodes { key { otherGenre publishedAt } aggregate { count } } } } }", "books")]
    [InlineData("{ books { aggregate { count sum { pages } } } }", "books")]
    [InlineData("{ books { aggregate { count max { publishedAt } } } }", "books")]
    [InlineData("{ books(where: {title: {contains: \"a\"}}) { aggregate { count } } }", "books")]
    [InlineData("{ books { groupBy(by: [{field: GENRE}, {field: IS_REPRINT}]) { nodes { key { genre isReprint } aggregate { count } } } } }", "books")]
    [InlineData("{ books(where: {publishedAt: {gte: \"2023-11-14T17:00:00Z\"}}) { aggregate { count } } }", "book_counts")]
    [InlineData("{ books(where: {publishedAt: {gte: \"2023-11-14T17:00:00.001Z\"}}) { aggregate { count } } }", "books")]
    [InlineData("{ books(where: {publishedAt: {gte: \"2023-11-14T17:00:00Z\", lt: \"2023-11-15T17:00:00Z\"}, genre: {ne: NOVEL}}) { aggregate { count } } }", "book_counts")]
    [InlineData("{ books(where: {publishedAt: {gt: \"2023-11-14T17:00:00Z\"}}) { aggregate { count } } }", "books")]
    [InlineData("{ books(where: {soldOutAt: {gte: \"1969-12-31T17:00:00Z\", lt: \"2023-12-31T17:00:00Z\"}}) { aggregate { count } } }", "genre_counts")]
    [InlineData("{ books(where: {not: {soldOutAt: {gte: \"1969-12-31T17:00:00Z\"}}}) { aggregate { count } } }", "books")]
    public async Task The_coarsest_table_that_knows_answers(string query, string table)
    {
        var answer = await LibraryFixture.Run(_engine, query);

        Assert.Equal(await _library.RunObjects(query), answer);
        Assert.StartsWith("{\"data\":", answer, StringComparison.Ordinal);
        Assert.Contains($"FROM \"{table}\" AS", Assert.Single(_statements).Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{ books { groupBy(by: [{field: GENRE}, {field: SOLD_OUT_AT}]) { nodes { key { genre soldOutAt } aggregate { count sum { priceIdr } } } } } }")]
    [InlineData("{ books(where: {genre: {eq: NOVEL}}) { groupBy(by: [{field: SOLD_OUT_AT}], having: {count: {gt: 0}}) { nodes { key { soldOutAt } aggregate { count } } } } }")]
    [InlineData("{ books { groupBy(by: [{field: OTHER_GENRE}, {field: PUBLISHED_AT, interval: MONTH}, {field: PART}]) { nodes { key { otherGenre publishedAt part } aggregate { count } } } } }")]
    public async Task Cells_that_are_groups_already_are_not_grouped_again(string query)
    {
        var answer = await LibraryFixture.Run(_engine, query);

        Assert.Equal(await _library.RunObjects(query), answer);
        Assert.DoesNotContain("GROUP BY", Assert.Single(_statements).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Another_instant_may_ask_another_table_of_the_same_plan()
    {
        const string query = "query ($from: DateTime!) { books(where: {publishedAt: {gte: $from}}) { aggregate { count } } }";

        foreach (var from in new[] { "2023-11-14T17:00:00Z", "2023-11-14T22:13:20.500Z", "2023-11-15T00:00:00+07:00" })
            Assert.Equal(await _library.RunObjects(query, new { from }), await LibraryFixture.Run(_engine, query, new { from }));

        Assert.Equal(["book_counts", "books", "book_counts"], _statements.Select(Table));
    }

    [Fact]
    public async Task The_count_of_all_pages_is_of_the_rows_themselves()
    {
        _library.Execute("UPDATE genre_counts SET Books = Books + 1");

        var answer = await LibraryFixture.Run(_engine, "{ books { totalCount aggregate { count } } }");

        var count = _library.Data.Books.Count(book => book.Kind == BookKind.Single && book.IsListed);
        Assert.Contains($"\"totalCount\":{count},", answer, StringComparison.Ordinal);
        Assert.DoesNotContain($"\"count\":{count}}}", answer, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(11)]
    [InlineData(12)]
    public async Task Random_operations_answer_the_same_with_rollups(int seed)
    {
        var generator = new OperationGenerator(_library.Schema, _library.Data, new(seed));

        for (var i = 0; i < 300; i++)
        {
            var operation = generator.Operation().Text;
            var expected = await _library.RunObjects(operation);
            var actual = await LibraryFixture.Run(_engine, operation);

            Assert.True(expected == actual, $"{operation}\n\nobjects: {expected}\n\nrollups: {actual}");
        }

        Assert.Contains(_statements, statement => statement.Text.Contains("_counts", StringComparison.Ordinal));
    }

    private static string Table(SqlStatement statement) => statement.Text[(statement.Text.IndexOf("FROM \"", StringComparison.Ordinal) + 6)..].Split('"')[0];
}
