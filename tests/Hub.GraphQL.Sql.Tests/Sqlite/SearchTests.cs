using Hub.GraphQL.Sql.Tests.Library;

namespace Hub.GraphQL.Sql.Tests.Sqlite;

/// <summary>Words are found and ranked by the index as the reference does it over objects.</summary>
public sealed class SearchTests : IDisposable
{
    private readonly LibraryFixture _library = new(8, books: 200);

    public void Dispose() => _library.Dispose();

    [Theory]
    [InlineData("laskar")]
    [InlineData("LASKAR pelangi")]
    [InlineData("\"laskar pelangi\"")]
    [InlineData("\"pelangi las\"")]
    [InlineData("under")]
    [InlineData("\u00fcnd")]
    [InlineData("e")]
    [InlineData("E\u0301")]
    [InlineData("alpha OR zeta")]
    [InlineData("alpha NOT zeta")]
    [InlineData("title:alpha")]
    [InlineData("alpha*")]
    [InlineData("^alpha")]
    [InlineData("NEAR(alpha zeta)")]
    [InlineData("alpha\" \"zeta")]
    [InlineData("') OR 1=1 --")]
    [InlineData("k1")]
    [InlineData("k1 ")]
    [InlineData("quote\"")]
    public async Task What_is_typed_is_words_whatever_it_looks_like(string text)
    {
        const string query = """
            query ($text: String!) {
              found(text: $text, first: 4) { totalCount edges { cursor node { title subtitle } } pageInfo { hasNextPage } }
              books(search: $text, where: {genre: {eq: NOVEL}}) { nodes { title } aggregate { count } facets(fields: [GENRE]) { values { count } } }
              authors { nodes { works(search: $text, orderBy: [{field: RELEVANCE}]) { totalCount nodes { title } } } }
            }
            """;

        var answer = await _library.RunSql(query, new { text });

        Assert.Equal(await _library.RunObjects(query, new { text }), answer);
        Assert.StartsWith("{\"data\":", answer, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Random_texts_find_the_same()
    {
        var random = new Random(3);
        var found = 0;
        for (var i = 0; i < 300; i++)
        {
            var text = string.Concat(Enumerable.Range(0, random.Next(1, 5)).Select(_ => Piece(random)));
            var (objects, sql) = (await Run(_library.RunObjects), await Run(_library.RunSql));

            Assert.True(objects == sql, $"{text}\n{objects}\n{sql}");
            found += sql.Contains("title", StringComparison.Ordinal) ? 1 : 0;

            Task<string> Run(Func<string, object?, Reader?, Task<string>> run) => run(
                "query ($text: String!) { found(text: $text) { totalCount nodes { title } } }", new { text }, null);
        }

        Assert.InRange(found, 50, 299);
    }

    [Fact]
    public async Task The_newest_matches_are_ranked_and_the_pages_end_there()
    {
        var answer = await _library.RunSql("{ found(text: \"k\", first: 500) { totalCount nodes { title } pageInfo { hasNextPage } } }");
        var pages = await _library.RunSql("{ found(text: \"laskar\", first: 4) { totalCount edges { cursor } pageInfo { hasNextPage endCursor } } }");
        var all = await _library.RunSql("{ found(text: \"laskar\", first: 500) { nodes { id } pageInfo { hasNextPage } } }");

        Assert.Contains("\"totalCount\":0", answer, StringComparison.Ordinal);
        Assert.Equal(9, all.Split("\"id\"").Length - 1);
        Assert.Contains("\"hasNextPage\":false", all, StringComparison.Ordinal);
        Assert.Contains("\"hasNextPage\":true", pages, StringComparison.Ordinal);
        var after = pages[(pages.IndexOf("endCursor\":\"", StringComparison.Ordinal) + 12)..].Split('"')[0];
        var rest = await _library.RunSql("query ($after: String) { found(text: \"laskar\", first: 500, after: $after) { nodes { id } pageInfo { hasPreviousPage } } }", new { after });
        Assert.Equal(5, rest.Split("\"id\"").Length - 1);
        Assert.Contains("\"hasPreviousPage\":true", rest, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{ found(text: \"  -*\\\"\") { totalCount } }", "SEARCH_EMPTY")]
    [InlineData("{ books(search: \"\") { totalCount } }", "SEARCH_EMPTY")]
    [InlineData("{ books(search: \"a b c d e f g h i j k l m\") { totalCount } }", "SEARCH_TEXT_TOO_LONG")]
    [InlineData("{ books(search: \"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\") { totalCount } }", "SEARCH_TEXT_TOO_LONG")]
    [InlineData("{ books(orderBy: [{field: RELEVANCE}]) { totalCount } }", "ORDER_RELEVANCE")]
    public async Task What_cannot_be_searched_is_refused(string query, string code) =>
        Assert.Contains($"\"code\":\"{code}\"", await _library.RunSql(query), StringComparison.Ordinal);

    [Fact]
    public async Task No_text_says_nothing()
    {
        Assert.Equal(
            await _library.RunSql("{ books { totalCount } }"),
            await _library.RunSql("query ($text: String) { books(search: $text) { totalCount } }", new { text = (string?)null }));
    }

    private static string Piece(Random random) => random.Next(5) switch
    {
        0 => new[] { "*", "\"", "-", ":", "(", ")", "^", "+", "'", "\\", "\0", "{", "\ud800", "\u0301" }[random.Next(14)],
        1 => " ",
        2 => new[] { "AND", "OR", "NOT", "NEAR", "title" }[random.Next(5)],
        _ => new[] { "laskar", "Pel", "angi", "BUMI", "manusia", "\u00e9", "\u00dcnd", "alpha", "k", "1" }[random.Next(10)] + (random.Next(2) == 0 ? " " : ""),
    };
}
