using System.Text.Json;
using Hub.GraphQL.Sql.Tests.Library;

namespace Hub.GraphQL.Sql.Tests.Sqlite;

/// <summary>Interfaces and unions: which type a row is of, in how few statements, and who may see it.</summary>
public sealed class AbstractTypeTests : IDisposable
{
    private readonly LibraryFixture _library = new(7);

    public void Dispose() => _library.Dispose();

    [Fact]
    public async Task A_row_tells_its_type_in_the_statement_that_reads_it()
    {
        var answer = await _library.RunSql("{ works(first: 500) { nodes { __typename id ... on Volume { pages } ... on Book { priceIdr } } } }");

        var expected = _library.Data.Books.Where(book => book.Kind == BookKind.Volume || book.IsListed).OrderBy(book => book.Id)
            .Select(book => (book.PublicId, Type: book.Kind == BookKind.Volume ? "Volume" : "Book"));
        Assert.Equal(expected, Nodes(answer, "works").Select(node => (node.GetProperty("id").GetGuid(), node.GetProperty("__typename").GetString()!)));
        Assert.Contains("CASE WHEN", Assert.Single(_library.Statements).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_column_that_tells_the_types_apart_is_read_as_it_is()
    {
        await _library.RunSql("{ pieces { nodes { __typename title ... on Novel { pages } ... on Poem { pages rating } } } }");

        Assert.Equal(
            "SELECT t0.\"Genre\", t0.\"Title\", t0.\"Pages\", t0.\"Rating\" FROM \"books\" AS t0 " +
                "WHERE (t0.\"IsListed\" = 1 AND t0.\"Genre\" IN (5, 1, 2)) ORDER BY t0.\"Id\" LIMIT ?1",
            Assert.Single(_library.Statements).Text);
    }

    [Fact]
    public async Task What_all_types_share_is_asked_once()
    {
        await _library.RunSql("{ pieces(first: 9) { nodes { again { again { again { title author { region { name } } reviews { nodes { stars } } } } } } } }");

        Assert.Equal(3 + 2 + 1, _library.Statements[0].Text.Split("JOIN").Length);
    }

    [Fact]
    public async Task Interfaces_inside_interfaces_do_not_multiply()
    {
        var query = $"{{ pieces {{ nodes {string.Concat(Enumerable.Repeat("{ title author { works { nodes ", 7))}{{ title }}{string.Concat(Enumerable.Repeat(" } } }", 7))} }} }}";

        var answer = await _library.RunSql(query.Replace("works {", "works(first: 1) {", StringComparison.Ordinal));

        Assert.StartsWith("{\"data\":", answer, StringComparison.Ordinal);
        Assert.Equal(8, _library.Statements.Distinct().Count());
    }

    [Fact]
    public async Task Ids_are_found_in_whichever_entity_has_them()
    {
        var (author, book) = (_library.Data.Authors[3], _library.Data.Books.Find(b => b.Kind == BookKind.Volume)!);
        var hidden = _library.Data.Books.Find(b => b is { Kind: BookKind.Single, IsListed: false })!;
        var ids = new[] { book.PublicId.ToString(), "nonsense", author.PublicId.ToString(), hidden.PublicId.ToString(), book.PublicId.ToString() };

        var answer = await _library.RunSql(
            "query ($ids: [ID!]!) { nodes(ids: $ids) { __typename id ... on Author { name } ... on Work { priceIdr } } }", new { ids });

        var nodes = JsonDocument.Parse(answer).RootElement.GetProperty("data").GetProperty("nodes").EnumerateArray().ToArray();
        Assert.Equal(
            ["Volume", null, "Author", null, "Volume"],
            nodes.Select(node => node.ValueKind == JsonValueKind.Null ? null : node.GetProperty("__typename").GetString()));
        Assert.Equal(author.Name, nodes[2].GetProperty("name").GetString());
        Assert.Equal(2, _library.Statements.Count);
    }

    [Fact]
    public async Task Looking_ids_up_stops_when_all_are_found()
    {
        var id = _library.Data.Authors[0].PublicId;

        Assert.Contains("\"Author\"", await _library.RunSql("query ($id: ID!) { node(id: $id) { __typename } }", new { id }), StringComparison.Ordinal);
        Assert.Single(_library.Statements);
        Assert.Equal("{\"data\":{\"nodes\":[]}}", await _library.RunSql("{ nodes(ids: []) { id } }"));
        Assert.Single(_library.Statements);
        Assert.Contains("\"TOO_MANY_IDS\"", await _library.RunSql("query ($ids: [ID!]!) { nodes(ids: $ids) { id } }", new { ids = Enumerable.Repeat("x", 11) }), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_a_caller_may_not_see_is_no_row_for_them()
    {
        const string query = "{ letters(first: 500) { totalCount } works(where: {letters: {some: {}}}) { totalCount } all: works(where: {letters: {all: {stars: {gt: 9}}}}) { totalCount } }";
        var author = _library.Data.Books.First(book => book.Reviews.Count > 0).AuthorId;

        foreach (var caller in new[] { null, new Reader(author, false), new Reader(-1, false), new Reader(-1, true) })
        {
            var answer = await _library.RunSql(query, caller: caller);

            Assert.Equal(await _library.RunObjects(query, caller: caller), answer);
            var seen = _library.Data.Reviews.Count(r => caller is not null && (caller.IsLibrarian || r.Book.AuthorId == caller.AuthorId));
            Assert.Contains($"\"letters\":{{\"totalCount\":{seen}}}", answer, StringComparison.Ordinal);
        }

        Assert.Equal(3, _library.Statements.Distinct().Count());
    }

    private static JsonElement[] Nodes(string answer, string root) =>
        [.. JsonDocument.Parse(answer).RootElement.GetProperty("data").GetProperty(root).GetProperty("nodes").EnumerateArray()];
}
