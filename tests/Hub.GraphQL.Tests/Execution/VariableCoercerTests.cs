using Hub.GraphQL.Tests.Sample;

namespace Hub.GraphQL.Tests.Execution;

public sealed class VariableCoercerTests
{
    private readonly Harbour _harbour = new();

    [Theory]
    [InlineData("query ($i: ID!) { ship(id: $i) { id } }", "{}", "Variable \\\"$i\\\" of required type \\\"ID!\\\" was not provided.")]
    [InlineData("query ($i: ID!) { ship(id: $i) { id } }", "{\"i\":null}", "Variable \\\"$i\\\" of non-null type \\\"ID!\\\" must not be null.")]
    [InlineData(
        "query ($i: ID!) { ship(id: $i) { id } }",
        "{\"i\":1.5}",
        "Variable \\\"$i\\\" got invalid value 1.5; ID cannot represent value: 1.5")]
    [InlineData(
        "query ($i: ShipFilter) { ships(where: $i) { totalCount } }",
        "{\"i\":{\"mass\":{\"in\":[1,\"x\"]}}}",
        "Variable \\\"$i\\\" got invalid value \\\"x\\\" at \\\"i.mass.in[1]\\\"; Int cannot represent non-integer value: \\\"x\\\"")]
    [InlineData(
        "query ($i: ShipFilter) { ships(where: $i) { totalCount } }",
        "{\"i\":{\"mas\":{}}}",
        "Variable \\\"$i\\\" got invalid value { mas: {} }; Field \\\"mas\\\" is not defined by type \\\"ShipFilter\\\". Did you mean \\\"mass\\\"?")]
    [InlineData(
        "query ($i: ShipFilter) { ships(where: $i) { totalCount } }",
        "{\"i\":{\"name\":{\"eq\":\"\\ud800\"}}}",
        "Variable \\\"$i\\\" got invalid value; it holds half of a surrogate pair.")]
    public async Task A_wrong_variable_is_told_in_the_words_of_graphql_js(string query, string variables, string message)
    {
        var answer = await _harbour.Run(query, System.Text.Json.JsonDocument.Parse(variables).RootElement);

        Assert.Equal(
            $"{{\"errors\":[{{\"message\":\"{message}\",\"locations\":[{{\"line\":1,\"column\":8}}],\"extensions\":{{\"code\":\"BAD_USER_INPUT\"}}}}]}}", answer);
    }

    [Fact]
    public async Task A_default_stands_only_when_nothing_is_given()
    {
        const string query = "query ($n: Int = 1) { ships(first: $n) { nodes { id } } }";

        Assert.Equal("{\"data\":{\"ships\":{\"nodes\":[{\"id\":\"1\"}]}}}", await _harbour.Run(query));
        Assert.Equal("{\"data\":{\"ships\":{\"nodes\":[{\"id\":\"1\"},{\"id\":\"2\"}]}}}", await _harbour.Run(query, new { n = (int?)null }));
        Assert.Equal("{\"data\":{\"ships\":{\"nodes\":[]}}}", await _harbour.Run(query, new { n = 0, extra = "ignored" }));
    }

    [Fact]
    public async Task Errors_end_at_fifty()
    {
        var wrong = new { i = new { mass = new { @in = Enumerable.Repeat("x", 60) } } };

        var answer = await _harbour.Run("query ($i: ShipFilter) { ships(where: $i) { totalCount } }", wrong);

        using var json = System.Text.Json.JsonDocument.Parse(answer);
        var errors = json.RootElement.GetProperty("errors");
        Assert.Equal(51, errors.GetArrayLength());
        Assert.Equal(
            "Too many errors processing variables, error limit reached. Execution aborted.",
            errors[50].GetProperty("message").GetString());
    }

    [Fact]
    public async Task A_null_variable_at_a_place_with_a_default_fails_the_field()
    {
        var answer = await _harbour.Run(
            "query ($d: OrderDirection = DESC) { ship(id: 1) { id convoy(orderBy: {field: NAME, direction: $d}) { totalCount } } }",
            new { d = (string?)null });

        Assert.Equal(
            "{\"errors\":[{\"message\":\"Argument \\\"orderBy\\\" has invalid value {field: NAME, direction: $d}.\",\"locations\":[{\"line\":1,\"column\":70}]," +
                "\"path\":[\"ship\",\"convoy\"]}],\"data\":{\"ship\":null}}",
            answer);
    }
}
