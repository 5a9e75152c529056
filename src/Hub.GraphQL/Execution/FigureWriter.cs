using Hub.GraphQL.Planning;

namespace Hub.GraphQL.Execution;

/// <summary>Writes figures as every executor shows them.</summary>
public static class FigureWriter
{
    /// <summary>Writes an exact sum of whole numbers; one beyond its type's range is an error of the field.</summary>
    public static bool Sum(ResponseWriter writer, FieldSite site, ColumnType type, Int128 sum)
    {
        ArgumentNullException.ThrowIfNull(writer);
        ArgumentNullException.ThrowIfNull(site);
        ArgumentNullException.ThrowIfNull(type);
        if (sum >= long.MinValue && sum <= long.MaxValue)
            return writer.Integer(site, type, (long)sum);
        writer.Report(site, $"{type.GraphQLType!.Name} cannot represent a value outside ±{(1L << 53) - 1}: {sum}");
        return writer.Failed(site);
    }

    /// <summary>The double next to the exact mean of whole numbers.</summary>
    public static double Mean(Int128 sum, long count)
    {
        var (rest, divisor) = ((UInt128)Int128.Abs(sum), (UInt128)count);

        // Some sixty bits of the quotient, the last one set when others follow: then rounding once is rounding right.
        var shift = Math.Max(0, 60 - (Bits(rest) - Bits(divisor)));
        var (quotient, left) = UInt128.DivRem(rest << shift, divisor);
        if (left != 0)
            quotient |= 1;
        var mean = Math.ScaleB((double)quotient, -shift);
        return sum < 0 ? -mean : mean;

        static int Bits(UInt128 value) => 128 - (int)UInt128.LeadingZeroCount(value);
    }
}
