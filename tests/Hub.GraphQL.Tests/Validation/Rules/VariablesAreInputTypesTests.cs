using Hub.GraphQL.Validation.Rules;

namespace Hub.GraphQL.Tests.Validation.Rules;

public sealed class VariablesAreInputTypesTests
{
    [Theory]
    [InlineData("query ($a: Int, $b: [Genre!]!, $c: Range, $d: Unknown) { items { id } }")]
    public void Scalars_enums_and_input_objects_are_accepted(string document) =>
        Assert.Empty(Check.Errors(VariablesAreInputTypes.Rule, document));

    [Fact]
    public void Output_types_are_refused()
    {
        var errors = Check.Errors(VariablesAreInputTypes.Rule, "query ($a: Book, $b: [[Found!]]!) { items { id } }");

        Assert.Equal(
            [
                "Variable \"$a\" cannot be non-input type \"Book\". @ 1:12",
                "Variable \"$b\" cannot be non-input type \"[[Found!]]!\". @ 1:22",
            ],
            errors);
    }
}
