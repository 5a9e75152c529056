using Hub.GraphQL.Validation.Rules;

namespace Hub.GraphQL.Tests.Validation.Rules;

public sealed class ScalarLeafsTests
{
    [Theory]
    [InlineData("{ items { id title } search(text: \"a\") { __typename } }")]
    [InlineData("{ unknown { id } items { unknown } }")]
    public void Selections_that_fit_their_type_are_accepted(string document) => Assert.Empty(Check.Errors(ScalarLeafs.Rule, document));

    [Fact]
    public void A_selection_set_on_a_leaf_is_refused()
    {
        var errors = Check.Errors(ScalarLeafs.Rule, "{ items {\n  title { length }\n  id { x }\n} }");

        Assert.Equal(
            [
                "Field \"title\" must not have a selection since type \"String\" has no subfields. @ 2:9",
                "Field \"id\" must not have a selection since type \"ID!\" has no subfields. @ 3:6",
            ],
            errors);
    }

    [Fact]
    public void A_composite_without_selection_set_is_refused()
    {
        var errors = Check.Errors(ScalarLeafs.Rule, "{ book(id: 1) x: items }");

        Assert.Equal(
            [
                "Field \"book\" of type \"Book\" must have a selection of subfields. Did you mean \"book { ... }\"? @ 1:3",
                "Field \"items\" of type \"[Item!]!\" must have a selection of subfields. Did you mean \"items { ... }\"? @ 1:15",
            ],
            errors);
    }
}
