using Hub.GraphQL.Sql.Tests.Library;

namespace Hub.GraphQL.Sql.Tests.Sqlite;

/// <summary>What comes of stored values that the schema does not allow: the field fails, the rest is answered.</summary>
public sealed class ColumnReaderTests : IDisposable
{
    private const string Query = "{ author(id: \"ID\") { name books(first: 100) { nodes { FIELD } } volumes(first: 100) { nodes { FIELD } } } }";
    private readonly LibraryFixture _library = new(2);

    public void Dispose() => _library.Dispose();

    [Theory]
    [InlineData("Genre", "7", "genre", "Enum \\\"Genre\\\" cannot represent value: 7")]
    [InlineData("PriceIdr", "9007199254740992", "priceIdr", "Rupiah cannot represent a value outside ±9007199254740991: 9007199254740992")]
    [InlineData("PublishedAt", "9223372036854775807", "publishedAt", "DateTime cannot represent value: 9223372036854775807")]
    [InlineData("PublicId", "x'0102'", "id", "ID cannot represent a value of 2 bytes.")]
    [InlineData("Tags", "'[1]'", "tags", "The stored value is no JSON list of texts.")]
    public async Task A_value_that_may_not_be_null_takes_its_parent_with_it(string column, string stored, string field, string message)
    {
        _library.Execute($"UPDATE books SET \"{column}\" = {stored} WHERE Id = (SELECT max(Id) FROM books WHERE AuthorId = 1)");

        var answer = await _library.RunSql(Query.Replace("FIELD", field, StringComparison.Ordinal).Replace("ID\"", $"{_library.Data.Authors[0].PublicId}\"", StringComparison.Ordinal));

        Assert.Contains($"{{\"errors\":[{{\"message\":\"{message}\",\"locations\":[{{\"line\":1,\"column\":", answer, StringComparison.Ordinal);
        Assert.Contains(",\"nodes\",", answer, StringComparison.Ordinal);
        Assert.EndsWith("\"data\":{\"author\":null}}", answer, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("OtherGenre", "7", "otherGenre")]
    [InlineData("Pages", "2147483648", "pages")]
    [InlineData("Rating", "9e999", "rating")]
    [InlineData("SoldOutAt", "-9223372036854775807", "soldOutAt")]
    public async Task A_value_that_may_be_null_fails_alone(string column, string stored, string field)
    {
        _library.Execute($"UPDATE books SET \"{column}\" = {stored}");

        var answer = await _library.RunSql(Query.Replace("FIELD", $"title {field}", StringComparison.Ordinal).Replace("ID\"", $"{_library.Data.Authors[0].PublicId}\"", StringComparison.Ordinal));

        Assert.StartsWith("{\"errors\":[{\"message\":\"", answer, StringComparison.Ordinal);
        Assert.Contains($"\"{field}\":null}}", answer, StringComparison.Ordinal);
        Assert.Contains($"\"nodes\",0,\"{field}\"]", answer, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_column_without_json_holds_no_text_and_does_not_end_the_statement()
    {
        _library.Execute("UPDATE books SET Tags = 'nonsense' WHERE Kind = 2");
        _library.Execute("UPDATE books SET Tags = '[\"x\"]' WHERE Id IN (SELECT Id FROM books WHERE Kind = 2 ORDER BY Id LIMIT 1)");

        Assert.Equal("{\"data\":{\"volumes\":{\"totalCount\":1}}}", await _library.RunSql("{ volumes(where: {tags: {has: \"x\"}}) { totalCount } }"));
    }

    [Fact]
    public async Task Bytes_that_are_no_utf8_are_replaced()
    {
        _library.Execute("UPDATE regions SET Name = CAST(x'61ff62' AS TEXT) WHERE Code = 'R01'");

        Assert.Equal("{\"data\":{\"region\":{\"name\":\"a\ufffdb\"}}}", await _library.RunSql("{ region(code: \"R01\") { name } }"));
    }

    [Fact]
    public async Task A_row_of_another_type_is_null_where_it_is_referred_to()
    {
        _library.Execute("UPDATE books SET IsListed = 0 WHERE Kind = 1");

        var answer = await _library.RunSql("{ volumes(first: 50) { nodes { first { title } } } books { totalCount } }");

        Assert.EndsWith("]},\"books\":{\"totalCount\":0}}}", answer, StringComparison.Ordinal);
        Assert.DoesNotContain("\"first\":{", answer, StringComparison.Ordinal);
    }
}
