using Hub.GraphQL.Validation.Rules;

namespace Hub.GraphQL.Tests.Validation.Rules;

public sealed class KnownTypeNamesTests
{
    [Theory]
    [InlineData("query ($a: [Range!], $b: String) { items { ... on Book { id } } } fragment F on Film { id }")]
    public void Types_of_the_schema_are_accepted(string document) => Assert.Empty(Check.Errors(KnownTypeNames.Rule, document));

    [Fact]
    public void Unknown_types_are_refused_with_names_that_are_near()
    {
        var errors = Check.Errors(
            KnownTypeNames.Rule,
            "query ($a: Gente) {\n  items { ... on Boook { id } }\n}\nfragment F on Nothing { id }");

        Assert.Equal(
            [
                "Unknown type \"Gente\". Did you mean \"Genre\", \"Int\", or \"Range\"? @ 1:12",
                "Unknown type \"Boook\". Did you mean \"Book\"? @ 2:18",
                "Unknown type \"Nothing\". Did you mean \"Anything\" or \"String\"? @ 4:15",
            ],
            errors);
    }

    [Fact]
    public void A_type_system_document_may_use_the_standard_types_and_its_own()
    {
        var errors = Check.SdlErrors(KnownTypeNames.Rule, "type A { b: B c: Int d: C }\nscalar B");

        Assert.Equal(["Unknown type \"C\". Did you mean \"A\" or \"B\"? @ 1:25"], errors);
    }
}
