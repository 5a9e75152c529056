namespace Hub.Data.Rollups;

/// <summary>Days and months of rollups: days since 1970 in Jakarta, which is seven hours ahead of UTC all year.</summary>
public static class RollupCalendar
{
    private const long DayMilliseconds = 86_400_000;
    private const long JakartaAhead = 7 * 3_600_000;
    private static readonly int Epoch = new DateOnly(1970, 1, 1).DayNumber;

    /// <summary>The day in Jakarta of an instant in unix milliseconds.</summary>
    public static int DayOf(long instant)
    {
        var (day, rest) = Math.DivRem(instant + JakartaAhead, DayMilliseconds);
        return (int)(rest < 0 ? day - 1 : day);
    }

    /// <summary>The first day of the month of a day.</summary>
    public static int MonthOf(int day)
    {
        var date = DateOf(day);
        return day - (date.Day - 1);
    }

    /// <summary>The date of a day.</summary>
    public static DateOnly DateOf(int day) => DateOnly.FromDayNumber(Epoch + day);

    /// <summary>The day of a date.</summary>
    public static int DayOf(DateOnly date) => date.DayNumber - Epoch;
}

/// <summary>Codes of provinces, two digits, as numbers; 0 and the empty text stand for none.</summary>
internal static class ProvinceCode
{
    private static readonly string[] Texts = [.. Enumerable.Range(0, 100).Select(n => n == 0 ? "" : n.ToString("00", System.Globalization.CultureInfo.InvariantCulture))];

    public static string Text(int number) => Texts[number];

    /// <summary>The province of an area's code in UTF-8.</summary>
    public static int Of(ReadOnlySpan<byte> code) =>
        code is [>= (byte)'0' and <= (byte)'9', >= (byte)'0' and <= (byte)'9', ..] ? ((code[0] - '0') * 10) + code[1] - '0' : 0;
}
