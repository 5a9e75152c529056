using Hub.GraphQL.Execution;
using Hub.GraphQL.Sql.Sqlite;
using Hub.GraphQL.Sql.Tests.Library;
using Hub.Testing;

namespace Hub.GraphQL.Sql.Tests.Sqlite;

/// <summary>Figures, groups and facets; random ones are compared in <see cref="DifferentialTests"/>.</summary>
public sealed class AggregateTests : IDisposable
{
    private readonly LibraryFixture _library = new(5);

    public void Dispose() => _library.Dispose();

    [Theory]
    [InlineData("{ books { aggregate { count sum { pages priceIdr } avg { pages } min { title } max { publishedAt } countDistinct { genre author: authorName } } } }", 1)]
    [InlineData("{ books { totalCount a: aggregate { count } b: aggregate { sum { pages } } } }", 1)]
    [InlineData("{ books { nodes { title } totalCount aggregate { count } } }", 2)]
    [InlineData("{ books { groupBy(by: [{field: AUTHOR}, {field: PUBLISHED_AT, interval: MONTH}]) { hasMore nodes { key { author { name region { name } } publishedAt } aggregate { count } } } } }", 1)]
    [InlineData("{ books { facets(fields: [GENRE, AUTHOR, HOME]) { field values { key { genre author { name } home { name } } count } } } }", 1 + 3)]
    [InlineData("{ authors(first: 5) { nodes { books { aggregate { count } } } } }", 1 + 5)]
    [InlineData("{ authors(first: 5) { nodes { books { aggregate { count } groupBy(by: [{field: GENRE}]) { nodes { key { genre } } } facets(fields: [GENRE]) { hasMore } } } } }", 1 + 15)]
    public async Task Statements_are_bounded(string query, int executions)
    {
        var answer = await _library.RunSql(query);

        Assert.Equal(await _library.RunObjects(query), answer);
        Assert.StartsWith("{\"data\":", answer, StringComparison.Ordinal);
        Assert.Equal(executions, _library.Statements.Count);
    }

    [Fact]
    public async Task Lists_inside_the_object_of_a_key_run_once_per_group()
    {
        const string query = "{ books { groupBy(by: [{field: AUTHOR}], first: 4) { nodes { key { author { name books(first: 2) { nodes { title } } } } } } } }";

        Assert.Equal(await _library.RunObjects(query), await _library.RunSql(query));

        Assert.Equal(1 + 4, _library.Statements.Count);
    }

    [Fact]
    public async Task Figures_of_nothing_are_null_and_their_count_is_zero()
    {
        const string query = "{ books(where: {or: []}) { totalCount aggregate { count sum { pages priceIdr rating } avg { pages rating } min { title } max { soldOutAt } "
            + "countDistinct { genre } } groupBy(by: [{field: GENRE}]) { hasMore nodes { key { genre } } } } }";

        var answer = await _library.RunSql(query);

        Assert.Equal(await _library.RunObjects(query), answer);
        Assert.Equal(
            "{\"data\":{\"books\":{\"totalCount\":0,\"aggregate\":{\"count\":0,\"sum\":{\"pages\":null,\"priceIdr\":null,\"rating\":null},\"avg\":{\"pages\":null,\"rating\":null},"
                + "\"min\":{\"title\":null},\"max\":{\"soldOutAt\":null},\"countDistinct\":{\"genre\":0}},\"groupBy\":{\"hasMore\":false,\"nodes\":[]}}}}",
            answer);
    }

    [Theory]
    [InlineData(long.MaxValue)]
    [InlineData(long.MinValue)]
    [InlineData(9_007_199_254_740_991)]
    public async Task A_sum_beyond_its_type_is_an_error_of_its_field_alone(long price)
    {
        _library.Execute($"UPDATE books SET OldPriceIdr = {price}");

        var answer = await _library.RunSql("{ books { aggregate { count sum { oldPriceIdr pages } avg { oldPriceIdr } } } }");

        var count = _library.Data.Books.Count(book => book.Kind == BookKind.Single && book.IsListed);
        Assert.Contains($"Rupiah cannot represent a value outside ±9007199254740991: {(Int128)price * count}\"", answer, StringComparison.Ordinal);
        Assert.Contains("\"path\":[\"books\",\"aggregate\",\"sum\",\"oldPriceIdr\"]", answer, StringComparison.Ordinal);
        Assert.Contains($"\"aggregate\":{{\"count\":{count},\"sum\":{{\"oldPriceIdr\":null,\"pages\":", answer, StringComparison.Ordinal);
        Assert.Contains($"\"avg\":{{\"oldPriceIdr\":{Types.JsonNumber.Format((double)price)}}}", answer, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Groups_are_ordered_and_compared_by_sums_beyond_64_bits()
    {
        _library.Execute($"UPDATE books SET OldPriceIdr = CASE Genre WHEN 1 THEN {long.MaxValue} WHEN 2 THEN {long.MaxValue - 1} ELSE {long.MinValue} END");
        _library.Execute("UPDATE books SET IsListed = Id IN (SELECT Id FROM books AS b WHERE b.Genre = books.Genre AND b.Kind = 1 ORDER BY Id LIMIT 10)");

        var answer = await _library.RunSql(
            "{ books { groupBy(by: [{field: GENRE}], orderBy: [{field: SUM_OLD_PRICE_IDR, direction: DESC}]) { nodes { key { genre } aggregate { count } } } "
                + "large: groupBy(by: [{field: GENRE}], having: {sum: {oldPriceIdr: {gt: 9007199254740991}}}) { nodes { key { genre } } } } }");

        Assert.Equal(
            "{\"data\":{\"books\":{\"groupBy\":{\"nodes\":[{\"key\":{\"genre\":\"NOVEL\"},\"aggregate\":{\"count\":10}},{\"key\":{\"genre\":\"POETRY\"},\"aggregate\":{\"count\":10}},"
                + "{\"key\":{\"genre\":\"SHORT_STORY\"},\"aggregate\":{\"count\":10}}]},\"large\":{\"nodes\":[{\"key\":{\"genre\":\"NOVEL\"}},{\"key\":{\"genre\":\"POETRY\"}}]}}}}",
            answer);
    }

    [Fact]
    public async Task Sums_of_doubles_agree_but_for_their_last_digits()
    {
        _library.Execute("UPDATE books SET Rating = 0.25 * (Id % 9)");

        var answer = await _library.RunSql("{ books { aggregate { sum { rating } avg { rating } } groupBy(by: [{field: IS_REPRINT}], having: {avg: {rating: {gte: 0.5}}}) { nodes { aggregate { sum { rating } } } } } }");

        var ratings = _library.Data.Books.Where(book => book.Kind == BookKind.Single && book.IsListed).Select(book => 0.25 * (book.Id % 9)).ToArray();
        Assert.Contains(
            $"{{\"sum\":{{\"rating\":{Types.JsonNumber.Format(ratings.Sum())}}},\"avg\":{{\"rating\":{Types.JsonNumber.Format(ratings.Average())}}}}}",
            answer,
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("groupBy(by: []) { hasMore }", "GROUP_KEYS", "is given 0 keys to group by. Give 1 to 6.")]
    [InlineData("groupBy(by: [{field: GENRE}, {field: GENRE}]) { hasMore }", "GROUP_KEYS", "is to group by GENRE twice.")]
    [InlineData("groupBy(by: [{field: GENRE, interval: DAY}]) { hasMore }", "GROUP_INTERVAL", "GENRE is no date")]
    [InlineData("groupBy(by: [{field: GENRE}], orderBy: [{field: KEY_TITLE}]) { hasMore }", "GROUP_ORDER", "which it is not grouped by")]
    [InlineData("groupBy(by: [{field: GENRE}], first: 5001) { hasMore }", "PAGE_TOO_LARGE", "at most 5000 are given. Use first: 5000.")]
    [InlineData("groupBy(by: [{field: GENRE}], first: -1) { hasMore }", "PAGE_NEGATIVE", "negative")]
    [InlineData("facets(fields: [GENRE], first: 101) { hasMore }", "PAGE_TOO_LARGE", "at most 100 are given")]
    public async Task What_cannot_be_grouped_is_refused(string part, string code, string message)
    {
        var answer = await _library.RunSql($"{{ books {{ {part} }} }}");

        Assert.Contains($"\"code\":\"{code}\"", answer, StringComparison.Ordinal);
        Assert.Contains(message, answer, StringComparison.Ordinal);
        Assert.DoesNotContain("\"data\"", answer, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_argument_without_its_variable_fails_at_its_field()
    {
        const string query = "query ($keys: [BookGroupBy!]! = [{field: GENRE}], $f: BookGroupField!) { books { groupBy(by: [{field: $f}]) { hasMore } other: groupBy(by: $keys) { hasMore } } }";

        var answer = await _library.RunSql(query, new { f = "AUTHOR" });

        Assert.Equal(await _library.RunObjects(query, new { f = "AUTHOR" }), answer);
        Assert.StartsWith("{\"data\":", answer, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Figures_over_few_rows_are_not_shown_where_the_type_says_so()
    {
        var schema = LibrarySchema.Build(suppressReviewsBelow: 3);
        using var pool = new SqliteReadPool(new() { DataSource = _library.Path });
        var sql = new GraphQLEngine(schema, new SqliteExecutor(_library.Model, pool));
        var objects = new GraphQLEngine(schema, new ObjectExecutor(_library.Data.Rows));
        const string query = "{ books { nodes { reviews { aggregate { count avg { stars } } groupBy(by: [{field: STARS}]) { hasMore nodes { key { stars } aggregate { count } } } "
            + "facets(fields: [TEXT, STARS]) { values { key { stars text } count } } } } } bestReviews(where: {text: {isNull: true}}) { few: aggregate { sum { stars } } groupBy(by: [{field: STARS}]) { nodes { aggregate { count } } } } }";

        var answer = await LibraryFixture.Run(sql, query);

        Assert.Equal(await LibraryFixture.Run(objects, query), answer);
        Assert.Contains("{\"aggregate\":null,\"groupBy\":{\"hasMore\":false,\"nodes\":[]}", answer, StringComparison.Ordinal);
        Assert.Contains("{\"aggregate\":{\"count\":3,", answer, StringComparison.Ordinal);
        Assert.DoesNotMatch("\"count\":[12][,}]", answer);
        Assert.Contains("Cannot query field", await LibraryFixture.Run(sql, "{ bestReviews { aggregate { min { stars } } } }"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task How_many_rows_a_table_has_is_known_without_counting_them()
    {
        using var pool = new SqliteReadPool(new() { DataSource = _library.Path });
        var clock = new ManualClock();
        var sizes = new SqliteTableSizes(_library.Model, pool, clock);

        Assert.Equal(120, sizes.RowsOf(typeof(Book)));
        _library.Execute("DELETE FROM reviews; DELETE FROM books");
        clock.Advance(TimeSpan.FromSeconds(59));
        Assert.Equal(120, sizes.RowsOf(typeof(Book)));
        clock.Advance(TimeSpan.FromSeconds(2));
        Assert.InRange(sizes.RowsOf(typeof(Book)), 0, 120);
        await sizes.Reading;
        Assert.Equal(0, sizes.RowsOf(typeof(Book)));
    }
}
