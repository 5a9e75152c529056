using Hub.GraphQL.Validation.Rules;

namespace Hub.GraphQL.Tests.Validation.Rules;

public sealed class LoneAnonymousOperationTests
{
    [Theory]
    [InlineData("{ items { id } }")]
    [InlineData("{ items { ...F } } fragment F on Item { id }")]
    [InlineData("query A { items { id } } query B { items { id } }")]
    public void An_anonymous_operation_alone_is_accepted(string document) =>
        Assert.Empty(Check.Errors(LoneAnonymousOperation.Rule, document));

    [Fact]
    public void An_anonymous_operation_beside_others_is_refused()
    {
        var errors = Check.Errors(LoneAnonymousOperation.Rule, "query A { items { id } }\n{ items { id } }\n{ items { id } }");

        Assert.Equal(
            [
                "This anonymous operation must be the only defined operation. @ 2:1",
                "This anonymous operation must be the only defined operation. @ 3:1",
            ],
            errors);
    }
}
