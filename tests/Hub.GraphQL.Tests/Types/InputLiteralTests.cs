using Hub.GraphQL.Types;

namespace Hub.GraphQL.Tests.Types;

public sealed class InputLiteralTests
{
    private static readonly InputLiteral Nested = InputLiteral.Object(
    [
        new("a", InputLiteral.List([InputLiteral.Int(1), InputLiteral.Float("1.50"), InputLiteral.Null])),
        new("b", InputLiteral.Object([new("c", InputLiteral.Object([new("d", InputLiteral.Enum("E"))]))])),
        new("e", InputLiteral.String("\u0007\"é\n")),
    ]);

    [Fact]
    public void A_literal_prints_in_the_notation_of_the_language()
    {
        Assert.Equal("{a: [1, 1.50, null], b: {c: {d: E}}, e: \"\\u0007\\\"é\\n\"}", Nested.ToString());
        Assert.Equal("$x", InputLiteral.Variable("x").ToString());
    }

    [Fact]
    public void A_value_is_inspected_in_the_notation_of_javascript()
    {
        Assert.Equal("{ a: [1, 1.5, null], b: { c: [Object] }, e: \"\\u0007\\\"é\\n\" }", Nested.Inspect());
        Assert.Equal("1000", InputLiteral.Float("1e3").Inspect());
        Assert.Equal("{}", InputLiteral.Object([]).Inspect());
    }

    [Fact]
    public void Long_lists_are_inspected_in_part()
    {
        var eleven = InputLiteral.List([.. Enumerable.Range(0, 11).Select(i => InputLiteral.Int(i))]);
        var twelve = InputLiteral.List([.. Enumerable.Range(0, 12).Select(i => InputLiteral.Int(i))]);

        Assert.Equal("[0, 1, 2, 3, 4, 5, 6, 7, 8, 9, ... 1 more item]", eleven.Inspect());
        Assert.Equal("[0, 1, 2, 3, 4, 5, 6, 7, 8, 9, ... 2 more items]", twelve.Inspect());
    }
}
