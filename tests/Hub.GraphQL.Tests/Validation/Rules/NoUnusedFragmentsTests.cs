using Hub.GraphQL.Validation.Rules;

namespace Hub.GraphQL.Tests.Validation.Rules;

public sealed class NoUnusedFragmentsTests
{
    [Theory]
    [InlineData("{ items { ...A } } fragment A on Item { ... on Book { ...B } } fragment B on Book { id }")]
    public void Fragments_reached_through_others_are_accepted(string document) =>
        Assert.Empty(Check.Errors(NoUnusedFragments.Rule, document));

    [Fact]
    public void Fragments_no_operation_reaches_are_refused()
    {
        var errors = Check.Errors(
            NoUnusedFragments.Rule,
            "{ items { ...A } }\nfragment A on Item { id }\nfragment B on Item { ...C }\nfragment C on Item { ...B }");

        Assert.Equal(
            [
                "Fragment \"B\" is never used. @ 3:1",
                "Fragment \"C\" is never used. @ 4:1",
            ],
            errors);
    }
}
