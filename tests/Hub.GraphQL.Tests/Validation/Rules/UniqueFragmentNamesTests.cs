using Hub.GraphQL.Validation.Rules;

namespace Hub.GraphQL.Tests.Validation.Rules;

public sealed class UniqueFragmentNamesTests
{
    [Theory]
    [InlineData("{ items { ...A ...B } } fragment A on Item { id } fragment B on Item { id }")]
    public void Different_names_are_accepted(string document) => Assert.Empty(Check.Errors(UniqueFragmentNames.Rule, document));

    [Fact]
    public void Each_repetition_is_refused_with_the_first_of_its_name()
    {
        var errors = Check.Errors(UniqueFragmentNames.Rule, "fragment A on Item { id }\nfragment A on Book { id }");

        Assert.Equal(
            [
                "There can be only one fragment named \"A\". @ 1:10 2:10",
            ],
            errors);
    }
}
