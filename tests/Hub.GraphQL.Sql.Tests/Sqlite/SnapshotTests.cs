using System.Text;
using Hub.GraphQL.Execution;
using Hub.GraphQL.Sql.Compilation;
using Hub.GraphQL.Sql.Sqlite;
using Hub.GraphQL.Sql.Tests.Library;

namespace Hub.GraphQL.Sql.Tests.Sqlite;

public sealed class SnapshotTests
{
    [Fact]
    public async Task One_request_sees_one_state_of_the_database()
    {
        using var library = new LibraryFixture(3);
        library.Execute("PRAGMA journal_mode = WAL");
        using var pool = new SqliteReadPool(new() { DataSource = library.Path });
        var writes = 0;
        var engine = new GraphQLEngine(library.Schema, new SqliteExecutor(library.Model, pool, _ =>
        {
            // A writer commits between any two statements of the request.
            if (writes++ > 0)
                library.Execute($"INSERT INTO regions (Code, Name) VALUES ('N{writes}', 'new')");
        }));
        const string query = "{ a: regions { totalCount nodes { code } } b: regions { totalCount } c: regions { nodes { code } } }";

        var first = await LibraryFixture.Run(engine, query);
        writes = 0;
        var second = await LibraryFixture.Run(engine, "{ regions { totalCount } }");

        Assert.Equal(await library.RunObjects(query), first);
        Assert.Equal("{\"data\":{\"regions\":{\"totalCount\":15}}}", second);
    }

    [Fact]
    public async Task A_cancelled_request_stops_its_statement_and_leaves_the_connection_usable()
    {
        using var library = new LibraryFixture(3);
        using var pool = new SqliteReadPool(new() { DataSource = library.Path, MaxConnections = 1 });
        using var cancel = new CancellationTokenSource();
        var engine = new GraphQLEngine(library.Schema, new SqliteExecutor(library.Model, pool, _ => cancel.Cancel()));

        // The condition compares every book with every book of every author many times over.
        const string slow = "{ books(where: {author: {books: {some: {author: {books: {none: {author: {books: {some: {title: {contains: \"\\u0001\"}}}}}}}}}}}) { totalCount } }";
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () =>
            await engine.ExecuteAsync(new() { Query = Encoding.UTF8.GetBytes(slow) }, cancel.Token));

        Assert.Equal("{\"data\":{\"regions\":{\"totalCount\":12}}}", await LibraryFixture.Run(engine, "{ regions { totalCount } }"));
    }

    [Fact]
    public void A_connection_of_no_request_has_no_bound_of_steps()
    {
        using var library = new LibraryFixture(3);
        using var pool = new SqliteReadPool(new() { DataSource = library.Path });
        using var apart = pool.OpenApart();
        var statement = new SqlStatement("WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 100000) SELECT count(*) FROM n", []);

        var handle = apart.Take(statement);

        Assert.True(apart.Step(handle));
        Assert.Equal(100_000, Columns.Int64(handle, 0));
        apart.Return(statement, handle);
    }

    [Fact]
    public async Task Requests_wait_for_a_free_connection()
    {
        using var library = new LibraryFixture(3);
        using var pool = new SqliteReadPool(new() { DataSource = library.Path, MaxConnections = 2 });
        var engine = new GraphQLEngine(library.Schema, new SqliteExecutor(library.Model, pool));

        var answers = await Task.WhenAll(Enumerable.Range(0, 40).Select(_ =>
            Task.Run(() => LibraryFixture.Run(engine, "{ authors { nodes { name books { totalCount } } } }"))));

        Assert.Single(answers.Distinct());
        Assert.StartsWith("{\"data\":", answers[0], StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_connection_keeps_a_bounded_number_of_statements()
    {
        using var library = new LibraryFixture(3);
        using var pool = new SqliteReadPool(new() { DataSource = library.Path, MaxConnections = 1, MaxStatements = 2 });
        var engine = new GraphQLEngine(library.Schema, new SqliteExecutor(library.Model, pool));
        const string deep = "{ regions(first: 3) { nodes { code authors { nodes { name books { nodes { title } } volumes { nodes { title } } } } } } }";

        for (var i = 0; i < 3; i++)
        {
            Assert.Equal(await library.RunObjects(deep), await LibraryFixture.Run(engine, deep));
            Assert.Equal(await library.RunObjects("{ authors { totalCount } }"), await LibraryFixture.Run(engine, "{ authors { totalCount } }"));
        }
    }

    [Fact]
    public async Task A_database_that_cannot_be_read_is_a_fault_and_not_an_answer()
    {
        using var library = new LibraryFixture(3);
        library.Execute("ALTER TABLE reviews RENAME TO elsewhere");

        await Assert.ThrowsAsync<Microsoft.Data.Sqlite.SqliteException>(() => library.RunSql("{ bestReviews { totalCount } }"));
        Assert.Equal("{\"data\":{\"regions\":{\"totalCount\":12}}}", await library.RunSql("{ regions { totalCount } }"));
    }
}
