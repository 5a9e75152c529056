using Hub.GraphQL.Validation.Rules;

namespace Hub.GraphQL.Tests.Validation.Rules;

public sealed class UniqueDirectiveNamesTests
{
    [Theory]
    [InlineData("directive @a on FIELD directive @b on FIELD type a")]
    [InlineData("directive @skip on FIELD")]
    public void Different_names_are_accepted(string document) => Assert.Empty(Check.SdlErrors(UniqueDirectiveNames.Rule, document));

    [Fact]
    public void A_repeated_name_is_refused_with_the_first()
    {
        var errors = Check.SdlErrors(UniqueDirectiveNames.Rule, "directive @a on FIELD\ndirective @a on QUERY");

        Assert.Equal(
            [
                "There can be only one directive named \"@a\". @ 1:12 2:12",
            ],
            errors);
    }

    [Fact]
    public void A_name_of_the_extended_schema_is_refused()
    {
        var errors = Check.SdlErrors(UniqueDirectiveNames.Rule, "directive @skip on FIELD", "type A { b: Int }");

        Assert.Equal(
            [
                "Directive \"@skip\" already exists in the schema. It cannot be redefined. @ 1:12",
            ],
            errors);
    }
}
