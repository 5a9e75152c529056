using Hub.GraphQL.Validation.Rules;

namespace Hub.GraphQL.Tests.Validation.Rules;

public sealed class VariablesInAllowedPositionTests
{
    [Theory]
    [InlineData("query ($a: Int!, $b: [String!], $c: ID!) { items(limit: $a) { id } search(text: \"\", tags: $b) { __typename } item(pick: { id: $c }) { id } }")]
    [InlineData("query ($a: Int, $b: Int = 1) { items(limit: $a, years: [{ from: $b, to: $a }]) { id } }")]
    [InlineData("query ($a: Unknown) { items(limit: $a, unknown: $a) { id } }")]
    public void Types_that_fit_are_accepted(string document) => Assert.Empty(Check.Errors(VariablesInAllowedPosition.Rule, document));

    [Fact]
    public void A_type_that_does_not_fit_is_refused_with_both_places()
    {
        var errors = Check.Errors(VariablesInAllowedPosition.Rule, "query ($a: String) {\n  items(limit: $a) { id }\n}");

        Assert.Equal(
            [
                "Variable \"$a\" of type \"String\" used in position expecting type \"Int!\". @ 1:8 2:16",
            ],
            errors);
    }

    [Fact]
    public void A_nullable_variable_needs_a_default_that_is_not_null_or_a_place_that_has_one()
    {
        var errors = Check.Errors(
            VariablesInAllowedPosition.Rule,
            "query ($a: ID, $b: ID = null, $c: Int) { a: book(id: $a) { id } b: book(id: $b) { id } items(years: [{ from: $c }]) { id } }");

        Assert.Equal(
            [
                "Variable \"$a\" of type \"ID\" used in position expecting type \"ID!\". @ 1:8 1:54",
                "Variable \"$b\" of type \"ID\" used in position expecting type \"ID!\". @ 1:16 1:77",
                "Variable \"$c\" of type \"Int\" used in position expecting type \"Int!\". @ 1:31 1:110",
            ],
            errors);
    }

    [Fact]
    public void Lists_and_single_values_are_not_exchanged()
    {
        var errors = Check.Errors(
            VariablesInAllowedPosition.Rule,
            "query ($a: [String], $b: String) { search(text: $a, tags: $b) { __typename } }");

        Assert.Equal(
            [
                "Variable \"$a\" of type \"[String]\" used in position expecting type \"String!\". @ 1:8 1:49",
                "Variable \"$b\" of type \"String\" used in position expecting type \"[String]\". @ 1:22 1:59",
            ],
            errors);
    }

    [Fact]
    public void A_nullable_variable_in_a_one_of_is_refused()
    {
        var errors = Check.Errors(
            VariablesInAllowedPosition.Rule,
            "query ($a: ID) { ...F }\nfragment F on Query { item(pick: { id: $a }) { id } }");

        Assert.Equal(
            [
                "Variable \"$a\" is of type \"ID\" but must be non-nullable to be used for OneOf Input Object \"Pick\". @ 1:8 2:40",
            ],
            errors);
    }
}
