using Hub.GraphQL.Sql.Tests.Library;

namespace Hub.GraphQL.Sql.Tests.Sqlite;

/// <summary>
/// Distinct texts are at most the relation levels plus what is counted besides; executions at most one plus the parents on the
/// page, for each level.
/// </summary>
public sealed class StatementCountTests : IDisposable
{
    private readonly LibraryFixture _library = new(5);

    public void Dispose() => _library.Dispose();

    [Theory]
    [InlineData("{ authors(first: 5) { nodes { id name } } }", 1, 1)]
    [InlineData("{ authors(first: 5) { totalCount } }", 1, 1)]
    [InlineData("{ authors(first: 5) { totalCount nodes { id } pageInfo { hasNextPage endCursor } } }", 2, 2)]
    [InlineData("{ books(first: 5) { nodes { title author { name region { name parent { name parent { name } } } } region { name } } } }", 1, 1)]
    [InlineData("{ authors(first: 5) { nodes { books(first: 2) { nodes { title } } } } }", 2, 1 + 5)]
    [InlineData("{ authors(first: 5) { edges { cursor node { id } } nodes { name } again: nodes { isActive } } }", 1, 1)]
    [InlineData("{ authors(first: 5) { nodes { books(first: 2) { totalCount nodes { title } } } } }", 3, 1 + 5 + 5)]
    [InlineData("{ authors(first: 5) { nodes { a: books(first: 2) { nodes { title } } b: books(first: 1) { nodes { title } } } } }", 3, 1 + 5 + 5)]
    [InlineData("{ author(id: \"00000000-0000-0000-0000-000000000000\") { name books { nodes { title } } } }", 2, 1)]
    [InlineData("{ __schema { types { name } } __typename }", 0, 0)]
    public async Task Statements_are_bounded(string query, int texts, int executions)
    {
        await _library.RunSql(query);

        Assert.True(_library.Statements.Distinct().Count() <= texts, string.Join('\n', _library.Statements.Distinct()));
        Assert.Equal(executions, _library.Statements.Count);
    }

    [Fact]
    public async Task Three_levels_run_once_per_parent()
    {
        var answer = await _library.RunSql("{ regions(first: 4) { nodes { authors(first: 3) { nodes { books(first: 2) { nodes { reviews(first: 1) { nodes { stars } } } } } } } } }");

        var authors = answer.Split("\"books\"").Length - 1;
        var books = answer.Split("\"reviews\"").Length - 1;
        Assert.True(authors > 1 && books > 1, answer);
        Assert.Equal(1 + 4 + authors + books, _library.Statements.Count);
        Assert.Equal(4, _library.Statements.Distinct().Count());
    }

    [Fact]
    public async Task Lists_inside_lists_of_the_same_kind_do_not_disturb_each_other()
    {
        const string query = "{ regions(first: 2) { nodes { code children { nodes { code children { nodes { code children { nodes { code } } } } } } } } }";

        Assert.Equal(await _library.RunObjects(query), await _library.RunSql(query));
    }

    [Fact]
    public async Task More_references_than_a_statement_can_join_are_refused()
    {
        using var library = new LibraryFixture(5, new() { Limits = new() { MaxDepth = 100 } });

        Assert.StartsWith("{\"data\":", await library.RunSql(Parents(60)), StringComparison.Ordinal);
        Assert.Contains("\"TOO_MANY_REFERENCES\"", await library.RunSql(Parents(61)), StringComparison.Ordinal);

        static string Parents(int count) =>
            $"{{ regions {{ nodes {string.Concat(Enumerable.Repeat("{ parent ", count))}{{ code {new string('}', count + 3)}";
    }

    [Fact]
    public async Task Another_value_is_another_execution_of_the_same_text()
    {
        const string query = "query ($n: String!, $f: Int) { authors(first: $f, where: {name: {contains: $n}}) { nodes { name } } }";

        await _library.RunSql(query, new { n = "a", f = 3 });
        await _library.RunSql(query, new { n = "b%'; --", f = 4 });

        Assert.Equal(2, _library.Statements.Count);
        Assert.Single(_library.Statements.Distinct());
        Assert.DoesNotContain("--", _library.Statements[1].Text, StringComparison.Ordinal);
    }
}
