using Hub.GraphQL.Validation.Rules;

namespace Hub.GraphQL.Tests.Validation.Rules;

public sealed class KnownFragmentNamesTests
{
    [Theory]
    [InlineData("{ items { ...A ... on Book { ...A } } } fragment A on Item { id }")]
    public void Defined_fragments_are_accepted(string document) => Assert.Empty(Check.Errors(KnownFragmentNames.Rule, document));

    [Fact]
    public void An_unknown_fragment_is_refused_at_its_name()
    {
        var errors = Check.Errors(KnownFragmentNames.Rule, "{ items { ... A } }\nfragment B on Item { ...A }");

        Assert.Equal(
            [
                "Unknown fragment \"A\". @ 1:15",
                "Unknown fragment \"A\". @ 2:25",
            ],
            errors);
    }
}
