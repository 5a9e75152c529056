using Hub.GraphQL.Sql.Tests.Library;

namespace Hub.GraphQL.Sql.Tests.Sqlite;

public sealed class DeepFilterTests : IDisposable
{
    private readonly LibraryFixture _library = new(5, books: 10);

    public void Dispose() => _library.Dispose();

    [Theory]
    [InlineData("{not: ", "}", 110, "{name: {eq: \"x\"}}")]
    [InlineData("{and: [{or: [{not: ", "}]}]}", 20, "{name: {eq: \"x\"}}")]
    [InlineData("{region: {authors: {none: ", "}}}", 5, "{name: {eq: \"x\"}}")]
    public async Task A_condition_as_deep_as_the_parser_takes_is_answered(string open, string close, int times, string inner)
    {
        var query = $"{{ authors(where: {string.Concat(Enumerable.Repeat(open, times))}{inner}{string.Concat(Enumerable.Repeat(close, times))}) {{ totalCount }} }}";

        var answer = await _library.RunSql(query);

        Assert.Equal(await _library.RunObjects(query), answer);
        Assert.StartsWith("{\"data\":", answer, StringComparison.Ordinal);
    }

    [Fact]
    public async Task As_many_conditions_as_are_allowed_are_answered()
    {
        var many = string.Join(", ", Enumerable.Range(0, 160).Select(i => $"{{name: {{eq: \"{i}\"}}}}"));

        Assert.Equal("{\"data\":{\"authors\":{\"totalCount\":0}}}", await _library.RunSql($"{{ authors(where: {{or: [{many}]}}) {{ totalCount }} }}"));
        Assert.Equal("{\"data\":{\"authors\":{\"totalCount\":20}}}", await _library.RunSql($"{{ authors(where: {{not: {{or: [{many}]}}}}) {{ totalCount }} }}"));
    }
}
