using Hub.GraphQL.Validation.Rules;

namespace Hub.GraphQL.Tests.Validation.Rules;

public sealed class NoSchemaIntrospectionTests
{
    [Theory]
    [InlineData("{ items { __typename id } }")]
    public void Everything_but_introspection_is_accepted(string document) =>
        Assert.Empty(Check.Errors(NoSchemaIntrospection.Rule, document));

    [Fact]
    public void Every_field_that_tells_about_the_schema_is_refused()
    {
        var errors = Check.Errors(NoSchemaIntrospection.Rule, "{ __schema { queryType { name } } }");

        Assert.Equal(
            [
                "GraphQL introspection has been disabled, but the requested query contained the field \"__schema\". @ 1:3",
                "GraphQL introspection has been disabled, but the requested query contained the field \"queryType\". @ 1:14",
            ],
            errors);
    }
}
