using System.Text.Json;
using Hub.GraphQL.Sql.Tests.Library;
using Hub.GraphQL.Types;

namespace Hub.GraphQL.Sql.Tests.Sqlite;

/// <summary>Pages put together are the whole list, in either direction, under any order; objects and SQL agree on every page.</summary>
public sealed class CursorWalkTests
{
    [Theory]
    [InlineData(11)]
    [InlineData(12)]
    [InlineData(13)]
    public async Task Pages_in_either_direction_make_up_the_whole_list(int seed)
    {
        using var library = new LibraryFixture(seed);
        var random = new Random(seed);
        var generator = new OperationGenerator(library.Schema, library.Data, random);
        foreach (var (root, type) in new[] { ("books", "Book"), ("volumes", "Volume"), ("authors", "Author"), ("bestReviews", "Review") })
        {
            for (var i = 0; i < 6; i++)
            {
                var where = random.Next(2) == 0 ? "{}" : generator.Where(Input(library, $"{type}Filter"), 1);
                var orderBy = i == 0 ? "[]" : generator.OrderBy(Input(library, $"{type}Order"));
                var walk = new Walk(library, root, type == "Review" ? "number" : "id", where, orderBy);

                var forward = await walk.Run(forward: true, size: 7);
                var backward = await walk.Run(forward: false, size: 4);

                Assert.Equal(walk.Total, forward.Count);
                Assert.Equal(forward.Count, forward.Distinct().Count());
                Assert.Equal(forward, backward);
            }
        }
    }

    [Fact]
    public async Task Both_ends_of_a_page_may_be_given()
    {
        using var library = new LibraryFixture(1);
        var all = await Edges(library, "first: 50");
        var (after, before) = (all[3].Cursor, all[8].Cursor);

        Assert.Equal(all[4..8], await Edges(library, $"first: 50, after: \"{after}\", before: \"{before}\""));
        Assert.Equal(all[4..6], await Edges(library, $"first: 2, after: \"{after}\", before: \"{before}\""));
        Assert.Equal(all[6..8], await Edges(library, $"last: 2, after: \"{after}\", before: \"{before}\""));
        Assert.Empty(await Edges(library, $"first: 2, after: \"{before}\", before: \"{after}\""));
    }

    [Fact]
    public async Task A_page_tells_honestly_what_lies_around_it()
    {
        using var library = new LibraryFixture(1);
        var all = await Edges(library, "first: 50");

        Assert.Equal("{\"hasNextPage\":true,\"hasPreviousPage\":false}", await PageInfo(library, "first: 2"));
        Assert.Equal("{\"hasNextPage\":true,\"hasPreviousPage\":true}", await PageInfo(library, $"first: 2, after: \"{all[1].Cursor}\""));
        Assert.Equal("{\"hasNextPage\":false,\"hasPreviousPage\":true}", await PageInfo(library, $"first: 50, after: \"{all[1].Cursor}\""));
        Assert.Equal("{\"hasNextPage\":false,\"hasPreviousPage\":true}", await PageInfo(library, "last: 2"));
        Assert.Equal("{\"hasNextPage\":true,\"hasPreviousPage\":false}", await PageInfo(library, $"last: 2, before: \"{all[2].Cursor}\""));
        Assert.Equal("{\"hasNextPage\":true,\"hasPreviousPage\":false}", await PageInfo(library, "first: 0"));
        Assert.Equal("{\"hasNextPage\":false,\"hasPreviousPage\":false}", await PageInfo(library, "first: 5, where: {name: {eq: \"nobody\"}}"));
    }

    [Fact]
    public async Task A_cursor_serves_its_own_filter_and_order_only()
    {
        using var library = new LibraryFixture(1);
        var cursor = (await Edges(library, "first: 1, where: {isActive: {eq: true}}"))[0].Cursor;

        Assert.Contains("\"data\"", await library.RunSql($"{{ authors(after: \"{cursor}\", where: {{isActive: {{eq: true}}}}) {{ totalCount }} }}"), StringComparison.Ordinal);
        foreach (var other in new[] { "where: {isActive: {eq: false}}", "where: {isActive: {ne: true}}", "first: 1", "where: {isActive: {eq: true}}, orderBy: [{field: NAME}]" })
            Assert.Contains("CURSOR_INVALID", await library.RunSql($"{{ authors(after: \"{cursor}\", {other}) {{ totalCount }} }}"), StringComparison.Ordinal);
        Assert.Contains("CURSOR_INVALID", await library.RunSql($"{{ regions(after: \"{cursor}\") {{ totalCount }} }}"), StringComparison.Ordinal);
    }

    private static InputObjectType Input(LibraryFixture library, string name) => (InputObjectType)library.Schema.Types.Find(name)!;

    private static async Task<List<(string Cursor, string Id)>> Edges(LibraryFixture library, string arguments)
    {
        var query = $"{{ authors({arguments}) {{ edges {{ cursor node {{ id }} }} }} }}";
        var answer = await library.RunSql(query);
        Assert.Equal(await library.RunObjects(query), answer);
        using var json = JsonDocument.Parse(answer);
        return [.. json.RootElement.GetProperty("data").GetProperty("authors").GetProperty("edges").EnumerateArray()
            .Select(edge => (edge.GetProperty("cursor").GetString()!, edge.GetProperty("node").GetProperty("id").GetString()!))];
    }

    private static async Task<string> PageInfo(LibraryFixture library, string arguments)
    {
        var query = $"{{ authors({arguments}) {{ pageInfo {{ hasNextPage hasPreviousPage }} }} }}";
        var answer = await library.RunSql(query);
        Assert.Equal(await library.RunObjects(query), answer);
        using var json = JsonDocument.Parse(answer);
        return json.RootElement.GetProperty("data").GetProperty("authors").GetProperty("pageInfo").GetRawText();
    }

    private sealed class Walk(LibraryFixture library, string root, string id, string where, string orderBy)
    {
        public int Total { get; private set; }

        public async Task<List<string>> Run(bool forward, int size)
        {
            var ids = new List<string>();
            string? cursor = null;
            for (var page = 0; ; page++)
            {
                Assert.True(page < 100, "The pages do not end.");
                var place = cursor is null ? "" : $", {(forward ? "after" : "before")}: \"{cursor}\"";
                var query = $"{{ {root}({(forward ? "first" : "last")}: {size}{place}, where: {where}, orderBy: {orderBy}) {{ totalCount "
                    + $"pageInfo {{ hasNextPage hasPreviousPage startCursor endCursor }} edges {{ cursor node {{ {id} }} }} }} }}";
                var answer = await library.RunSql(query);
                var expected = await library.RunObjects(query);
                Assert.True(expected == answer, $"{query}\n\nobjects: {expected}\n\nSQL:     {answer}");

                using var json = JsonDocument.Parse(answer);
                var connection = json.RootElement.GetProperty("data").GetProperty(root);
                Total = connection.GetProperty("totalCount").GetInt32();
                var read = connection.GetProperty("edges").EnumerateArray()
                    .Select(edge => edge.GetProperty("cursor").GetString()!).ToList();
                ids.InsertRange(forward ? ids.Count : 0, read);

                var info = connection.GetProperty("pageInfo");
                Assert.Equal(page > 0 && ids.Count > 0, info.GetProperty(forward ? "hasPreviousPage" : "hasNextPage").GetBoolean());
                if (!info.GetProperty(forward ? "hasNextPage" : "hasPreviousPage").GetBoolean())
                    return ids;
                cursor = info.GetProperty(forward ? "endCursor" : "startCursor").GetString();
                Assert.Equal(forward ? read[^1] : read[0], cursor);
            }
        }
    }
}
