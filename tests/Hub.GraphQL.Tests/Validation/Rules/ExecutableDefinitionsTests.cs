using Hub.GraphQL.Validation.Rules;

namespace Hub.GraphQL.Tests.Validation.Rules;

public sealed class ExecutableDefinitionsTests
{
    [Theory]
    [InlineData("{ search(text: \"a\") { __typename } }")]
    [InlineData("query A { items { id } } fragment F on Book { id }")]
    public void Operations_and_fragments_are_accepted(string document) => Assert.Empty(Check.Errors(ExecutableDefinitions.Rule, document));

    [Fact]
    public void Every_definition_of_a_type_system_is_refused()
    {
        var errors = Check.Errors(
            ExecutableDefinitions.Rule,
            "type A { b: C }\nquery Q { items { id } }\nschema { query: A }\nextend type A { d: C }\ndirective @x on FIELD");

        Assert.Equal(
            [
                "The \"A\" definition is not executable. @ 1:1",
                "The schema definition is not executable. @ 3:1",
                "The \"A\" definition is not executable. @ 4:1",
                "The \"x\" definition is not executable. @ 5:1",
            ],
            errors);
    }
}
