using Hub.GraphQL.Language;

namespace Hub.GraphQL.Tests.Language;

public sealed class BlockStringTests
{
    [Theory]
    [InlineData("\"\"\"\"\"\"", "")]
    [InlineData("\"\"\" a \"\"\"", " a ")]
    [InlineData("\"\"\"\n    a\n      b\n\n    c\n  \"\"\"", "a\n  b\n\nc")]
    [InlineData("\"\"\"a\n    b\n  c\"\"\"", "a\n  b\nc")]
    [InlineData("\"\"\"\r\n\ta\r\tb\n\"\"\"", "a\nb")]
    [InlineData("\"\"\"\n   \n  \n\"\"\"", "")]
    [InlineData("\"\"\"say \\\"\"\"hi\\\"\"\" \\n \\u0041\"\"\"", "say \"\"\"hi\"\"\" \\n \\u0041")]
    [InlineData("\"\"\"a \"\" b \" c\\ \"\"\"", "a \"\" b \" c\\ ")]
    public void Common_indentation_and_blank_edges_are_taken_away(string source, string value) =>
        Assert.Equal(value, Parser.ParseValue(source, isConst: true).Require().Value.StringValue);

    [Theory]
    [InlineData("", "\"\"\"\"\"\"")]
    [InlineData("one", "\"\"\"one\"\"\"")]
    [InlineData(" one", "\"\"\" one\"\"\"")]
    [InlineData("one\ntwo", "\"\"\"\none\ntwo\n\"\"\"")]
    [InlineData("one\n two", "\"\"\"\none\n two\n\"\"\"")]
    [InlineData("ends in \"", "\"\"\"\nends in \"\n\"\"\"")]
    [InlineData("ends in \\", "\"\"\"\nends in \\\n\"\"\"")]
    [InlineData("has \"\"\"", "\"\"\"\nhas \\\"\"\"\n\"\"\"")]
    public void Values_print_so_that_they_read_back(string value, string printed)
    {
        Assert.Equal(printed, BlockString.Print(value));
        Assert.Equal(value, BlockString.Value(System.Text.Encoding.UTF8.GetBytes(printed[3..^3])));
    }

    [Theory]
    [InlineData("", true)]
    [InlineData("one\n\n  two", true)]
    [InlineData("\nleading line", false)]
    [InlineData("trailing line\n", false)]
    [InlineData("  both\n  indented", false)]
    [InlineData("carriage\rreturn", false)]
    [InlineData("control \u0007", false)]
    public void Some_values_have_no_block_string(string value, bool can)
    {
        Assert.Equal(can, BlockString.CanPrint(value));
        Assert.Equal(can, Printer.QuoteBlock(value) is not null);
    }
}
