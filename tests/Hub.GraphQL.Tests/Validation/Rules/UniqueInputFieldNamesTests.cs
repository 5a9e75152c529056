using Hub.GraphQL.Validation.Rules;

namespace Hub.GraphQL.Tests.Validation.Rules;

public sealed class UniqueInputFieldNamesTests
{
    [Theory]
    [InlineData("{ items(tree: { name: \"a\", children: [{ name: \"b\" }, { name: \"c\" }] }) { id } }")]
    public void Different_names_are_accepted(string document) => Assert.Empty(Check.Errors(UniqueInputFieldNames.Rule, document));

    [Fact]
    public void A_repeated_name_is_refused_with_the_first_of_its_object()
    {
        var errors = Check.Errors(
            UniqueInputFieldNames.Rule,
            "{ items(tree: { name: \"a\", children: [{ name: \"b\", name: \"c\" }], name: \"d\", name: \"e\" }) { id } }");

        Assert.Equal(
            [
                "There can be only one input field named \"name\". @ 1:41 1:52",
                "There can be only one input field named \"name\". @ 1:17 1:66",
                "There can be only one input field named \"name\". @ 1:17 1:77",
            ],
            errors);
    }
}
