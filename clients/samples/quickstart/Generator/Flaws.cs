using Hub.Catalogue.V1;

namespace Hub.Samples.Quickstart.Generator;

/// <summary>A few items no catalogue should hold, so that a reader sees what the hub says to them.</summary>
internal static class Flaws
{
    /// <summary>The province 98 does not exist.</summary>
    private const string UnknownArea = "98.01";

    /// <summary>A course in a place the hub does not know, and a run that ends before it starts.</summary>
    public static IEnumerable<Item> OfCourses()
    {
        var course = new Course
        {
            Title = "Pelatihan Merangkai Bunga",
            Description = "Kode wilayah kursus ini tidak ada.",
            Language = "id",
            Sector = Sector.Other,
            OccupationCode = "7549",
            Mode = DeliveryMode.Offline,
            Hours = 16,
            PriceIdr = 450_000,
        };
        course.AreaCodes.Add(UnknownArea);
        yield return new() { ExternalId = "BW-K-9001", Revision = 1, Course = course };

        var province = Content.Provinces.All[0];
        var run = new CourseRun
        {
            Title = "Pelatihan Merangkai Bunga, angkatan 1",
            Language = "id",
            CourseExternalId = "BW-K-9001",
            StartsAt = SampleCalendar.At(40, 8, province),
            EndsAt = SampleCalendar.At(38, 16, province),
        };
        yield return new() { ExternalId = "BW-J-9001", Revision = 1, CourseRun = run };
    }

    /// <summary>A gig whose pay has no unit, and one whose occupation is not told.</summary>
    public static IEnumerable<Item> OfGigs()
    {
        var unitMissing = new Gig
        {
            Title = "Bersih gudang satu hari",
            Language = "id",
            Sector = Sector.Cleaning,
            PayMinIdr = 150_000,
            PayMaxIdr = 200_000,
        };
        unitMissing.AreaCodes.Add("33.74");
        yield return new() { ExternalId = "SKL-G-9001", Revision = 1, Gig = unitMissing };

        var occupationMissing = new Gig { Title = "Bantu acara keluarga", Language = "id", Sector = Sector.Other };
        occupationMissing.AreaCodes.Add("35.78");
        yield return new() { ExternalId = "SKL-G-9002", Revision = 1, Gig = occupationMissing };
    }

    /// <summary>A vacancy that pays at most less than at least, and one in a place the hub does not know.</summary>
    public static IEnumerable<Item> OfVacancies()
    {
        var payReversed = new Vacancy
        {
            Title = "Staf Gudang Malam",
            Language = "id",
            Sector = Sector.Other,
            OccupationCode = "4321",
            PayUnit = PayUnit.Month,
            PayMinIdr = 4_500_000,
            PayMaxIdr = 3_200_000,
        };
        payReversed.AreaCodes.Add("32.73");
        yield return new() { ExternalId = "LTK-V-9001", Revision = 1, Vacancy = payReversed };

        var placeUnknown = new Vacancy { Title = "Kasir Toko", Language = "id", Sector = Sector.Other, OccupationCode = "5230" };
        placeUnknown.AreaCodes.Add(UnknownArea);
        yield return new() { ExternalId = "LTK-V-9002", Revision = 1, Vacancy = placeUnknown };
    }
}
