using Hub.GraphQL.Language;
using Hub.GraphQL.Types.Sdl;
using Hub.GraphQL.Validation;
using Hub.GraphQL.Validation.Rules;

namespace Hub.GraphQL.Tests.Validation.Rules;

public sealed class OverlappingFieldsCanBeMergedTests
{
    private const string Advice = "Use different aliases on the fields to fetch both if this was intentional.";

    [Theory]
    [InlineData("{ items { id id title ... on Book { id } ...F } } fragment F on Item { id title }")]
    [InlineData("{ items { ... on Book { x: title } ... on Film { x: shelf } } }")]
    [InlineData("{ items { ... on Book { s: shelf(floor: 1) } ... on Film { s: shelf(floor: 2) } } }")]
    [InlineData("""{ items(tree: { name: "a", children: [] }) { id } items(tree: { children: [], name: "a" }) { title } }""")]
    [InlineData("query ($a: Int!) { items(limit: $a) { id } items(limit: $ a) { id } }")]
    [InlineData("""{ search(text: "\u0061") { __typename } search(text: "a") { __typename } }""")]
    [InlineData("{ items { ...F ...F ...Missing } } fragment F on Item { id ...F }")]
    [InlineData("{ items { ... on Book { p: author { name } } ... on Film { p: director { name } } } }")]
    public void Fields_that_are_one_or_exclude_each_other_are_accepted(string document) =>
        Assert.Empty(Check.Errors(OverlappingFieldsCanBeMerged.Rule, document));

    [Fact]
    public void Different_fields_under_one_name_are_refused()
    {
        var errors = Check.Errors(OverlappingFieldsCanBeMerged.Rule, "{ items { id title: id\n title } }");

        Assert.Equal([$"Fields \"title\" conflict because \"id\" and \"title\" are different fields. {Advice} @ 1:14 2:2"], errors);
    }

    [Theory]
    [InlineData("shelf(floor: 1) shelf(floor: 2)", 27)]
    [InlineData("shelf shelf(floor: 2)", 17)]
    [InlineData("shelf(floor: 1) shelf(floor: $a)", 27)]
    [InlineData("shelf(floor: \"a\") shelf(floor: \"\"\"a\"\"\")", 29)]
    [InlineData("shelf(floor: [1, 2]) shelf(floor: [2, 1])", 32)]
    public void Differing_arguments_are_refused(string fields, int second)
    {
        var errors = Check.Errors(OverlappingFieldsCanBeMerged.Rule, $"{{ items {{ {fields} }} }}");

        Assert.Equal([$"Fields \"shelf\" conflict because they have differing arguments. {Advice} @ 1:11 1:{second}"], errors);
    }

    [Fact]
    public void Types_of_different_shape_are_refused_even_where_the_fields_exclude_each_other()
    {
        var errors = Check.Errors(
            OverlappingFieldsCanBeMerged.Rule,
            "{ items { ... on Book { x: pages y: author { z: books { id } } } ... on Film { x: minutes y: director { z: name } } } }");

        Assert.Equal(
            [
                $"Fields \"x\" conflict because they return conflicting types \"Int\" and \"Int!\". {Advice} @ 1:25 1:80",
                $"Fields \"y\" conflict because subfields \"z\" conflict because they return conflicting types \"[Book!]!\" and \"String!\". {Advice} "
                    + "@ 1:34 1:46 1:91 1:105",
            ],
            errors);
    }

    [Fact]
    public void Conflicts_below_are_gathered_in_one_error_on_the_fields_above()
    {
        const string document = """
            {
              book(id: 1) { a: id b: title } book(id: 1) { ...F }
            }
            fragment F on Book { a: title ...G }
            fragment G on Book { b: id }
            """;

        var errors = Check.Errors(OverlappingFieldsCanBeMerged.Rule, document);

        Assert.Equal(
            [
                "Fields \"book\" conflict because subfields \"a\" conflict because \"id\" and \"title\" are different fields and "
                    + $"subfields \"b\" conflict because \"title\" and \"id\" are different fields. {Advice} @ 2:3 2:17 2:23 2:34 4:22 5:22",
            ],
            errors);
    }

    [Fact]
    public void Exponentially_many_comparisons_are_cut_off()
    {
        // Each level doubles the pairs to compare: two fields of one name, both spreading the next two fragments.
        var fragments = Enumerable.Range(0, 30).Select(i =>
            $"fragment A{i} on Person {{ friends {{ ...A{i + 1} ...B{i + 1} }} }} fragment B{i} on Person {{ friends {{ ...B{i + 1} ...A{i + 1} }} }}");
        var document = "{ book(id: 1) { author { ...A0 ...B0 } } } fragment A30 on Person { name } fragment B30 on Person { name } "
            + string.Join(' ', fragments);

        Assert.Empty(Check.Errors(OverlappingFieldsCanBeMerged.Rule, document));

        // A thousand times the same field is half a million pairs.
        var flood = $"{{ items {{ {string.Concat(Enumerable.Repeat("title ", 1_000))} }} }}";

        Assert.Equal(
            ["Whether fields can be merged takes more than 500000 comparisons. Select each field once, or under an alias of its own. Validation aborted. @ "],
            Check.Errors(OverlappingFieldsCanBeMerged.Rule, flood));
    }

    [Fact]
    public void Comparisons_that_nest_through_thousands_of_fragments_do_not_exhaust_the_threads_stack()
    {
        var schema = SdlSchema.Build("type Query { f: Query a: Int }").Require();
        var chain = string.Join(' ', Enumerable.Range(0, 2_000).Select(i =>
            $"fragment A{i} on Query {{ f {{ ...A{i + 1} }} }} fragment B{i} on Query {{ f {{ ...B{i + 1} }} }}"));
        var document = $"{{ ...A0 ...B0 }} fragment A2000 on Query {{ a }} fragment B2000 on Query {{ a }} {chain}";
        var parsed = Parser.Parse(document, ParserOptions.Trusted).Require();

        var errors = DocumentValidator.Validate(schema, parsed, new() { Rules = new(OverlappingFieldsCanBeMerged.Rule) });

        Assert.Equal("Fields that must be merged nest deeper than 256 levels. Nest fewer fragments. Validation aborted.", Assert.Single(errors).Message);
    }
}
