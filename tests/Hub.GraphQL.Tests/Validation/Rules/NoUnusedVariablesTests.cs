using Hub.GraphQL.Validation.Rules;

namespace Hub.GraphQL.Tests.Validation.Rules;

public sealed class NoUnusedVariablesTests
{
    [Theory]
    [InlineData("query ($a: Int, $b: Boolean!) { items @skip(if: $b) { ...F } } fragment F on Item { shelf(floor: $a) }")]
    public void Variables_used_in_a_fragment_or_directive_are_accepted(string document) =>
        Assert.Empty(Check.Errors(NoUnusedVariables.Rule, document));

    [Fact]
    public void A_variable_nobody_uses_is_refused()
    {
        var errors = Check.Errors(
            NoUnusedVariables.Rule,
            "query Q($a: Int!, $b: Int) { items(limit: $a) { id } }\nquery ($c: Int) { items { id } }");

        Assert.Equal(
            [
                "Variable \"$b\" is never used in operation \"Q\". @ 1:19",
                "Variable \"$c\" is never used. @ 2:8",
            ],
            errors);
    }
}
