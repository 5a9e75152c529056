using Hub.GraphQL.Tests.Sample;

namespace Hub.GraphQL.Tests.Planning;

public sealed class PlanLimitsTests
{
    private readonly Harbour _harbour = new(new() { Limits = new() { MaxNodes = 100 } });

    [Theory]
    [InlineData("{ ships(first: 10) { nodes { convoy(first: 9) { nodes { id } } } } }", true)]
    [InlineData("{ ships(first: 10) { nodes { convoy(first: 10) { nodes { id } } } } }", false)]
    [InlineData("{ ships(first: 10) { nodes { convoy(first: 10) { totalCount } } } }", true)]
    [InlineData("{ ships(first: 0) { nodes { convoy(first: 10) { nodes { convoy(first: 10) { nodes { convoy(first: 10) { nodes { id } } } } } } } } }", true)]
    [InlineData("{ a: ships(first: 10) { nodes { convoy(first: 4) { nodes { id } } } } b: ships(last: 10) { nodes { convoy(first: 4) { nodes { id } } } } }", true)]
    [InlineData("{ a: ships(first: 10) { nodes { convoy(first: 4) { nodes { id } } } } b: ships(last: 10) { nodes { convoy(first: 5) { nodes { id } } } } }", false)]
    public async Task Pages_inside_pages_are_counted_before_they_are_read(string query, bool isGiven)
    {
        var answer = await _harbour.Run(query);

        Assert.Equal(isGiven, answer.StartsWith("{\"data\":", StringComparison.Ordinal));
        Assert.Equal(!isGiven, answer.Contains("\"TOO_MANY_NODES\"", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Numbers_too_large_to_count_are_large_enough()
    {
        var harbour = new Harbour(new() { Limits = new() { MaxDepth = 100 } });

        var answer = await harbour.Run($"{{ ships {{ nodes {{ {string.Concat(Enumerable.Repeat("convoy(first: 10) { nodes { ", 25))} id {new string('}', 53)}");

        Assert.Contains("\"TOO_MANY_NODES\"", answer, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_refusal_names_the_list_and_what_would_fit()
    {
        Assert.Equal(
            "{\"errors\":[{\"message\":\"With \\\"ships\\\" the operation asks for 110 nodes or more, at most 100 are given at once. " +
                "Ask for smaller pages of the lists inside lists.\",\"locations\":[{\"line\":1,\"column\":3}],\"extensions\":{\"code\":\"TOO_MANY_NODES\"}}]}",
            await _harbour.Run("{ ships(first: 10) { nodes { convoy(first: 10) { nodes { id } } } } }"));
    }
}
