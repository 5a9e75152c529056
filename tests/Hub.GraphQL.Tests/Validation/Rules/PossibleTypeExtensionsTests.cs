using Hub.GraphQL.Validation.Rules;

namespace Hub.GraphQL.Tests.Validation.Rules;

public sealed class PossibleTypeExtensionsTests
{
    [Theory]
    [InlineData("type A scalar B extend type A @d extend scalar B @d")]
    public void Extensions_of_their_own_kind_are_accepted(string document) =>
        Assert.Empty(Check.SdlErrors(PossibleTypeExtensions.Rule, document));

    [Fact]
    public void Extensions_of_types_of_the_schema_are_accepted() =>
        Assert.Empty(Check.SdlErrors(PossibleTypeExtensions.Rule, "extend type A { c: Int }", "type A { b: Int }"));

    [Fact]
    public void A_type_that_is_not_there_cannot_be_extended()
    {
        var errors = Check.SdlErrors(PossibleTypeExtensions.Rule, "type Known\nextend type Knwon @d\nextend enum Other @d");

        Assert.Equal(
            [
                "Cannot extend type \"Knwon\" because it is not defined. Did you mean \"Known\"? @ 2:13",
                "Cannot extend type \"Other\" because it is not defined. @ 3:13",
            ],
            errors);
    }

    [Fact]
    public void A_type_of_another_kind_cannot_be_extended()
    {
        var errors = Check.SdlErrors(PossibleTypeExtensions.Rule, "type A\nextend input A @d");

        Assert.Equal(
            [
                "Cannot extend non-input object type \"A\". @ 1:1 2:1",
            ],
            errors);
    }

    [Fact]
    public void A_type_of_another_kind_in_the_schema_cannot_be_extended()
    {
        var errors = Check.SdlErrors(PossibleTypeExtensions.Rule, "extend union A @d", "type A { b: Int }");

        Assert.Equal(
            [
                "Cannot extend non-union type \"A\". @ 1:1",
            ],
            errors);
    }
}
