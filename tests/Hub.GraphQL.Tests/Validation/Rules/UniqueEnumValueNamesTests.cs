using Hub.GraphQL.Validation.Rules;

namespace Hub.GraphQL.Tests.Validation.Rules;

public sealed class UniqueEnumValueNamesTests
{
    [Theory]
    [InlineData("enum A { X Y } enum B { X } extend enum A { Z }")]
    public void Different_values_are_accepted(string document) => Assert.Empty(Check.SdlErrors(UniqueEnumValueNames.Rule, document));

    [Fact]
    public void A_repeated_value_is_refused_in_extensions_too()
    {
        var errors = Check.SdlErrors(UniqueEnumValueNames.Rule, "enum A { X Y X }\nextend enum A { Y }");

        Assert.Equal(
            [
                "Enum value \"A.X\" can only be defined once. @ 1:10 1:14",
                "Enum value \"A.Y\" can only be defined once. @ 1:12 2:17",
            ],
            errors);
    }

    [Fact]
    public void A_value_of_the_extended_schema_is_refused()
    {
        var errors = Check.SdlErrors(UniqueEnumValueNames.Rule, "extend enum A { X }", "enum A { X }");

        Assert.Equal(
            [
                "Enum value \"A.X\" already exists in the schema. It cannot also be defined in this type extension. @ 1:17",
            ],
            errors);
    }
}
