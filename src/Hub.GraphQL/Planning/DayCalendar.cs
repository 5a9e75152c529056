using System.Globalization;

namespace Hub.GraphQL.Planning;

/// <summary>How long the spans are that days and instants are grouped into.</summary>
public enum DateInterval
{
    /// <summary>A day of the calendar.</summary>
    Day,

    /// <summary>Seven days from Monday on.</summary>
    Week,

    /// <summary>A month of the calendar.</summary>
    Month,

    /// <summary>Three months from January, April, July or October on.</summary>
    Quarter,

    /// <summary>A year of the calendar.</summary>
    Year,
}

/// <summary>The calendar that instants are grouped by: a fixed distance from UTC.</summary>
public static class DayCalendar
{
    /// <summary>Milliseconds of a day.</summary>
    public const long DayMilliseconds = 86_400_000;

    /// <summary>The first day of the interval an instant lies in; null when the calendar ends before it.</summary>
    public static DateOnly? FirstDay(long milliseconds, long offset, DateInterval interval)
    {
        var (day, rest) = Math.DivRem(milliseconds + offset, DayMilliseconds);
        day += UnixDay - (rest < 0 ? 1 : 0);
        return day >= 0 && day <= DateOnly.MaxValue.DayNumber ? FirstDay(DateOnly.FromDayNumber((int)day), interval) : null;
    }

    /// <summary>The first day of the interval a day lies in.</summary>
    public static DateOnly FirstDay(DateOnly day, DateInterval interval) => interval switch
    {
        DateInterval.Day => day,
        DateInterval.Week => day.AddDays(-(day.DayNumber % 7)), // 0001-01-01, day 0, was a Monday
        DateInterval.Month => new(day.Year, day.Month, 1),
        DateInterval.Quarter => new(day.Year, ((day.Month - 1) / 3 * 3) + 1, 1),
        _ => new(day.Year, 1, 1),
    };

    /// <summary>A day as it is stored and shown.</summary>
    public static string Text(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    /// <summary>Reads a stored day; null when it is none.</summary>
    public static DateOnly? Parse(string text) =>
        DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day : null;

    private const int UnixDay = 719_162;
}
