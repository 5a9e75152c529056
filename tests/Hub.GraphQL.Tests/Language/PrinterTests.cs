using Hub.GraphQL.Language;

namespace Hub.GraphQL.Tests.Language;

public sealed class PrinterTests
{
    [Theory]
    [InlineData("query{a}", "{\n  a\n}")]
    [InlineData("query Q{a}", "query Q {\n  a\n}")]
    [InlineData("query($a:Int=1@d){a}", "query ($a: Int = 1 @d) {\n  a\n}")]
    [InlineData("mutation{a}", "mutation {\n  a\n}")]
    [InlineData("{a:b(c:$d)@e{f...G...on H@i{j}...{k}}}", "{\n  a: b(c: $d) @e {\n    f\n    ...G\n    ... on H @i {\n      j\n    }\n    ... {\n      k\n    }\n  }\n}")]
    [InlineData("fragment A on B@c{d}", "fragment A on B @c {\n  d\n}")]
    [InlineData("{a(b:{c:[1,null,ENUM,true,1.5e3],d:\"\\u0041\\n\"})}", "{\n  a(b: {c: [1, null, ENUM, true, 1.5e3], d: \"A\\n\"})\n}")]
    public void Executable_documents_have_one_layout(string source, string printed) => Check(source, printed);

    [Fact]
    public void Arguments_longer_than_a_line_have_lines_of_their_own()
    {
        var value = new string('x', 30);

        Check($"{{a(b:\"{value}\",c:\"{value}\")}}", $"{{\n  a(b: \"{value}\", c: \"{value}\")\n}}");
        Check($"{{a(b:\"{value}\",c:\"{value}\",d:123)}}", $"{{\n  a(\n    b: \"{value}\"\n    c: \"{value}\"\n    d: 123\n  )\n}}");
    }

    [Theory]
    [InlineData("\"d\"schema@a{query:B}", "\"d\"\nschema @a {\n  query: B\n}")]
    [InlineData("extend schema@a", "extend schema @a")]
    [InlineData("scalar A@b", "scalar A @b")]
    [InlineData("type A implements B&C@d{e(f:G=1):H!@i}", "type A implements B & C @d {\n  e(f: G = 1): H! @i\n}")]
    [InlineData("type A{e(\"d\"f:G h:I):J}", "type A {\n  e(\n    \"d\"\n    f: G\n    h: I\n  ): J\n}")]
    [InlineData("interface A{\"\"\"\n d\n  e\n\"\"\"f:[G!]}", "interface A {\n  \"\"\"\n  d\n   e\n  \"\"\"\n  f: [G!]\n}")]
    [InlineData("union A@b=|C|D", "union A @b = C | D")]
    [InlineData("extend union A=B", "extend union A = B")]
    [InlineData("enum A{B@c D}", "enum A {\n  B @c\n  D\n}")]
    [InlineData("input A{b:C=[D]}", "input A {\n  b: C = [D]\n}")]
    [InlineData("extend input A@b", "extend input A @b")]
    [InlineData("directive@a(b:C)repeatable on|FIELD|ENUM", "directive @a(b: C) repeatable on FIELD | ENUM")]
    public void Type_system_documents_have_one_layout(string source, string printed) => Check(source, printed);

    [Fact]
    public void Quotes_escape_what_must_not_stand_in_a_string() =>
        Assert.Equal("\"\\\"\\\\\\b\\t\\n\\f\\r\\u0007\\u007F\\u009Fé\"", Printer.Quote("\"\\\b\t\n\f\r\u0007\u007f\u009fé"));

    private static void Check(string source, string printed)
    {
        var first = Printer.Print(Parser.Parse(source).Require());
        var second = Printer.Print(Parser.Parse(first).Require());

        Assert.Equal(printed, first);
        Assert.Equal(printed, second);
    }
}
