using System.Globalization;
using Hub.GraphQL.Types;

namespace Hub.GraphQL.Tests.Types;

public sealed class JsonNumberTests
{
    // What JSON.stringify of Node 20 answers.
    [Theory]
    [InlineData(0, "0")]
    [InlineData(-0.0, "0")]
    [InlineData(1, "1")]
    [InlineData(-1.5, "-1.5")]
    [InlineData(0.1, "0.1")]
    [InlineData(0.30000000000000004, "0.30000000000000004")]
    [InlineData(100, "100")]
    [InlineData(1e20, "100000000000000000000")]
    [InlineData(1e21, "1e+21")]
    [InlineData(1.5e300, "1.5e+300")]
    [InlineData(123456789012345680000.0, "123456789012345680000")]
    [InlineData(0.000001, "0.000001")]
    [InlineData(0.00000123, "0.00000123")]
    [InlineData(1e-7, "1e-7")]
    [InlineData(1.23e-7, "1.23e-7")]
    [InlineData(5e-324, "5e-324")]
    [InlineData(1.7976931348623157e308, "1.7976931348623157e+308")]
    [InlineData(9007199254740993, "9007199254740992")]
    public void Numbers_are_written_as_javascript_does(double value, string expected)
    {
        Assert.Equal(expected, JsonNumber.Format(value));
    }

    [Fact]
    public void Every_number_reads_back_the_same()
    {
        var random = new Random(1);
        for (var i = 0; i < 20_000; i++)
        {
            var value = BitConverter.Int64BitsToDouble(random.NextInt64());
            if (!double.IsFinite(value))
                continue;

            var text = JsonNumber.Format(value);

            Assert.Equal(value, double.Parse(text, CultureInfo.InvariantCulture));
        }
    }

    [Fact]
    public void A_number_that_json_has_not_is_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => JsonNumber.Format(double.NaN));
    }
}
