using Hub.GraphQL.Validation.Rules;

namespace Hub.GraphQL.Tests.Validation.Rules;

public sealed class UniqueTypeNamesTests
{
    [Theory]
    [InlineData("type A scalar B enum C directive @A on FIELD extend type A @d")]
    public void Different_names_are_accepted(string document) => Assert.Empty(Check.SdlErrors(UniqueTypeNames.Rule, document));

    [Fact]
    public void A_repeated_name_is_refused_with_the_first()
    {
        var errors = Check.SdlErrors(UniqueTypeNames.Rule, "type A\nscalar A\ninput A");

        Assert.Equal(
            [
                "There can be only one type named \"A\". @ 1:6 2:8",
                "There can be only one type named \"A\". @ 1:6 3:7",
            ],
            errors);
    }

    [Fact]
    public void A_name_of_the_extended_schema_is_refused()
    {
        var errors = Check.SdlErrors(UniqueTypeNames.Rule, "union A = B", "type A { b: Int }");

        Assert.Equal(
            [
                "Type \"A\" already exists in the schema. It cannot also be defined in this type definition. @ 1:7",
            ],
            errors);
    }
}
