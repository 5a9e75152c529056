using System.Text;
using Hub.GraphQL.Language;

namespace Hub.GraphQL.Tests.Language;

public sealed class LexerTests
{
    [Theory]
    [InlineData("{a}")]
    [InlineData("\uFEFF{a}")]
    [InlineData("{\uFEFFa}")]
    [InlineData(",,{,a,},")]
    [InlineData("\t{ a\r\n}\r")]
    [InlineData("{ a # any character: \u2028 \u0007 \U0001F600 \"\n}")]
    [InlineData("{ a } # to the end")]
    public void What_the_language_ignores_does_not_count(string source) =>
        Assert.Equal("{\n  a\n}", Printer.Print(Parser.Parse(source).Require()));

    [Theory]
    [InlineData("{ ? }", "Unexpected character: \"?\".", 1, 3)]
    [InlineData("{ é }", "Unexpected character: U+00E9.", 1, 3)]
    [InlineData("{ \U0001F600 }", "Unexpected character: U+1F600.", 1, 3)]
    [InlineData("{ \0 }", "Unexpected character: U+0000.", 1, 3)]
    [InlineData("{ 'a' }", "Unexpected single quote character ('), did you mean to use a double quote (\")?", 1, 3)]
    [InlineData("{ .. }", "Unexpected character: \".\".", 1, 3)]
    [InlineData("{ a(b: -) }", "Invalid number, expected digit but got: \")\".", 1, 9)]
    [InlineData("{ a(b: 01) }", "Invalid number, unexpected digit after 0: \"1\".", 1, 9)]
    [InlineData("{ a(b: 1.) }", "Invalid number, expected digit but got: \")\".", 1, 10)]
    [InlineData("{ a(b: 1e) }", "Invalid number, expected digit but got: \")\".", 1, 10)]
    [InlineData("{ a(b: 1.5e+", "Invalid number, expected digit but got: <EOF>.", 1, 13)]
    [InlineData("{ a(b: 1x) }", "Invalid number, expected digit but got: \"x\".", 1, 9)]
    [InlineData("{ a(b: 0xF) }", "Invalid number, expected digit but got: \"x\".", 1, 9)]
    [InlineData("{ a(b: 1.5.2) }", "Invalid number, expected digit but got: \".\".", 1, 11)]
    [InlineData("{ a(b: 1_) }", "Invalid number, expected digit but got: \"_\".", 1, 9)]
    [InlineData("{ a(b: \"c) }", "Unterminated string.", 1, 13)]
    [InlineData("{ a(b: \"c\n\") }", "Unterminated string.", 1, 10)]
    [InlineData("{ a(b: \"\"\"c\"\") }", "Unterminated string.", 1, 17)]
    public void What_is_no_token_is_refused(string source, string message, int line, int column)
    {
        var error = Parser.Parse(source).Error!;

        Assert.Equal($"Syntax Error: {message}", error.Message);
        Assert.Equal([new(line, column)], error.Locations);
    }

    [Theory]
    [InlineData("\"\\x\"", "Invalid character escape sequence: \"\\x\".", 1)]
    [InlineData("\"a\\", "Invalid character escape sequence: \"\\\".", 2)]
    [InlineData("\"\\é\"", "Invalid character escape sequence: \"\\é\".", 1)]
    [InlineData("\"\\u12\"", "Invalid Unicode escape sequence: \"\\u12\"\".", 1)]
    [InlineData("\"\\uD83D\"", "Invalid Unicode escape sequence: \"\\uD83D\".", 1)]
    [InlineData("\"\\uDE00\"", "Invalid Unicode escape sequence: \"\\uDE00\".", 1)]
    [InlineData("\"\\uD83D\\uD83D\"", "Invalid Unicode escape sequence: \"\\uD83D\".", 1)]
    [InlineData("\"\\u{}\"", "Invalid Unicode escape sequence: \"\\u{}\".", 1)]
    [InlineData("\"\\u{110000}\"", "Invalid Unicode escape sequence: \"\\u{110000}\".", 1)]
    [InlineData("\"\\u{D83D}\"", "Invalid Unicode escape sequence: \"\\u{D83D}\".", 1)]
    [InlineData("\"\\u{FFFFFFFF}\"", "Invalid Unicode escape sequence: \"\\u{FFFFFFFF\".", 1)]
    [InlineData("\"\\u{1x}\"", "Invalid Unicode escape sequence: \"\\u{1x\".", 1)]
    public void Escapes_that_name_no_character_are_refused(string value, string message, int column)
    {
        var error = Parser.ParseValue(value, isConst: true).Error!;

        Assert.Equal($"Syntax Error: {message}", error.Message);
        Assert.Equal([new(1, column + 1)], error.Locations);
    }

    [Fact]
    public void An_escape_that_ends_inside_of_a_surrogate_pair_is_cut_there()
    {
        var error = Parser.ParseValue("\"\\u{1\U0001F600}\"", isConst: true).Error!;

        Assert.Equal("Syntax Error: Invalid Unicode escape sequence: \"\\u{1\uD83D\".", error.Message);
    }

    [Theory]
    [InlineData("\"\"", "")]
    [InlineData("\"plain é \U0001F600\"", "plain é \U0001F600")]
    [InlineData("\"\\\"\\\\\\/\\b\\f\\n\\r\\t\"", "\"\\/\b\f\n\r\t")]
    [InlineData("\"\\u0041\\u00e9\\u{1F600}\\u{00000041}\"", "Aé\U0001F600A")]
    [InlineData("\"\\uD83D\\uDE00\"", "\U0001F600")]
    [InlineData("\"a\\u0000\u0007b\"", "a\0\ab")]
    [InlineData("\"# no comment\"", "# no comment")]
    public void Strings_have_their_escapes_resolved(string source, string value) =>
        Assert.Equal(value, Parser.ParseValue(source, isConst: true).Require().Value.StringValue);

    [Theory]
    [InlineData(new byte[] { (byte)'{', 0xFF, (byte)'}' }, "Invalid character: U+FFFD.", 2)]
    [InlineData(new byte[] { (byte)'{', 0xED, 0xA0, 0xBD, (byte)'}' }, "Invalid character: U+D83D.", 2)]
    [InlineData(new byte[] { (byte)'#', 0xC3, (byte)'\n', (byte)'{' }, "Invalid character: U+FFFD.", 2)]
    [InlineData(new byte[] { (byte)'"', (byte)'a', 0xED, 0xA0, 0xBD, (byte)'"' }, "Invalid character within String: U+D83D.", 3)]
    [InlineData(new byte[] { (byte)'"', (byte)'"', (byte)'"', 0xE2, 0x82, (byte)'"', (byte)'"', (byte)'"' }, "Invalid character within String: U+FFFD.", 4)]
    public void Text_that_is_not_utf8_is_refused_where_it_stops_being_so(byte[] source, string message, int column)
    {
        var error = Parser.Parse(source).Error!;

        Assert.Equal($"Syntax Error: {message}", error.Message);
        Assert.Equal([new(1, column)], error.Locations);
    }

    [Fact]
    public void Bytes_that_are_not_utf8_behind_an_earlier_error_do_not_matter()
    {
        byte[] source = [.. "{ } "u8, 0xFF];

        var error = Parser.Parse(source).Error!;

        Assert.Equal("Syntax Error: Expected Name, found \"}\".", error.Message);
    }

    [Theory]
    [InlineData("\n{\n  ?", 3, 3)]
    [InlineData("\r{\r  ?", 3, 3)]
    [InlineData("\r\n{\r\n  ?", 3, 3)]
    [InlineData("\n\r\r\n{ ?", 4, 3)]
    [InlineData("{ a(b: \"\U0001F600\") ?", 1, 14)]
    [InlineData("{ a(b: \"é\") ?", 1, 13)]
    [InlineData("# \U0001F600\U0001F600\n?", 2, 1)]
    [InlineData("{ a(b: \"\"\"\n \U0001F600 \r\n\"\"\") ?", 3, 6)]
    [InlineData("\uFEFF?", 1, 2)]
    public void Columns_count_utf16_units_and_lines_every_kind_of_end(string source, int line, int column) =>
        Assert.Equal([new(line, column)], Parser.Parse(source).Error!.Locations);

    [Fact]
    public void Columns_are_right_on_a_long_line_of_many_bytes()
    {
        var source = $"{{ a(b: \"{string.Concat(Enumerable.Repeat("é\U0001F600a", 1_000))}\") }} ?";

        var error = Parser.Parse(Encoding.UTF8.GetBytes(source)).Error!;

        Assert.Equal([new(1, source.Length)], error.Locations);
    }
}
