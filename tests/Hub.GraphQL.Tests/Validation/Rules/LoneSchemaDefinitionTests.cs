using Hub.GraphQL.Validation.Rules;

namespace Hub.GraphQL.Tests.Validation.Rules;

public sealed class LoneSchemaDefinitionTests
{
    [Theory]
    [InlineData("schema { query: A } type A { b: Int } extend schema @d")]
    [InlineData("type A { b: Int }")]
    public void One_definition_is_accepted(string document) => Assert.Empty(Check.SdlErrors(LoneSchemaDefinition.Rule, document));

    [Fact]
    public void A_schema_without_roots_may_get_a_definition() =>
        Assert.Empty(Check.SdlErrors(LoneSchemaDefinition.Rule, "schema { query: A }", "type A { b: Int }"));

    [Fact]
    public void A_second_definition_is_refused()
    {
        var errors = Check.SdlErrors(LoneSchemaDefinition.Rule, "schema { query: A }\nschema { mutation: A }");

        Assert.Equal(
            [
                "Must provide only one schema definition. @ 2:1",
            ],
            errors);
    }

    [Fact]
    public void A_definition_in_an_extension_is_refused()
    {
        var errors = Check.SdlErrors(LoneSchemaDefinition.Rule, "schema { mutation: A }", "type Query { a: Int }");

        Assert.Equal(
            [
                "Cannot define a new schema within a schema extension. @ 1:1",
            ],
            errors);
    }
}
