using System.Numerics;
using Hub.GraphQL.Execution;

namespace Hub.GraphQL.Tests.Execution;

public sealed class FigureWriterTests
{
    [Theory]
    [InlineData(0, 3, 0)]
    [InlineData(7, 2, 3.5)]
    [InlineData(-7, 2, -3.5)]
    [InlineData(1, 3, 1.0 / 3)]
    [InlineData(long.MaxValue, 1, 9.223372036854776E+18)]
    [InlineData(9_007_199_254_740_993, 1, 9_007_199_254_740_992)]
    [InlineData(9_007_199_254_740_995, 1, 9_007_199_254_740_996)]
    [InlineData(1, long.MaxValue, 1.0842021724855044E-19)]
    public void A_mean_is_rounded_once(long sum, long count, double mean)
    {
        Assert.Equal(mean, FigureWriter.Mean(sum, count));
    }

    [Fact]
    public void A_mean_is_the_double_next_to_the_exact_quotient()
    {
        var random = new Random(7);
        for (var i = 0; i < 5_000; i++)
        {
            var sum = (Int128)random.NextInt64(long.MinValue, long.MaxValue) * random.Next(1, 1 << random.Next(1, 30));
            var count = random.NextInt64(1, 1L << random.Next(1, 40));

            var mean = FigureWriter.Mean(sum, count);

            var error = Distance(mean, sum, count);
            Assert.True(error <= Distance(double.BitIncrement(mean), sum, count) && error <= Distance(double.BitDecrement(mean), sum, count), $"{sum}/{count}: {mean:R}");
        }
    }

    /// <summary>How far a double is from the quotient, in units of 2^-200 / count.</summary>
    private static BigInteger Distance(double value, Int128 sum, long count)
    {
        var bits = BitConverter.DoubleToInt64Bits(value);
        var exponent = (int)((bits >> 52) & 0x7FF) - 1075;
        var mantissa = (BigInteger)((bits & ((1L << 52) - 1)) | (1L << 52)) * (bits < 0 ? -1 : 1);
        return BigInteger.Abs((mantissa << (200 + exponent)) * count - ((BigInteger)sum << 200));
    }
}
