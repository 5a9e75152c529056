using Hub.GraphQL.Validation.Rules;

namespace Hub.GraphQL.Tests.Validation.Rules;

public sealed class ValuesOfCorrectTypeTests
{
    [Theory]
    [InlineData("""{ book(id: 1) { id } b: book(id: "x") { id author { books(first: 3, genre: FACT) { id } } } }""")]
    [InlineData("""{ search(text: "a", fuzzy: true, weight: 1, tags: "one") { __typename } }""")]
    [InlineData("""{ search(text: "a", fuzzy: null, weight: 1.5e3, tags: ["a", null]) { __typename } }""")]
    [InlineData("""{ items(years: { from: 1 }, limit: -2147483648, any: { a: [1, $b] }) { id } }""")]
    [InlineData("""{ items(tree: { name: "a", children: [{ name: "b", children: { name: "c" } }] }) { id } }""")]
    [InlineData("""{ item(pick: { id: 1 }) { id } } query ($a: [Range!] = [{ from: 1 }]) { items(years: $a) { id } }""")]
    [InlineData("""{ unknown(a: 1) items(unknown: { a: 1 }) { id } }""")]
    public void Literals_of_the_type_are_accepted(string document) => Assert.Empty(Check.Errors(ValuesOfCorrectType.Rule, document));

    [Theory]
    [InlineData("limit: 2147483648", "Int cannot represent non 32-bit signed integer value: 2147483648")]
    [InlineData("limit: 1e3", "Int cannot represent non-integer value: 1e3")]
    [InlineData("limit: 1.0", "Int cannot represent non-integer value: 1.0")]
    [InlineData("limit: \"1\"", "Int cannot represent non-integer value: \"1\"")]
    [InlineData("limit: \"\"\"1\"\"\"", "Int cannot represent non-integer value: \"\"\"1\"\"\"")]
    [InlineData("limit: [1]", "Int cannot represent non-integer value: [1]")]
    [InlineData("limit: { a: 1 }", "Int cannot represent non-integer value: {a: 1}")]
    [InlineData("limit: null", "Expected value of type \"Int!\", found null.")]
    [InlineData("years: [null]", "Expected value of type \"Range!\", found null.")]
    [InlineData("years: 1", "Expected value of type \"[Range!]\", found 1.")]
    [InlineData("tree: A", "Expected value of type \"Tree\", found A.")]
    [InlineData("genre: FACTS", "Value \"FACTS\" does not exist in \"Genre\" enum. Did you mean the enum value \"FACT\"?")]
    [InlineData("genre: \"FACT\"", "Enum \"Genre\" cannot represent non-enum value: \"FACT\". Did you mean the enum value \"FACT\"?")]
    [InlineData("genre: 5", "Enum \"Genre\" cannot represent non-enum value: 5.")]
    public void A_literal_of_another_type_is_refused(string argument, string message)
    {
        var errors = Check.Errors(ValuesOfCorrectType.Rule, $"{{ items({argument}) {{ id }} }}");

        Assert.Equal([$"{message} @ 1:{9 + argument.IndexOf(": ", StringComparison.Ordinal) + 2 + (argument.Contains("[null", StringComparison.Ordinal) ? 1 : 0)}"], errors);
    }

    [Theory]
    [InlineData("text: 1", "String cannot represent a non string value: 1")]
    [InlineData("text: A", "String cannot represent a non string value: A")]
    [InlineData("text: \"\", fuzzy: \"true\"", "Boolean cannot represent a non boolean value: \"true\"")]
    [InlineData("text: \"\", fuzzy: 0", "Boolean cannot represent a non boolean value: 0")]
    [InlineData("text: \"\", weight: \"1.5\"", "Float cannot represent non numeric value: \"1.5\"")]
    [InlineData("text: \"\", tags: [\"a\", [\"b\"]]", "String cannot represent a non string value: [\"b\"]")]
    public void Scalars_say_what_they_cannot_be(string arguments, string message)
    {
        var error = Assert.Single(Check.Errors(ValuesOfCorrectType.Rule, $"{{ search({arguments}) {{ __typename }} }}"));

        Assert.StartsWith($"{message} @ 1:", error, StringComparison.Ordinal);
    }

    [Fact]
    public void An_id_is_a_string_or_a_whole_number()
    {
        var errors = Check.Errors(ValuesOfCorrectType.Rule, "{ a: book(id: 1.5) { id } b: book(id: true) { id } }");

        Assert.Equal(
            [
                "ID cannot represent a non-string and non-integer value: 1.5 @ 1:15",
                "ID cannot represent a non-string and non-integer value: true @ 1:39",
            ],
            errors);
    }

    [Fact]
    public void Fields_of_an_input_object_are_checked_each_at_its_place()
    {
        const string document = """
            {
              items(years: [{ form: 1 }, { from: "a", to: null }], tree: { children: [{}] }) { id }
            }
            """;

        var errors = Check.Errors(ValuesOfCorrectType.Rule, document);

        Assert.Equal(
            [
                "Field \"Range.from\" of required type \"Int!\" was not provided. @ 2:17",
                "Field \"form\" is not defined by type \"Range\". Did you mean \"from\"? @ 2:19",
                "Int cannot represent non-integer value: \"a\" @ 2:38",
                "Expected value of type \"Int!\", found null. @ 2:47",
                "Field \"Tree.name\" of required type \"String!\" was not provided. @ 2:62",
                "Field \"Tree.name\" of required type \"String!\" was not provided. @ 2:75",
            ],
            errors);
    }

    [Theory]
    [InlineData("{}", "OneOf Input Object \"Pick\" must specify exactly one key.")]
    [InlineData("{ id: 1, title: \"a\" }", "OneOf Input Object \"Pick\" must specify exactly one key.")]
    [InlineData("{ title: null }", "Field \"Pick.title\" must be non-null.")]
    public void A_one_of_takes_exactly_one_field_that_is_not_null(string value, string message)
    {
        var errors = Check.Errors(ValuesOfCorrectType.Rule, $"{{ item(pick: {value}) {{ id }} }}");

        Assert.Equal([$"{message} @ 1:14"], errors);
    }

    [Fact]
    public void Defaults_of_variables_are_checked()
    {
        var errors = Check.Errors(ValuesOfCorrectType.Rule, "query ($a: Int! = null, $b: [Genre] = [FACT, \"OLD\"]) { items { id } }");

        Assert.Equal(
            [
                "Expected value of type \"Int!\", found null. @ 1:19",
                "Enum \"Genre\" cannot represent non-enum value: \"OLD\". Did you mean the enum value \"OLD\"? @ 1:46",
            ],
            errors);
    }
}
