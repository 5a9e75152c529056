using Hub.GraphQL.Validation.Rules;

namespace Hub.GraphQL.Tests.Validation.Rules;

public sealed class UniqueArgumentNamesTests
{
    [Theory]
    [InlineData("{ a: items(limit: 1) { id } b: items(limit: 1, genre: FACT) @note(text: \"a\") { id } }")]
    public void Different_names_are_accepted(string document) => Assert.Empty(Check.Errors(UniqueArgumentNames.Rule, document));

    [Fact]
    public void All_places_of_a_repeated_name_are_in_one_error()
    {
        var errors = Check.Errors(
            UniqueArgumentNames.Rule,
            "{ items(limit: 1, genre: FACT, limit: 2, limit: 3) @note(by: \"a\", by: \"b\") { id } }");

        Assert.Equal(
            [
                "There can be only one argument named \"limit\". @ 1:9 1:32 1:42",
                "There can be only one argument named \"by\". @ 1:58 1:67",
            ],
            errors);
    }
}
