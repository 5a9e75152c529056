using Hub.GraphQL.Language;

namespace Hub.GraphQL.Tests.Language;

public sealed class ParserLimitsTests
{
    private const int Bomb = 100_000;

    public static TheoryData<string, string> Bombs => new()
    {
        { "braces", new string('{', Bomb) },
        { "selection sets", string.Concat(Enumerable.Repeat("{a", Bomb)) },
        { "inline fragments", string.Concat(Enumerable.Repeat("{...", Bomb)) },
        { "lists", "{a(b:" + new string('[', Bomb) },
        { "objects", "{a(b:" + string.Concat(Enumerable.Repeat("{c:", Bomb)) },
        { "types", "query($a:" + new string('[', Bomb) },
        { "closed lists", $"{{a(b:{new string('[', Bomb)}{new string(']', Bomb)})}}" },
    };

    [Theory]
    [MemberData(nameof(Bombs))]
    public void Deep_nesting_is_refused_without_the_threads_stack(string name, string source)
    {
        var error = Parser.Parse(source, ParserOptions.Trusted).Error!;

        Assert.True(error.Message.Length < 100, name);
        Assert.Contains(error.Message, new[]
        {
            "Syntax Error: Expected Name, found \"{\".",
            "Syntax Error: Document is nested deeper than 128 levels. Parsing aborted.",
        });
    }

    [Fact]
    public void The_depth_allowed_is_allowed_and_one_more_is_not()
    {
        var options = ParserOptions.Request with { MaxDepth = 5 };

        Assert.True(Parser.Parse("{ a { b { c(d: [{ e: 1 }]) } } }", options).IsOk);
        var error = Parser.Parse("{ a { b { c(d: [{ e: [1] }]) } } }", options).Error!;

        Assert.Equal("Syntax Error: Document is nested deeper than 5 levels. Parsing aborted.", error.Message);
        Assert.Equal([new(1, 22)], error.Locations);
    }

    [Fact]
    public void Nobody_can_allow_more_depth_than_the_stack_holds() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => ParserOptions.Request with { MaxDepth = 1_001 });

    [Fact]
    public void Documents_as_deep_as_allowed_can_be_printed()
    {
        var source = string.Concat(Enumerable.Repeat("{a", 1_000)) + new string('}', 1_000);

        var document = Parser.Parse(source, ParserOptions.Request with { MaxDepth = 1_000 }).Require();

        Assert.Equal(2_001, Printer.Print(document).Split('\n').Length);
    }

    [Fact]
    public void A_source_of_five_megabytes_is_not_read()
    {
        var source = new byte[5 << 20];
        var before = GC.GetAllocatedBytesForCurrentThread();

        var error = Parser.Parse(source).Error!;

        Assert.Equal("Syntax Error: Source contains more than 262144 bytes. Parsing aborted.", error.Message);
        Assert.True(GC.GetAllocatedBytesForCurrentThread() - before < 1 << 20);
    }

    [Theory]
    [InlineData(6, true)]
    [InlineData(5, false)]
    public void Tokens_are_counted_and_comments_are_not(int most, bool isOk)
    {
        var result = Parser.Parse("{ # one\n a # two\n b: c }", ParserOptions.Request with { MaxTokens = most });

        Assert.Equal(isOk, result.IsOk);
        Assert.Equal(isOk ? null : "Syntax Error: Document contains more that 5 tokens. Parsing aborted.", result.Error?.Message);
    }

    [Fact]
    public void Nodes_are_counted()
    {
        var error = Parser.Parse("{ a b c d }", ParserOptions.Request with { MaxNodes = 5 }).Error!;

        Assert.Equal("Syntax Error: Document contains more than 5 nodes. Parsing aborted.", error.Message);
    }
}
