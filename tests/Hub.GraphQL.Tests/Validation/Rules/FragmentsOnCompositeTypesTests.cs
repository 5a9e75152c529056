using Hub.GraphQL.Validation.Rules;

namespace Hub.GraphQL.Tests.Validation.Rules;

public sealed class FragmentsOnCompositeTypesTests
{
    [Theory]
    [InlineData("{ items { ... on Book { id } ... on Printed { id } ... @once { id } } }")]
    [InlineData("fragment F on Found { __typename }")]
    [InlineData("fragment F on Unknown { id }")]
    public void Objects_interfaces_and_unions_are_accepted(string document) =>
        Assert.Empty(Check.Errors(FragmentsOnCompositeTypes.Rule, document));

    [Fact]
    public void Leaves_and_inputs_are_refused()
    {
        var errors = Check.Errors(
            FragmentsOnCompositeTypes.Rule,
            "{ items { ... on Genre { id } } }\nfragment F on Range { from }\nfragment G on Int { x }");

        Assert.Equal(
            [
                "Fragment cannot condition on non composite type \"Genre\". @ 1:18",
                "Fragment \"F\" cannot condition on non composite type \"Range\". @ 2:15",
                "Fragment \"G\" cannot condition on non composite type \"Int\". @ 3:15",
            ],
            errors);
    }
}
