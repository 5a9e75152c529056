using Hub.GraphQL.Types;

namespace Hub.GraphQL.Tests.Types;

public sealed class SpecifiedScalarsTests
{
    [Theory]
    [InlineData("2147483647", 2147483647, null)]
    [InlineData("-2147483648", -2147483648, null)]
    [InlineData("2147483648", null, "Int cannot represent non 32-bit signed integer value: 2147483648")]
    public void An_int_literal_has_32_bits(string text, int? value, string? error)
    {
        var coerced = SpecifiedScalars.Int.ParseLiteral(InputLiteral.Int(text));

        Assert.Equal((value, error), ((int?)coerced.Value, coerced.Error));
    }

    [Fact]
    public void An_int_literal_has_no_fraction_but_a_json_number_may_look_as_if()
    {
        Assert.Equal("Int cannot represent non-integer value: 1.0", SpecifiedScalars.Int.ParseLiteral(InputLiteral.Float("1.0")).Error);
        Assert.Equal("Int cannot represent non-integer value: 1e3", SpecifiedScalars.Int.ParseLiteral(InputLiteral.Float("1e3")).Error);
        Assert.Equal(1, SpecifiedScalars.Int.ParseValue(InputLiteral.Float("1.0")).Value);
        Assert.Equal(1000, SpecifiedScalars.Int.ParseValue(InputLiteral.Float("1e3")).Value);
        Assert.Equal("Int cannot represent non-integer value: 1.5", SpecifiedScalars.Int.ParseValue(InputLiteral.Float("1.5")).Error);
        Assert.Equal("Int cannot represent non 32-bit signed integer value: 2147483648", SpecifiedScalars.Int.ParseValue(InputLiteral.Int("2147483648")).Error);
    }

    [Fact]
    public void A_float_takes_whole_numbers_but_no_text()
    {
        Assert.Equal(3.0, SpecifiedScalars.Float.ParseLiteral(InputLiteral.Int("3")).Value);
        Assert.Equal("Float cannot represent non numeric value: \"3\"", SpecifiedScalars.Float.ParseLiteral(InputLiteral.String("3")).Error);
        Assert.Equal("Float cannot represent non numeric value: true", SpecifiedScalars.Float.ParseValue(InputLiteral.True).Error);
    }

    [Fact]
    public void A_string_takes_text_only()
    {
        Assert.Equal("String cannot represent a non string value: 3", SpecifiedScalars.String.ParseLiteral(InputLiteral.Int("3")).Error);
        Assert.Equal("a", SpecifiedScalars.String.ParseValue(InputLiteral.String("a")).Value);
    }

    [Fact]
    public void A_boolean_takes_true_and_false_only()
    {
        Assert.Equal(true, SpecifiedScalars.Boolean.ParseLiteral(InputLiteral.True).Value);
        Assert.Equal("Boolean cannot represent a non boolean value: 1", SpecifiedScalars.Boolean.ParseValue(InputLiteral.Int("1")).Error);
    }

    [Fact]
    public void An_id_takes_text_and_whole_numbers_and_becomes_text()
    {
        Assert.Equal("4", SpecifiedScalars.Id.ParseLiteral(InputLiteral.Int("4")).Value);
        Assert.Equal("4", SpecifiedScalars.Id.ParseValue(InputLiteral.Int("4")).Value);
        Assert.Equal("ID cannot represent a non-string and non-integer value: 4.5", SpecifiedScalars.Id.ParseLiteral(InputLiteral.Float("4.5")).Error);
        Assert.Equal("ID cannot represent value: 4.5", SpecifiedScalars.Id.ParseValue(InputLiteral.Float("4.5")).Error);
    }
}
