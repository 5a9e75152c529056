using Hub.GraphQL.Validation.Rules;

namespace Hub.GraphQL.Tests.Validation.Rules;

public sealed class UniqueDirectivesPerLocationTests
{
    [Theory]
    [InlineData("{ items @note(text: \"a\") @note(text: \"b\") @once { id @once } }")]
    [InlineData("{ items @unknown @unknown { id } }")]
    public void Repeatable_directives_and_different_places_are_accepted(string document) =>
        Assert.Empty(Check.Errors(UniqueDirectivesPerLocation.Rule, document));

    [Fact]
    public void A_directive_that_stands_twice_is_refused_with_the_first()
    {
        var errors = Check.Errors(UniqueDirectivesPerLocation.Rule, "{ items @once @skip(if: true) @once @once { id } }");

        Assert.Equal(
            [
                "The directive \"@once\" can only be used once at this location. @ 1:9 1:31",
                "The directive \"@once\" can only be used once at this location. @ 1:9 1:37",
            ],
            errors);
    }

    [Fact]
    public void A_type_and_its_extensions_are_one_place()
    {
        const string document = "directive @d on OBJECT | FIELD_DEFINITION\ntype A @d { f: Int @d g: Int @d }\nextend type A @d { h: Int }\ntype B @d";

        var errors = Check.SdlErrors(UniqueDirectivesPerLocation.Rule, document);

        Assert.Equal(["The directive \"@d\" can only be used once at this location. @ 2:8 3:15"], errors);
    }
}
