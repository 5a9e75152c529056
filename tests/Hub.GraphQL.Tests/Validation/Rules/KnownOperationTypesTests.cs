using Hub.GraphQL.Validation.Rules;

namespace Hub.GraphQL.Tests.Validation.Rules;

public sealed class KnownOperationTypesTests
{
    [Theory]
    [InlineData("{ items { id } }")]
    [InlineData("subscription { added { id } }")]
    public void Operations_with_a_root_type_are_accepted(string document) => Assert.Empty(Check.Errors(KnownOperationTypes.Rule, document));

    [Fact]
    public void An_operation_the_schema_has_no_root_for_is_refused()
    {
        var errors = Check.Errors(KnownOperationTypes.Rule, "query { items { id } }\nmutation { add }");

        Assert.Equal(
            [
                "The mutation operation is not supported by the schema. @ 2:1",
            ],
            errors);
    }
}
