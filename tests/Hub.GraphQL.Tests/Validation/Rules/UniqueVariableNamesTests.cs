using Hub.GraphQL.Validation.Rules;

namespace Hub.GraphQL.Tests.Validation.Rules;

public sealed class UniqueVariableNamesTests
{
    [Theory]
    [InlineData("query A($a: Int, $b: Int) { items { id } } query B($a: Int) { items { id } }")]
    public void Different_names_are_accepted(string document) => Assert.Empty(Check.Errors(UniqueVariableNames.Rule, document));

    [Fact]
    public void All_places_of_a_repeated_name_are_in_one_error()
    {
        var errors = Check.Errors(UniqueVariableNames.Rule, "query ($a: Int, $b: Int, $a: Int, $ a: String) { items { id } }");

        Assert.Equal(
            [
                "There can be only one variable named \"$a\". @ 1:9 1:27 1:37",
            ],
            errors);
    }
}
