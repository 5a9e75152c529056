using Hub.GraphQL.Language;

namespace Hub.GraphQL.Tests.Language;

public sealed class ParserTests
{
    [Theory]
    [InlineData("", "Unexpected <EOF>.", 1, 1)]
    [InlineData("{ }", "Expected Name, found \"}\".", 1, 3)]
    [InlineData("{ a { } }", "Expected Name, found \"}\".", 1, 7)]
    [InlineData("{ a", "Expected Name, found <EOF>.", 1, 4)]
    [InlineData("{ a() }", "Expected Name, found \")\".", 1, 5)]
    [InlineData("{ a(b) }", "Expected \":\", found \")\".", 1, 6)]
    [InlineData("{ a(b: [1) }", "Unexpected \")\".", 1, 10)]
    [InlineData("{ a(b: {1}) }", "Expected Name, found Int \"1\".", 1, 9)]
    [InlineData("query (a: Int) { b }", "Expected \"$\", found Name \"a\".", 1, 8)]
    [InlineData("query ($a: [Int) { b }", "Expected \"]\", found \")\".", 1, 16)]
    [InlineData("query ($a: Int!!) { b }", "Expected \"$\", found \"!\".", 1, 16)]
    [InlineData("query ($a: Int = $b) { c }", "Unexpected variable \"$b\" in constant value.", 1, 18)]
    [InlineData("query { a } b", "Unexpected Name \"b\".", 1, 13)]
    [InlineData("fragment on on A { b }", "Unexpected Name \"on\".", 1, 10)]
    [InlineData("fragment \"on\" on A { b }", "Unexpected String \"on\".", 1, 10)]
    [InlineData("{ ... on }", "Expected Name, found \"}\".", 1, 10)]
    [InlineData("\"d\" { a }", "Unexpected description, descriptions are not supported on shorthand queries.", 1, 1)]
    [InlineData("\"d\" extend type A { b: C }", "Unexpected description, only GraphQL definitions support descriptions.", 1, 1)]
    [InlineData("\"\"\"d\n\"\"\" 5", "Unexpected Int \"5\".", 2, 5)]
    [InlineData("enum A { true }", "Name \"true\" is reserved and cannot be used for an enum value.", 1, 10)]
    [InlineData("type A { }", "Expected Name, found \"}\".", 1, 10)]
    [InlineData("schema { }", "Expected Name, found \"}\".", 1, 10)]
    [InlineData("schema { all: A }", "Unexpected Name \"all\".", 1, 10)]
    [InlineData("directive @a on HERE", "Unexpected Name \"HERE\".", 1, 17)]
    [InlineData("extend directive @a", "Unexpected Name \"directive\".", 1, 8)]
    [InlineData("fragment A($b: C) on D { e }", "Expected \"on\", found \"(\".", 1, 11)]
    public void What_the_grammar_does_not_know_is_refused(string source, string message, int line, int column)
    {
        var error = Parser.Parse(source).Error!;

        Assert.Equal($"Syntax Error: {message}", error.Message);
        Assert.Equal([new(line, column)], error.Locations);
    }

    [Fact]
    public void A_field_gives_its_parts()
    {
        var document = Parser.Parse("""{ big: items(limit: 5, tags: ["a", $b]) @once @skip(if: true) { id } }""").Require();

        var field = document.Operations.First.SelectionSet.Selections.First.AsField;

        Assert.Equal(("items", "big", "big"), (field.Name, field.Alias, field.ResponseName));
        Assert.Equal("5", field.Argument("limit")!.Value.Value.Text);
        Assert.Equal(["\"a\"", "$b"], Texts(field.Argument("tags")!.Value.Value.Items));
        Assert.Null(field.Argument("none"));
        Assert.Equal(2, field.Directives.Count);
        Assert.Equal("id", field.SelectionSet!.Value.Selections.First.AsField.ResponseName);
    }

    [Fact]
    public void An_operation_gives_its_parts()
    {
        var document = Parser.Parse(
            """
            "What it asks." query Q("Where." $a: [Int!]! = [1] @d, $b: X) @e { ...F ... on T { c } ... @f { d } }
            "Why." fragment F on T @g { e }
            """).Require();

        var operation = document.Operations.First;
        var fragment = document.Fragments.First;

        Assert.Equal((OperationKind.Query, "Q", "What it asks."), (operation.Operation, operation.Name, operation.Description));
        Assert.Equal(("a", "[Int!]!", "[1]", "Where."), Describe(operation.Variables.First));
        Assert.Equal(2, operation.Variables.Count);
        Assert.Equal("e", operation.Directives.First.Name);
        Assert.Equal(
            [NodeKind.FragmentSpread, NodeKind.InlineFragment, NodeKind.InlineFragment],
            Kinds(operation.SelectionSet.Selections));
        Assert.Equal(("F", "T", "Why."), (fragment.Name, fragment.TypeCondition.Name, fragment.Description));
    }

    [Fact]
    public void Equal_names_have_one_number()
    {
        var document = Parser.Parse("query id { id x: id(id: $id) @id }").Require();

        var field = document.Operations.First.SelectionSet.Selections.First.AsField;

        Assert.Equal(2, document.NameCount);
        Assert.Equal(document.FindName("id"), field.NameId);
        Assert.Equal(-1, document.FindName("other"));
        Assert.Equal("x"u8, document.NameUtf8(document.FindName("x"u8)));
    }

    [Fact]
    public void Thousands_of_names_keep_their_numbers()
    {
        var names = Enumerable.Range(0, 3_000).Select(i => $"n{i * 7919}").ToArray();

        var document = Parser.Parse($"{{ {string.Join(' ', names)} }}").Require();

        Assert.Equal(names, Enumerable.Range(0, document.NameCount).Select(document.Name));
        Assert.All(names, name => Assert.Equal(name, document.Name(document.FindName(name))));
    }

    [Theory]
    [InlineData("{ a }", "{ a }")]
    [InlineData("\"\"\"d\"\"\" type A implements & B & C @d { e(f: [G!]! = [{ h: 1 }] @i): J @k }", "type")]
    [InlineData("extend schema @a { query: B } directive @c(d: E = F) repeatable on | FIELD | ENUM", "extend")]
    public void Nodes_cover_their_text(string source, string first)
    {
        var document = Parser.Parse(source).Require();

        for (var node = 1; node < document.NodeCount; node++)
        {
            Assert.True(document[node].Start < document[node].End, $"{document[node].Kind}");
            Assert.True(document[node].Next > node && document[node].Next <= document.NodeCount, $"{document[node].Kind}");
        }

        Assert.Contains(first, source[document[1].Start..document[1].End], StringComparison.Ordinal);
        Assert.Equal(source.Length, document[0].End);
    }

    [Fact]
    public void Variables_of_fragments_are_an_option()
    {
        const string source = "fragment A($b: C = 1) on D { e }";

        var document = Parser.Parse(source, ParserOptions.Request with { FragmentVariables = true }).Require();

        Assert.Equal("b", document.Fragments.First.Variables.First.Name);
    }

    private static (string Name, string Type, string? Default, string? Description) Describe(VariableDefinitionNode variable) =>
        (variable.Name, variable.Type.ToString(), variable.Default?.ToString(), variable.Description);

    private static List<string> Texts(NodeList<ValueNode> values)
    {
        var texts = new List<string>();
        foreach (var value in values)
            texts.Add(value.ToString());
        return texts;
    }

    private static List<NodeKind> Kinds(NodeList<SelectionNode> selections)
    {
        var kinds = new List<NodeKind>();
        foreach (var selection in selections)
            kinds.Add(selection.Kind);
        return kinds;
    }
}
