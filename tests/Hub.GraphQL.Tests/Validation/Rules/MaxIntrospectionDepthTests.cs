using Hub.GraphQL.Validation.Rules;

namespace Hub.GraphQL.Tests.Validation.Rules;

public sealed class MaxIntrospectionDepthTests
{
    [Theory]
    [InlineData("{ __schema { types { fields { type { interfaces { name } } } } } }")]
    [InlineData("{ __schema { types { ...T } } } fragment T on __Type { fields { type { ...U } } } fragment U on __Type { possibleTypes { name } }")]
    [InlineData("{ fields { interfaces { possibleTypes { inputFields } } } }")]
    public void The_standard_query_and_shallow_lists_are_accepted(string document) =>
        Assert.Empty(Check.Errors(MaxIntrospectionDepth.Rule, document));

    [Fact]
    public void Three_nested_lists_are_refused()
    {
        var errors = Check.Errors(
            MaxIntrospectionDepth.Rule,
            "{ __schema { types { fields { type { interfaces { possibleTypes { name } } } } } } }");

        Assert.Equal(
            [
                "Maximum introspection depth exceeded @ 1:3",
            ],
            errors);
    }

    [Fact]
    public void Three_nested_lists_through_fragments_are_refused()
    {
        var errors = Check.Errors(
            MaxIntrospectionDepth.Rule,
            "{ __type(name: \"A\") { ...F } }\nfragment F on __Type { fields { type { ...F } } }");

        Assert.Equal(
            [
                "Maximum introspection depth exceeded @ 1:3",
            ],
            errors);
    }
}
