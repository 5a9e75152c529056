using Google.Protobuf.WellKnownTypes;
using Hub.Catalogue.V1;
using Hub.Samples.Quickstart.Bundled;
using Hub.Samples.Quickstart.Generator;

namespace Hub.Samples.Tests.Quickstart.Bundled;

/// <summary>Dates of the bundled items move by whole weeks, and take the revision with them.</summary>
public sealed class ItemDatesTests
{
    private static readonly DateTimeOffset Morning = new(2027, 2, 1, 1, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData("2026-11-25", 0)]
    [InlineData("2027-01-04", 0)]
    [InlineData("2027-01-05", 1)]
    [InlineData("2027-01-11", 1)]
    [InlineData("2027-01-12", 2)]
    [InlineData("2030-01-07", 157)]
    public void Weeks_are_counted_from_the_start_and_rounded_up(string today, int weeks) =>
        Assert.Equal(weeks, ItemDates.WeeksToMove(DateOnly.Parse(today, null)));

    [Fact]
    public void Every_date_of_a_run_moves_by_whole_weeks()
    {
        var item = new Item { ExternalId = "run", Revision = 3, CourseRun = new() { Title = "Las", StartsAt = At(0), EndsAt = At(5) } };
        item.CourseRun.Sessions.Add(new CourseSession { Sequence = 1, StartsAt = At(1) });

        ItemDates.Move(item, weeks: 2);

        Assert.Equal(At(14), item.CourseRun.StartsAt);
        Assert.Equal(At(19), item.CourseRun.EndsAt);
        Assert.Equal(At(15), Assert.Single(item.CourseRun.Sessions).StartsAt);
        Assert.Null(item.CourseRun.RegistrationOpensAt);
        Assert.Equal(5, item.Revision);
    }

    [Fact]
    public void An_item_that_is_not_moved_stays_as_it_is()
    {
        var item = new Item { ExternalId = "job", Revision = 1, Vacancy = new() { Title = "Kasir", Deadline = At(0) } };
        var before = item.Clone();

        ItemDates.Move(item, weeks: 0);

        Assert.Equal(before, item);
    }

    [Fact]
    public void Read_long_after_the_start_no_run_begins_in_the_past()
    {
        var today = SampleCalendar.Start.AddDays(1000);

        var runs = CatalogueFile.Read(BundledFiles.Courses, today).Where(item => item.CourseRun is not null).Select(item => item.CourseRun);

        Assert.All(runs, run => Assert.True(run.StartsAt.ToDateTime() > today.ToDateTime(TimeOnly.MinValue)));
    }

    private static Timestamp At(int days) => Timestamp.FromDateTimeOffset(Morning.AddDays(days));
}
