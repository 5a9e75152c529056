using Hub.GraphQL.Validation.Rules;

namespace Hub.GraphQL.Tests.Validation.Rules;

public sealed class NoUndefinedVariablesTests
{
    [Theory]
    [InlineData("query ($a: Int!) { items(limit: $a) { ...F } } fragment F on Item { shelf(floor: $a) }")]
    [InlineData("{ items { id } } fragment F on Item { shelf(floor: $a) }")]
    public void Declared_variables_are_accepted_in_fragments_too(string document) =>
        Assert.Empty(Check.Errors(NoUndefinedVariables.Rule, document));

    [Fact]
    public void An_undeclared_variable_is_refused_where_it_is_used_and_by_whom()
    {
        var errors = Check.Errors(
            NoUndefinedVariables.Rule,
            "query Q($a: Int!) {\n  items(limit: $b) { ...F }\n}\nfragment F on Item { shelf(floor: $c) }");

        Assert.Equal(
            [
                "Variable \"$b\" is not defined by operation \"Q\". @ 2:16 1:1",
                "Variable \"$c\" is not defined by operation \"Q\". @ 4:35 1:1",
            ],
            errors);
    }

    [Fact]
    public void An_anonymous_operation_is_not_named()
    {
        var errors = Check.Errors(NoUndefinedVariables.Rule, "{ items(years: [{ from: $a }]) { id } }");

        Assert.Equal(
            [
                "Variable \"$a\" is not defined. @ 1:25 1:1",
            ],
            errors);
    }
}
