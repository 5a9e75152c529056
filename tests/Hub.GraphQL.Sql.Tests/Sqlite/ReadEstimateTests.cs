using System.Text;
using System.Text.Json;
using Hub.GraphQL.Execution;
using Hub.GraphQL.Planning;
using Hub.GraphQL.Sql.Sqlite;
using Hub.GraphQL.Sql.Tests.Library;

namespace Hub.GraphQL.Sql.Tests.Sqlite;

/// <summary>What figures, totals and searches are taken to look at, and what happens when it is far more.</summary>
public sealed class ReadEstimateTests : IDisposable
{
    private readonly LibraryFixture _library = new(8, books: 400);
    private readonly SqliteReadPool _pool;

    public ReadEstimateTests()
    {
        LibraryRollups.Fill(_library);
        _pool = new(new() { DataSource = _library.Path, MaxConnections = 1 });
    }

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        _pool.Dispose();
        _library.Dispose();
    }

    [Theory]
    [InlineData("{ books { nodes { title } } }", 0)]
    [InlineData("{ books { totalCount } }", 400)]
    [InlineData("{ books { totalCount aggregate { sum { pages } } } }", 400)]
    [InlineData("{ books { totalCount facets(fields: [GENRE, AUTHOR]) { values { count } } } }", 400)]
    [InlineData("{ books { aggregate { sum { pages } } groupBy(by: [{field: GENRE}]) { nodes { aggregate { sum { pages } } } } } other: books { totalCount } }", 1_200)]
    [InlineData("{ found(text: \"a\", orderBy: [{field: RELEVANCE}]) { nodes { title } } }", 9)]
    [InlineData("{ found(text: \"a\") { totalCount } }", 40)]
    public async Task All_rows_are_looked_at_once_for_each_statement(string query, int rows) => Assert.Equal(rows, await Looked(query));

    [Fact]
    public async Task A_list_inside_a_list_has_its_share_of_the_rows()
    {
        var authors = _library.Data.Authors.Count;

        Assert.Equal(10 * ((400 / authors) + 1), await Looked("{ authors(first: 10) { nodes { books { totalCount } } } }"));
    }

    [Fact]
    public async Task A_rollup_is_priced_by_its_cells_when_it_answers()
    {
        const string query = "query ($from: DateTime) { books(where: {publishedAt: {gte: $from}}) { aggregate { count } } }";
        var cells = Count("book_counts");

        Assert.Equal(Count("genre_counts"), await Looked("{ books { aggregate { count } } }", LibraryRollups.Catalogue));
        Assert.Equal(cells, await Looked(query, LibraryRollups.Catalogue, new { from = "2023-11-14T17:00:00Z" }));
        Assert.Equal(400, await Looked(query, LibraryRollups.Catalogue, new { from = "2023-11-14T17:00:00.001Z" }));
        Assert.Equal(400, await Looked("{ books { aggregate { count } } }"));
    }

    [Fact]
    public async Task An_index_is_taken_to_find_what_the_database_itself_expects()
    {
        _library.Execute("CREATE INDEX by_author ON books (AuthorId, Genre); ANALYZE sqlite_schema; DELETE FROM sqlite_stat1; "
            + "INSERT INTO sqlite_stat1 VALUES ('books', 'by_author', '1000 100 10')");

        Assert.Equal(400, await Looked("{ books(where: {genre: {eq: NOVEL}}) { totalCount } }"));
        Assert.Equal(0.01, IndexShares.Read(["AuthorId", "Genre"], "1000 100 10 unordered").Share(new Dictionary<string, int> { ["AuthorId"] = 1, ["Genre"] = 1 }));
        Assert.Equal(0.3, IndexShares.Read(["AuthorId", "Genre"], "1000 100 10").Share(new Dictionary<string, int> { ["AuthorId"] = 3 }), 6);
        Assert.Equal(1, IndexShares.Read(["AuthorId", "Genre"], "1000 100 10").Share(new Dictionary<string, int> { ["AuthorId"] = 300 }));

        _library.Execute("CREATE INDEX by_genre ON books (Genre); INSERT INTO sqlite_stat1 VALUES ('books', 'by_genre', '1000 250')");
        Assert.Equal(100, await Looked("{ books(where: {genre: {eq: NOVEL}}) { totalCount } }"));
        Assert.Equal(200, await Looked("{ books(where: {genre: {in: [NOVEL, POETRY]}}) { totalCount } }"));
    }

    [Fact]
    public async Task A_statement_that_reads_far_more_than_was_estimated_is_stopped()
    {
        using var library = new LibraryFixture(9, books: 3_000);
        using var pool = new SqliteReadPool(new() { DataSource = library.Path, MaxConnections = 1 });
        var engine = new GraphQLEngine(library.Schema, new SqliteExecutor(library.Model, pool), new() { FreeSteps = -25_000 });

        var stopped = await LibraryFixture.Run(engine, "{ books(first: 1, where: {title: {contains: \"no such words\"}}) { nodes { title } } }");
        var small = await LibraryFixture.Run(engine, "{ regions(first: 1) { nodes { code } } }");
        var again = await LibraryFixture.Run(engine, "{ books { totalCount } }");

        Assert.Contains("\"code\":\"READ_TOO_MUCH\"", stopped, StringComparison.Ordinal);
        Assert.StartsWith("{\"data\":{\"regions\"", small, StringComparison.Ordinal);
        Assert.StartsWith("{\"data\":{\"books\"", again, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Statements_that_are_short_one_by_one_are_stopped_too()
    {
        const string query = "{ authors(first: 50) { nodes { books { nodes { title } } volumes { nodes { title } } } } }";
        const int cost = 1 + 1 + 50 + (50 * (1 + 3)) + (50 * (1 + 50));
        var engine = new GraphQLEngine(_library.Schema, new SqliteExecutor(_library.Model, _pool), new() { FreeSteps = 1_000 - (cost * 10_000) });

        var answer = await LibraryFixture.Run(engine, query);

        Assert.Contains("\"code\":\"READ_TOO_MUCH\"", answer, StringComparison.Ordinal);
    }

    private long Count(string table)
    {
        using var connection = new Microsoft.Data.Sqlite.SqliteConnection($"Data Source={_library.Path};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = $"SELECT max(rowid) FROM {table}";
        return (long)command.ExecuteScalar()!;
    }

    private async Task<long> Looked(string query, RollupCatalogue? rollups = null, object? variables = null)
    {
        var engine = new GraphQLEngine(_library.Schema, new SqliteExecutor(_library.Model, _pool, rollups: rollups));
        var looked = -1L;

        // The second time the plan is known.
        for (var i = 0; i < 2; i++)
        {
            using var response = await engine.ExecuteAsync(
                new()
                {
                    Query = Encoding.UTF8.GetBytes(query),
                    Variables = variables is null ? default : JsonSerializer.SerializeToElement(variables),
                    Cost = CostMode.Validate,
                },
                Cancel);
            using var body = JsonDocument.Parse(response.Body);
            looked = body.RootElement.GetProperty("extensions").GetProperty("cost").GetProperty("estimated").GetProperty("looked").GetInt64();
        }

        return looked;
    }
}
