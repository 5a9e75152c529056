using Hub.Data.Rollups;

namespace Hub.Data.Tests.Rollups;

public sealed class RollupCalendarTests
{
    [Theory]
    [InlineData("2026-11-25T16:59:59.999Z", "2026-11-25")]
    [InlineData("2026-11-25T17:00:00Z", "2026-11-26")]
    [InlineData("1969-12-31T16:59:59Z", "1969-12-31")]
    [InlineData("1969-12-31T17:00:00Z", "1970-01-01")]
    public void A_day_begins_at_midnight_in_Jakarta(string instant, string day)
    {
        var milliseconds = DateTimeOffset.Parse(instant, null).ToUnixTimeMilliseconds();
        Assert.Equal(DateOnly.Parse(day, null), RollupCalendar.DateOf(RollupCalendar.DayOf(milliseconds)));
    }

    [Theory]
    [InlineData("2024-02-29", "2024-02-01")]
    [InlineData("2026-12-31", "2026-12-01")]
    [InlineData("2027-01-01", "2027-01-01")]
    public void A_month_is_its_first_day(string day, string month) =>
        Assert.Equal(
            RollupCalendar.DayOf(DateOnly.Parse(month, null)),
            RollupCalendar.MonthOf(RollupCalendar.DayOf(DateOnly.Parse(day, null))));
}
