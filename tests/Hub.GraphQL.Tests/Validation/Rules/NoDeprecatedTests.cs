using Hub.GraphQL.Validation.Rules;

namespace Hub.GraphQL.Tests.Validation.Rules;

public sealed class NoDeprecatedTests
{
    [Theory]
    [InlineData("{ items(genre: FACT, years: [{ from: 1 }]) { id ... on Book { pages } } unknown }")]
    public void What_is_current_is_accepted(string document) => Assert.Empty(Check.Errors(NoDeprecated.Rule, document));

    [Fact]
    public void Deprecated_fields_input_fields_and_values_are_refused()
    {
        var errors = Check.Errors(
            NoDeprecated.Rule,
            "{ items(genre: OLD, years: [{ from: 1, note: \"\" }]) { ... on Book { isbn } } }");

        Assert.Equal(
            [
                "The enum value \"Genre.OLD\" is deprecated. No longer supported @ 1:16",
                "The input field Range.note is deprecated. Nobody reads it. @ 1:40",
                "The field Book.isbn is deprecated. Use `id`. @ 1:69",
            ],
            errors);
    }
}
