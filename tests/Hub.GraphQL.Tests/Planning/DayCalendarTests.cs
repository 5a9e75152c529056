using Hub.GraphQL.Planning;

namespace Hub.GraphQL.Tests.Planning;

public sealed class DayCalendarTests
{
    private const long Jakarta = 7 * 60 * 60 * 1000;

    [Theory]
    [InlineData("2023-12-31T16:59:59.999Z", DateInterval.Day, "2023-12-31")]
    [InlineData("2023-12-31T17:00:00Z", DateInterval.Day, "2024-01-01")]
    [InlineData("2023-12-31T16:59:59.999Z", DateInterval.Week, "2023-12-25")]
    [InlineData("2023-12-31T17:00:00Z", DateInterval.Week, "2024-01-01")]
    [InlineData("2024-02-29T16:59:59Z", DateInterval.Month, "2024-02-01")]
    [InlineData("2024-02-29T17:00:00Z", DateInterval.Month, "2024-03-01")]
    [InlineData("2024-03-31T17:00:00Z", DateInterval.Quarter, "2024-04-01")]
    [InlineData("2024-12-31T16:59:59Z", DateInterval.Quarter, "2024-10-01")]
    [InlineData("2024-12-31T17:00:00Z", DateInterval.Year, "2025-01-01")]
    [InlineData("1969-12-31T16:59:59.999Z", DateInterval.Day, "1969-12-31")]
    [InlineData("1969-12-31T17:00:00Z", DateInterval.Day, "1970-01-01")]
    [InlineData("1899-12-31T23:00:00Z", DateInterval.Week, "1900-01-01")]
    [InlineData("0001-01-01T00:00:00Z", DateInterval.Week, "0001-01-01")]
    public void Intervals_begin_where_days_begin_in_the_zone(string instant, DateInterval interval, string first)
    {
        var milliseconds = DateTimeOffset.Parse(instant, System.Globalization.CultureInfo.InvariantCulture).ToUnixTimeMilliseconds();

        Assert.Equal(first, DayCalendar.Text(DayCalendar.FirstDay(milliseconds, Jakarta, interval)!.Value));
    }

    [Fact]
    public void Outside_of_the_calendar_there_is_no_day()
    {
        Assert.Null(DayCalendar.FirstDay(DateTimeOffset.MaxValue.ToUnixTimeMilliseconds(), Jakarta, DateInterval.Day));
        Assert.Null(DayCalendar.FirstDay(long.MinValue / 2, Jakarta, DateInterval.Day));
    }
}
