using Hub.GraphQL.Validation.Rules;

namespace Hub.GraphQL.Tests.Validation.Rules;

public sealed class KnownArgumentNamesTests
{
    [Theory]
    [InlineData("{ book(id: 1) { id } items(limit: 1) @note(text: \"a\", by: \"b\") { id } }")]
    [InlineData("{ unknown(a: 1) items @unknown(b: 1) { id } }")]
    public void Defined_arguments_are_accepted(string document) => Assert.Empty(Check.Errors(KnownArgumentNames.Rule, document));

    [Fact]
    public void Unknown_arguments_are_refused_with_names_that_are_near()
    {
        var errors = Check.Errors(KnownArgumentNames.Rule, "{ items(limits: 1, zzz: 2) { id } }");

        Assert.Equal(
            [
                "Unknown argument \"limits\" on field \"Query.items\". Did you mean \"limit\"? @ 1:9",
                "Unknown argument \"zzz\" on field \"Query.items\". @ 1:20",
            ],
            errors);
    }

    [Fact]
    public void Unknown_arguments_of_directives_are_refused()
    {
        var errors = Check.Errors(KnownArgumentNames.Rule, "{ items @note(txt: \"a\") { id } }");

        Assert.Equal(
            [
                "Unknown argument \"txt\" on directive \"@note\". Did you mean \"text\"? @ 1:15",
            ],
            errors);
    }

    [Fact]
    public void A_type_system_document_is_asked_about_directives_only()
    {
        const string document = "directive @d(a: Int) on OBJECT\ntype A @d(a: 1, b: 2) { f(c: Int): Int }";

        var errors = Check.SdlErrors(KnownArgumentNames.OnDirectives, document);

        Assert.Equal(["Unknown argument \"b\" on directive \"@d\". Did you mean \"a\"? @ 2:17"], errors);
    }
}
