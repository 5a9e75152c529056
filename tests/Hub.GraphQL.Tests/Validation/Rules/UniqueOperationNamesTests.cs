using Hub.GraphQL.Validation.Rules;

namespace Hub.GraphQL.Tests.Validation.Rules;

public sealed class UniqueOperationNamesTests
{
    [Theory]
    [InlineData("{ items { id } }")]
    [InlineData("query A { items { id } } query B { items { id } }")]
    [InlineData("query A { items { ...A } } fragment A on Item { id }")]
    public void Different_names_are_accepted(string document) => Assert.Empty(Check.Errors(UniqueOperationNames.Rule, document));

    [Fact]
    public void Each_repetition_is_refused_with_the_first_of_its_name()
    {
        var errors = Check.Errors(
            UniqueOperationNames.Rule,
            "query A { items { id } }\nquery A { items { id } }\nsubscription A { added { id } }");

        Assert.Equal(
            [
                "There can be only one operation named \"A\". @ 1:7 2:7",
                "There can be only one operation named \"A\". @ 1:7 3:14",
            ],
            errors);
    }
}
