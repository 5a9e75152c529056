using Hub.Catalogue.V1;
using Hub.Samples.Quickstart.Generator.Content;

namespace Hub.Samples.Quickstart.Generator;

/// <summary>Makes the platform's catalogue: freelance work in every province.</summary>
internal sealed class GigCatalogue(ulong seed)
{
    private const int GigsPerProvince = 7;

    private static readonly string[] Shifts = ["07:00-11:00", "08:00-17:00", "09:00-15:00", "13:00-17:00", "18:00-22:00"];

    private readonly SeededRandom _random = new(seed ^ 0x61);

    /// <summary>The gigs, and last the flawed ones.</summary>
    public List<Item> Items()
    {
        List<Item> items = [];
        var tasks = new Deck<GigTask>(_random, GigTasks.All);
        foreach (var province in Provinces.All)
        {
            for (var left = GigsPerProvince + 2 * province.Weight; left > 0; left--)
                items.Add(Gig(items.Count + 1, tasks.Draw(), province));
        }

        return [.. items, .. Flaws.OfGigs()];
    }

    private Item Gig(int number, GigTask task, Province province)
    {
        var language = _random.Chance(75) ? "id" : "en";
        var place = Place.PickIn(province, _random);
        var gig = new Gig
        {
            Title = Title(task, place, language),
            Description = Describe(task, place, language),
            Language = language,
            ApplyUrl = $"https://sembrani.example/kerja/{number}",
            OccupationCode = task.Occupation,
            Sector = task.Sector,
            Openings = _random.Chance(70) ? 1 : _random.Between(2, 6),
        };
        gig.Skills.Add(task.Skills.Parts(language));
        if (task.Tools.In(language) is not "")
            gig.Tools.Add(task.Tools.Parts(language));
        if (task.Unit is PayUnit.Day or PayUnit.Hour && !task.Remote)
            gig.Shift = _random.Pick(Shifts);
        if (_random.Chance(50))
            gig.ValidThrough = SampleCalendar.At(_random.Between(30, 240), 23, province);

        AddArea(gig, task, province, place);
        AddPay(gig, task, province);
        return new() { ExternalId = $"SKL-G-{number:0000}", Revision = 1, Gig = gig };
    }

    private string Title(GigTask task, Place place, string language) =>
        task.Remote || _random.Chance(60)
            ? task.Name.In(language)
            : $"{task.Name.In(language)}, {place.Name.In(language)}";

    private static string Describe(GigTask task, Place place, string language)
    {
        var skills = string.Join(language == "id" ? " dan " : " and ", task.Skills.Parts(language));
        var tools = string.Join(language == "id" ? " dan " : " and ", task.Tools.Parts(language));
        return (language, task) switch
        {
            ("id", { Remote: true }) => $"Pekerjaan dikerjakan dari jarak jauh. Dibutuhkan: {skills}. Hasil diserahkan lewat aplikasi.",
            (_, { Remote: true }) => $"Work is done remotely. Needed: {skills}. Results are handed over in the app.",
            ("id", _) when tools is "" => $"Lokasi {place.Name.Id}. Dibutuhkan: {skills}. Alat kerja disediakan.",
            ("id", _) => $"Lokasi {place.Name.Id}. Dibutuhkan: {skills}. Pekerja membawa {tools}.",
            (_, _) when tools is "" => $"In {place.Name.En}. Needed: {skills}. Tools are provided.",
            _ => $"In {place.Name.En}. Needed: {skills}. Bring {tools}.",
        };
    }

    /// <summary>Remote work is open to a whole province, or to anyone.</summary>
    private void AddArea(Gig gig, GigTask task, Province province, Place place)
    {
        if (!task.Remote)
            gig.AreaCodes.Add(place.Code);
        else if (_random.Chance(70))
            gig.AreaCodes.Add(province.Code);
    }

    /// <summary>Most gigs name a range, some one amount, a few leave the pay to be agreed.</summary>
    private void AddPay(Gig gig, GigTask task, Province province)
    {
        var roll = _random.Below(100);
        if (roll < 4)
            return;

        gig.PayUnit = task.Unit;
        gig.PayMinIdr = Amount(province, task.PayMin);
        gig.PayMaxIdr = roll < 25 ? gig.PayMinIdr : Math.Max(gig.PayMinIdr, Amount(province, task.PayMax));
    }

    private long Amount(Province province, int thousands) => Round(province.Scale(thousands) * _random.Between(90, 115) / 100);

    private static long Round(long idr) => idr >= 100_000 ? idr / 5_000 * 5_000 : idr / 1_000 * 1_000;
}
