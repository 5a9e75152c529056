using Hub.Catalogue.V1;

namespace Hub.Samples.Quickstart.Generator;

/// <summary>Makes dated runs of courses: when they meet, where, and how many may come.</summary>
internal sealed class CourseRuns(SeededRandom random)
{
    /// <summary>The hub lists a run's meetings one by one; longer runs only say when they start and end.</summary>
    private const int MostListedMeetings = 10;
    private const int FinalAssessment = 999;

    private static readonly string[] Streets = ["Jl. Kenanga", "Jl. Anggrek", "Jl. Merpati", "Jl. Cendana", "Jl. Pelita", "Jl. Teratai"];

    private int _number;

    /// <summary>A run of the course, or null: one learnt in one's own time has none, and not every other is dated yet.</summary>
    public Item? Of(Item course, Province province, Place place)
    {
        var (mode, language) = (course.Course.Mode, course.Course.Language);
        if (mode == DeliveryMode.SelfPaced || !random.Chance(75))
            return null;

        var number = ++_number;
        var batch = random.Between(1, 6);
        var run = new CourseRun
        {
            Title = language == "id" ? $"{course.Course.Title}, angkatan {batch}" : $"{course.Course.Title}, batch {batch}",
            Language = language,
            ApplyUrl = $"https://wanadipa.example/jadwal/{number}",
            OccupationCode = course.Course.OccupationCode,
            Sector = course.Course.Sector,
            CourseExternalId = course.ExternalId,
            ScheduleCode = $"{course.Course.CourseCode}-{place.Code}-{batch}",
            Capacity = random.Between(3, 8) * 4,
            Mode = mode,
        };
        run.AreaCodes.Add(course.Course.AreaCodes);
        if (mode != DeliveryMode.Online)
        {
            run.Venue = new()
            {
                Name = course.Course.ProviderName,
                Address = $"{random.Pick(Streets)} No. {random.Between(1, 98)}, {place.Name.Id}",
            };
        }

        Schedule(run, course.Course.Hours, province);
        return new() { ExternalId = $"BW-J-{number:0000}", Revision = 1, CourseRun = run };
    }

    private void Schedule(CourseRun run, int hours, Province province)
    {
        var (startsAt, length) = run.Mode == DeliveryMode.Online ? (18.5, 2.5) : (random.Chance(80) ? 8 : 13, 4.0);
        var meetings = (int)Math.Ceiling(hours / length);
        var firstDay = SampleCalendar.Start.AddDays(random.Between(14, 170));
        var days = SampleCalendar.WorkingDays(firstDay, meetings).ToList();

        run.StartsAt = SampleCalendar.At(days[0], startsAt, province);
        run.EndsAt = SampleCalendar.At(days[^1], startsAt + length, province);
        run.RegistrationOpensAt = SampleCalendar.At(firstDay.AddDays(-60), 8, province);
        run.RegistrationClosesAt = SampleCalendar.At(firstDay.AddDays(-3), 17, province);
        if (meetings > MostListedMeetings)
            return;

        run.Sessions.Add(days.Select((day, index) => new CourseSession
        {
            Sequence = index == days.Count - 1 ? FinalAssessment : index + 1,
            StartsAt = SampleCalendar.At(day, startsAt, province),
            EndsAt = SampleCalendar.At(day, startsAt + length, province),
        }));
    }
}
