using Hub.GraphQL.Types;
using Hub.GraphQL.Types.Building;

namespace Hub.GraphQL.Tests.Types.Building;

public sealed class ScalarsTests
{
    [Theory]
    [InlineData("2026-11-25T07:30:00Z", 1_795_591_800_000)]
    [InlineData("2026-11-25t14:30:00+07:00", 1_795_591_800_000)]
    [InlineData("2026-11-25T07:30:00.5Z", 1_795_591_800_500)]
    [InlineData("2026-11-25T07:30:00.1239999Z", 1_795_591_800_123)]
    public void An_instant_is_read_with_any_offset_to_the_millisecond(string text, long unixMilliseconds)
    {
        var coerced = Scalars.DateTime.ParseValue(InputLiteral.String(text));

        Assert.Equal(unixMilliseconds, ((DateTimeOffset)coerced.Value!).ToUnixTimeMilliseconds());
    }

    [Theory]
    [InlineData("2026-11-25")]
    [InlineData("2026-11-25T07:30:00")]
    [InlineData("2026-11-25 07:30:00Z")]
    [InlineData("2026-02-30T07:30:00Z")]
    [InlineData("2026-11-25T07:30Z")]
    [InlineData("")]
    public void What_is_no_instant_is_refused(string text)
    {
        Assert.Equal($"DateTime cannot represent value: \"{text}\"", Scalars.DateTime.ParseLiteral(InputLiteral.String(text)).Error);
    }

    [Theory]
    [InlineData(0, "1970-01-01T00:00:00Z")]
    [InlineData(-1, "1969-12-31T23:59:59.999Z")]
    [InlineData(1_764_055_800_120, "2025-11-25T07:30:00.120Z")]
    public void An_instant_is_written_with_milliseconds_only_when_there_are_some(long unixMilliseconds, string expected)
    {
        Span<byte> bytes = stackalloc byte[ScalarText.MostInstantBytes];

        Assert.True(ScalarText.TryFormatInstant(unixMilliseconds, bytes, out var written));
        Assert.Equal(expected, System.Text.Encoding.UTF8.GetString(bytes[..written]));
        Assert.False(ScalarText.TryFormatInstant(long.MaxValue, bytes, out _));
    }

    [Theory]
    [InlineData("9007199254740991", true)]
    [InlineData("-9007199254740991", true)]
    [InlineData("9007199254740992", false)]
    [InlineData("99999999999999999999", false)]
    public void A_safe_integer_stays_within_what_javascript_keeps(string text, bool isSafe)
    {
        var scalar = Scalars.SafeInteger("Rupiah", "Money.");

        Assert.Equal(isSafe, scalar.ParseLiteral(InputLiteral.Int(text)).IsValid);
        Assert.Equal(isSafe, scalar.ParseValue(InputLiteral.Int(text)).IsValid);
        Assert.False(scalar.ParseValue(InputLiteral.Float("0.5")).IsValid);
    }

    [Fact]
    public void A_day_is_read_in_one_form_only()
    {
        Assert.Equal(new DateOnly(2024, 2, 29), Scalars.Date.ParseValue(InputLiteral.String("2024-02-29")).Value);
        Assert.Equal("Date cannot represent value: \"29.2.2024\"", Scalars.Date.ParseValue(InputLiteral.String("29.2.2024")).Error);
        Assert.Equal("Date cannot represent value: 20240229", Scalars.Date.ParseLiteral(InputLiteral.Int("20240229")).Error);
    }
}
