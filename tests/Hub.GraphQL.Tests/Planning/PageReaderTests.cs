using Hub.GraphQL.Tests.Sample;

namespace Hub.GraphQL.Tests.Planning;

public sealed class PageReaderTests
{
    private readonly Harbour _harbour = new();

    [Theory]
    [InlineData("first: 11", "PAGE_TOO_LARGE", "\\\"ships\\\" is asked for 11 nodes, at most 10 are given at once. Use first: 10 and go on with cursors.")]
    [InlineData("last: 11", "PAGE_TOO_LARGE", "\\\"ships\\\" is asked for 11 nodes, at most 10 are given at once. Use last: 10 and go on with cursors.")]
    [InlineData("first: -1", "PAGE_NEGATIVE", "\\\"ships\\\" is given a negative \\\"first\\\".")]
    [InlineData("first: 1, last: 1", "PAGE_AMBIGUOUS", "\\\"ships\\\" is given both \\\"first\\\" and \\\"last\\\". Give one of them.")]
    [InlineData("after: \\\"AAAA\\\"", "CURSOR_INVALID", "The cursor given as \\\"after\\\" is not one of \\\"ships\\\" under this filter and order. Leave it out to begin with the first page.")]
    public async Task A_page_that_cannot_be_given_is_refused_with_what_could_be(string arguments, string code, string message)
    {
        var answer = await _harbour.Run($"{{ ships({arguments.Replace("\\\"", "\"", StringComparison.Ordinal)}) {{ totalCount }} }}");

        Assert.Equal($"{{\"errors\":[{{\"message\":\"{message}\",\"locations\":[{{\"line\":1,\"column\":3}}],\"extensions\":{{\"code\":\"{code}\"}}}}]}}", answer);
    }

    [Fact]
    public async Task A_page_without_size_is_the_standard_one()
    {
        Assert.Equal("{\"data\":{\"ships\":{\"nodes\":[{\"id\":\"1\"},{\"id\":\"2\"}]}}}", await _harbour.Run("{ ships { nodes { id } } }"));
        Assert.Equal("{\"data\":{\"ships\":{\"nodes\":[{\"id\":\"1\"},{\"id\":\"2\"}]}}}", await _harbour.Run("{ ships(first: null, last: null) { nodes { id } } }"));
    }
}
