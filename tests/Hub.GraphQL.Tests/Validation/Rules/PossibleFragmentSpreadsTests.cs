using Hub.GraphQL.Validation.Rules;

namespace Hub.GraphQL.Tests.Validation.Rules;

public sealed class PossibleFragmentSpreadsTests
{
    [Theory]
    [InlineData("{ items { ... on Book { ... on Found { __typename } ... on Printed { id } ...F } } } fragment F on Item { id }")]
    [InlineData("{ items { ... { id } ...Missing ... on Genre { id } } }")]
    public void Types_that_share_an_object_are_accepted(string document) =>
        Assert.Empty(Check.Errors(PossibleFragmentSpreads.Rule, document));

    [Fact]
    public void A_fragment_that_can_never_apply_is_refused()
    {
        var errors = Check.Errors(
            PossibleFragmentSpreads.Rule,
            "{ items { ... on Person { name } ...P } book(id: 1) { ... on Film { id } } }\nfragment P on Person { ... on Printed { id } }");

        Assert.Equal(
            [
                "Fragment cannot be spread here as objects of type \"Item\" can never be of type \"Person\". @ 1:11",
                "Fragment \"P\" cannot be spread here as objects of type \"Item\" can never be of type \"Person\". @ 1:34",
                "Fragment cannot be spread here as objects of type \"Book\" can never be of type \"Film\". @ 1:55",
                "Fragment cannot be spread here as objects of type \"Person\" can never be of type \"Printed\". @ 2:24",
            ],
            errors);
    }
}
