using Google.Protobuf.WellKnownTypes;

namespace Hub.Samples.Quickstart.Generator;

/// <summary>The days the catalogues speak of. They are fixed, so that generating again gives the same files.</summary>
internal static class SampleCalendar
{
    /// <summary>The Monday the catalogues start from.</summary>
    public static DateOnly Start { get; } = new(2027, 1, 4);

    /// <summary>A moment some days after the start, at a local time in the province.</summary>
    public static Timestamp At(int day, double hour, Province province) => At(Start.AddDays(day), hour, province);

    public static Timestamp At(DateOnly day, double hour, Province province) =>
        Timestamp.FromDateTimeOffset(new DateTimeOffset(
            day.ToDateTime(TimeOnly.FromTimeSpan(TimeSpan.FromHours(hour))), TimeSpan.FromHours(province.HoursAheadOfUtc)));

    /// <summary>The given number of working days, from the first one on or after the given day.</summary>
    public static IEnumerable<DateOnly> WorkingDays(DateOnly from, int count)
    {
        for (var day = from; count > 0; day = day.AddDays(1))
        {
            if (day.DayOfWeek is DayOfWeek.Saturday or DayOfWeek.Sunday)
                continue;

            count--;
            yield return day;
        }
    }
}
