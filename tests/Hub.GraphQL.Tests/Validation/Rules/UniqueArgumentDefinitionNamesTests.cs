using Hub.GraphQL.Validation.Rules;

namespace Hub.GraphQL.Tests.Validation.Rules;

public sealed class UniqueArgumentDefinitionNamesTests
{
    [Theory]
    [InlineData("type A { f(x: Int, y: Int): Int g(x: Int): Int } directive @d(x: Int) on FIELD")]
    public void Different_arguments_are_accepted(string document) =>
        Assert.Empty(Check.SdlErrors(UniqueArgumentDefinitionNames.Rule, document));

    [Fact]
    public void All_places_of_a_repeated_argument_are_in_one_error()
    {
        var errors = Check.SdlErrors(
            UniqueArgumentDefinitionNames.Rule,
            "type A { f(x: Int, x: Int, x: Int): Int }\nextend interface B { g(y: Int, y: Int): Int }\ndirective @d(z: Int, z: Int) on FIELD");

        Assert.Equal(
            [
                "Argument \"A.f(x:)\" can only be defined once. @ 1:12 1:20 1:28",
                "Argument \"B.g(y:)\" can only be defined once. @ 2:24 2:32",
                "Argument \"@d(z:)\" can only be defined once. @ 3:14 3:22",
            ],
            errors);
    }
}
