using Hub.GraphQL.Tests.Sample;

namespace Hub.GraphQL.Tests.Planning;

/// <summary>What conditions mean, over three ships: Tug (300 t, leads), Ferry and Ghost (not weighed, led by Tug).</summary>
public sealed class FilterReaderTests
{
    private readonly Harbour _harbour = new();

    [Theory]
    [InlineData("{}", "1 2 3")]
    [InlineData("{mass: {}}", "1 2 3")]
    [InlineData("{mass: null}", "1 2 3")]
    [InlineData("{mass: {gt: 1}}", "1")]
    [InlineData("{not: {mass: {gt: 1}}}", "2 3")]
    [InlineData("{mass: {ne: 300}}", "2 3")]
    [InlineData("{mass: {eq: null}}", "2 3")]
    [InlineData("{mass: {ne: null}}", "1")]
    [InlineData("{mass: {gt: null}}", "")]
    [InlineData("{mass: {in: null}}", "")]
    [InlineData("{mass: {nin: null}}", "1 2 3")]
    [InlineData("{mass: {in: []}}", "")]
    [InlineData("{mass: {nin: [300]}}", "2 3")]
    [InlineData("{mass: {isNull: null}}", "1 2 3")]
    [InlineData("{and: []}", "1 2 3")]
    [InlineData("{or: []}", "")]
    [InlineData("{not: {or: []}}", "1 2 3")]
    [InlineData("{or: [{id: {eq: 1}}, {id: {eq: \"3\"}}]}", "1 3")]
    [InlineData("{id: {eq: \"x\"}}", "")]
    [InlineData("{id: {ne: \"x\"}}", "1 2 3")]
    [InlineData("{id: {in: [\"x\", \"2\"]}}", "2")]
    [InlineData("{escort: {}}", "2 3")]
    [InlineData("{not: {escort: {name: {eq: \"Tug\"}}}}", "1")]
    [InlineData("{convoy: {some: {name: {startsWith: \"fER\"}}}}", "1")]
    [InlineData("{convoy: {none: {}}}", "2 3")]
    [InlineData("{convoy: {all: {name: {eq: \"Ferry\"}}}}", "2 3")]
    [InlineData("{convoy: {any: true}}", "1")]
    [InlineData("{name: {contains: \"RR\"}}", "2")]
    [InlineData("{name: {contains: \"%\"}}", "")]
    [InlineData("{name: {contains: \"\\u0000\"}}", "")]
    public async Task A_condition_finds_what_it_says(string where, string ids)
    {
        var answer = await _harbour.Run($"{{ ships(first: 10, where: {where}) {{ nodes {{ id }} }} }}");

        var expected = string.Join(",", ids.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(id => $"{{\"id\":\"{id}\"}}"));
        Assert.Equal($"{{\"data\":{{\"ships\":{{\"nodes\":[{expected}]}}}}}}", answer);
    }

    [Fact]
    public async Task Relations_inside_relations_end_somewhere()
    {
        Assert.StartsWith("{\"data\"", await _harbour.Run(Query(10)), StringComparison.Ordinal);
        Assert.Contains("goes through more than 10 relations one inside the other", await _harbour.Run(Query(11)), StringComparison.Ordinal);

        static string Query(int count) =>
            $"{{ ships(where: {string.Concat(Enumerable.Repeat("{escort: ", count))}{{}}{new string('}', count)}) {{ totalCount }} }}";
    }

    [Fact]
    public async Task A_filter_that_is_too_large_is_refused()
    {
        var numbers = string.Join(", ", Enumerable.Range(0, 501));
        var conditions = string.Join(", ", Enumerable.Repeat("{mass: {eq: 1}}", 400));

        Assert.Contains("lists 501 values, at most 500", await _harbour.Run($"{{ ships(where: {{mass: {{in: [{numbers}]}}}}) {{ totalCount }} }}"), StringComparison.Ordinal);
        Assert.Contains("has more than 500 conditions", await _harbour.Run($"{{ ships(where: {{or: [{conditions}]}}) {{ totalCount }} }}"), StringComparison.Ordinal);
        Assert.Contains(
            "searches for 1001 characters, at most 1000",
            await _harbour.Run($"{{ ships(where: {{name: {{contains: \"{new string('a', 1001)}\"}}}}) {{ totalCount }} }}"),
            StringComparison.Ordinal);
    }
}
