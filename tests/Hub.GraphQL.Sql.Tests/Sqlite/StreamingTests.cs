using System.Text;
using Hub.GraphQL.Execution;
using Hub.GraphQL.Sql.Tests.Library;

namespace Hub.GraphQL.Sql.Tests.Sqlite;

/// <summary>Large answers of plans that cannot fail leave while rows are still read; all others are gathered whole.</summary>
public sealed class StreamingTests : IDisposable
{
    private const string Large = """
        { authors(first: 50) { nodes { id name isActive books(first: 100) { nodes { title subtitle publishedAt genre pages priceIdr author { name region { code name } } } } volumes(first: 100) { nodes { title } } } pageInfo { hasNextPage } } }
        """;

    private readonly LibraryFixture _library = new(21, books: 2_000);

    public void Dispose() => _library.Dispose();

    [Fact]
    public async Task What_is_sent_while_rows_are_read_is_the_same_answer()
    {
        var sink = new Sink(_library);

        using var response = await Run(Large, sink);

        Assert.True(response.IsStreamed, Encoding.UTF8.GetString(response.Body.Span));
        Assert.Equal(await _library.RunSql(Large), Encoding.UTF8.GetString([.. sink.Bytes, .. response.Body.Span]));
        Assert.True(sink.Bytes.Count >= ResponseWriter.StreamedFromBytes);
    }

    [Fact]
    public async Task The_first_bytes_leave_before_the_last_rows_are_read()
    {
        var sink = new Sink(_library);

        using var response = await Run(Large, sink);

        Assert.InRange(sink.StatementsAtFirst, 1, _library.Statements.Count * 2 / 3);
        Assert.All(sink.Sizes, size => Assert.InRange(size, ResponseWriter.StreamedFromBytes, 2 * ResponseWriter.StreamedFromBytes));
    }

    [Fact]
    public async Task A_small_answer_is_one_piece()
    {
        var sink = new Sink(_library);

        using var response = await Run("{ authors(first: 3) { nodes { name } } }", sink);

        Assert.False(response.IsStreamed);
        Assert.Empty(sink.Bytes);
    }

    [Theory]
    [InlineData("{ authors { nodes { id name birthYear isActive region { name parent { name } } } } }", true)]
    [InlineData("{ books { nodes { title author { name } reviews { nodes { number stars text } } } totalCount aggregate { count avg { pages } } } }", true)]
    [InlineData("{ books { groupBy(by: [{field: GENRE}, {field: AUTHOR}]) { hasMore nodes { key { genre author { name } } aggregate { count sum { priceIdr } } } } } }", true)]
    [InlineData("{ works { nodes { __typename title ... on Volume { first { title } } } } }", true)]
    [InlineData("{ authors { nodes { name books { nodes { reviews { nodes { authorName } } } } } } }", false)]
    [InlineData("{ authors { nodes { name } } __schema { types { name } } }", false)]
    public async Task A_plan_is_total_when_no_null_can_come_where_none_may_stand(string query, bool isTotal)
    {
        using var response = await _library.Sql.ExecuteAsync(
            new() { Query = Encoding.UTF8.GetBytes(query), ReportPlan = true }, TestContext.Current.CancellationToken);

        Assert.Contains($"\"total\":{(isTotal ? "true" : "false")}", Encoding.UTF8.GetString(response.Body.Span), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_answer_that_may_fail_is_gathered_whole()
    {
        var query = Large.Replace("books(first: 100) { nodes {", "books(first: 100) { nodes { reviews(first: 2) { nodes { authorName } }", StringComparison.Ordinal);
        var sink = new Sink(_library);

        using var response = await Run(query, sink);

        Assert.False(response.IsStreamed);
        Assert.True(response.Body.Length > ResponseWriter.StreamedFromBytes);
        Assert.Empty(sink.Bytes);
    }

    [Fact]
    public async Task A_database_that_breaks_its_own_rules_breaks_the_answer_off()
    {
        _library.Execute("PRAGMA writable_schema = 1; UPDATE sqlite_schema SET sql = replace(sql, '\"Title\" TEXT NOT NULL', '\"Title\" TEXT') WHERE name = 'books'");
        _library.Execute("UPDATE books SET Title = NULL WHERE Id IN (SELECT max(b.Id) FROM books AS b WHERE b.Kind = 1 AND b.IsListed AND b.AuthorId = (SELECT max(AuthorId) FROM books))");

        var broken = await Assert.ThrowsAsync<ResponseBrokenException>(async () => await Run(Large, new(_library)));

        Assert.IsType<InvalidOperationException>(broken.InnerException);
    }

    [Fact]
    public async Task A_client_that_leaves_ends_the_read_and_the_next_is_served()
    {
        for (var i = 0; i < 6; i++)
            await Assert.ThrowsAsync<ResponseBrokenException>(async () => await Run(Large, new(_library) { FailsAfter = 1 }));

        Assert.Equal(await _library.RunObjects("{ authors(first: 2) { nodes { name } } }"), await _library.RunSql("{ authors(first: 2) { nodes { name } } }"));
    }

    private async Task<GraphQLResponse> Run(string query, Sink sink) =>
        await _library.Sql.ExecuteAsync(new() { Query = Encoding.UTF8.GetBytes(query), Sink = sink }, TestContext.Current.CancellationToken);

    private sealed class Sink(LibraryFixture library) : IResponseSink
    {
        public List<byte> Bytes { get; } = [];

        public List<int> Sizes { get; } = [];

        public int StatementsAtFirst { get; private set; }

        public int FailsAfter { get; init; } = int.MaxValue;

        public void Send(ReadOnlySpan<byte> json)
        {
            if (Sizes.Count == 0)
                StatementsAtFirst = library.Statements.Count;
            if (Sizes.Count == FailsAfter)
                throw new OperationCanceledException();
            Sizes.Add(json.Length);
            Bytes.AddRange(json);
        }
    }
}
