using Hub.GraphQL.Validation.Rules;

namespace Hub.GraphQL.Tests.Validation.Rules;

public sealed class UniqueOperationTypesTests
{
    [Theory]
    [InlineData("schema { query: A mutation: A } extend schema { subscription: A }")]
    public void Different_operations_are_accepted(string document) => Assert.Empty(Check.SdlErrors(UniqueOperationTypes.Rule, document));

    [Fact]
    public void A_repeated_operation_is_refused_with_the_first()
    {
        var errors = Check.SdlErrors(UniqueOperationTypes.Rule, "schema { query: A }\nextend schema { query: B query: C }");

        Assert.Equal(
            [
                "There can be only one query type in schema. @ 1:10 2:17",
                "There can be only one query type in schema. @ 1:10 2:26",
            ],
            errors);
    }

    [Fact]
    public void An_operation_of_the_extended_schema_is_refused()
    {
        var errors = Check.SdlErrors(UniqueOperationTypes.Rule, "extend schema { query: B mutation: B }", "type Query { a: Int }");

        Assert.Equal(
            [
                "Type for query already defined in the schema. It cannot be redefined. @ 1:17",
            ],
            errors);
    }
}
