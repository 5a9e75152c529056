using Hub.GraphQL.Validation.Rules;

namespace Hub.GraphQL.Tests.Validation.Rules;

public sealed class KnownDirectivesTests
{
    [Theory]
    [InlineData("query @note(text: \"a\") { items @note(text: \"b\") @once { ... @once @skip(if: true) { id } } } fragment F on Item @once { id }")]
    public void Directives_at_their_places_are_accepted(string document) => Assert.Empty(Check.Errors(KnownDirectives.Rule, document));

    [Fact]
    public void Unknown_directives_are_refused()
    {
        var errors = Check.Errors(KnownDirectives.Rule, "{ items @unknown { id } }");

        Assert.Equal(
            [
                "Unknown directive \"@unknown\". @ 1:9",
            ],
            errors);
    }

    [Fact]
    public void Directives_at_other_places_are_refused()
    {
        var errors = Check.Errors(
            KnownDirectives.Rule,
            "query ($a: Int @once) @once { ...F @note(text: \"a\") }\nsubscription @once { added { id } }\nfragment F on Query @skip(if: true) { items { id } }");

        Assert.Equal(
            [
                "Directive \"@once\" may not be used on VARIABLE_DEFINITION. @ 1:16",
                "Directive \"@once\" may not be used on QUERY. @ 1:23",
                "Directive \"@note\" may not be used on FRAGMENT_SPREAD. @ 1:36",
                "Directive \"@once\" may not be used on SUBSCRIPTION. @ 2:14",
                "Directive \"@skip\" may not be used on FRAGMENT_DEFINITION. @ 3:21",
            ],
            errors);
    }

    [Fact]
    public void Every_place_of_a_type_system_document_has_its_name()
    {
        const string document = """
            schema @x { query: A }
            scalar S @x
            type A @x { f(a: Int @x): Int @x }
            interface I @x { f: Int }
            union U @x = A
            enum E @x { V @x }
            input N @x { f: Int @x }
            extend input N { g: Int @x }
            directive @d(a: Int @x) on FIELD
            directive @x on QUERY
            """;

        var places = Check.SdlErrors(KnownDirectives.Rule, document).Select(error => error.Split(' ')[^3].TrimEnd('.'));

        Assert.Equal(
            [
                "SCHEMA", "SCALAR", "OBJECT", "ARGUMENT_DEFINITION", "FIELD_DEFINITION", "INTERFACE", "UNION", "ENUM", "ENUM_VALUE",
                "INPUT_OBJECT", "INPUT_FIELD_DEFINITION", "ARGUMENT_DEFINITION", "ARGUMENT_DEFINITION",
            ],
            places);
    }
}
