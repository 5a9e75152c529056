using Hub.Catalogue.V1;
using Hub.Samples.Quickstart.Generator.Content;

namespace Hub.Samples.Quickstart.Generator;

/// <summary>Makes the training provider's catalogue: courses in every province, and dated runs of most of them.</summary>
internal sealed class CourseCatalogue(ulong seed)
{
    private const int CoursesPerProvince = 4;

    private static readonly Text[] Titles =
    [
        new("Pelatihan {0}", "{0}"),
        new("Kursus {0}", "{0} Course"),
        new("{0}: dari Dasar sampai Siap Kerja", "{0}: from Basics to Work"),
        new("Kelas {0}", "Practical {0}"),
    ];

    private static readonly Text[] Help =
    [
        new("juru bahasa isyarat", "sign language interpreter"),
        new("ruang dapat diakses kursi roda", "wheelchair access"),
        new("materi huruf besar", "large print material"),
    ];

    private readonly SeededRandom _random = new(seed ^ 0xC0);

    /// <summary>The courses and runs, and last the flawed ones.</summary>
    public List<Item> Items()
    {
        List<Item> items = [];
        var runs = new CourseRuns(_random);
        var topics = new Deck<CourseTopic>(_random, CourseTopics.All);
        var number = 0;

        foreach (var province in Provinces.All)
        {
            for (var left = CoursesPerProvince + province.Weight; left > 0; left--)
            {
                var place = Place.PickIn(province, _random);
                var course = Course(++number, topics.Draw(), province, place);
                items.Add(course);
                if (runs.Of(course, province, place) is { } run)
                    items.Add(run);
            }
        }

        return [.. items, .. Flaws.OfCourses()];
    }

    private Item Course(int number, CourseTopic topic, Province province, Place place)
    {
        var language = _random.Chance(70) ? "id" : "en";
        var name = topic.Name.In(language);
        var course = new Course
        {
            Title = string.Format(null, _random.Pick(Titles).In(language), name),
            Description = Describe(topic, place, language),
            Language = language,
            ApplyUrl = $"https://wanadipa.example/pelatihan/{number}",
            OccupationCode = topic.Occupation,
            IndustryCode = topic.Industry,
            Sector = topic.Sector,
            CourseCode = $"BW-{IndexOf(topic):00}",
            ProviderCode = $"BW-{place.Code}",
            ProviderName = $"Balai Latih Wanadipa {place.Name.Id}",
            Mode = topic.Mode,
            Hours = topic.Hours,
            Audience = new() { MinimumAge = 18 },
        };
        course.Skills.Add(topic.Skills.Parts(language));
        course.Outcomes.Add(language == "id" ? $"Mampu {topic.Outcome.Id}" : $"Can {topic.Outcome.En}");
        if (topic.Kkni is { } level)
            course.KkniLevel = level;
        if (topic.Kkni >= 3)
            course.Audience.MinimumEducation = EducationLevel.UpperSecondary;
        if (_random.Chance(15))
            course.Accommodations.Add(_random.Pick(Help).In(language));

        AddArea(course, province, place);
        AddPrice(course, topic);
        return new() { ExternalId = $"BW-K-{number:0000}", Revision = 1, Course = course };
    }

    private static string Describe(CourseTopic topic, Place place, string language)
    {
        var skills = topic.Skills.Parts(language);
        var listed = string.Join(", ", skills[..^1]);
        return language == "id"
            ? $"Peserta belajar {listed} dan {skills[^1]} selama {topic.Hours} jam bersama pelatih berpengalaman. "
                + $"{Where(topic.Mode, place).Id} Setelah lulus, peserta mampu {topic.Outcome.Id}. "
                + "Peserta yang lulus penilaian akhir menerima sertifikat pelatihan."
            : $"Learners practise {listed} and {skills[^1]} for {topic.Hours} hours with experienced trainers. "
                + $"{Where(topic.Mode, place).En} Afterwards they can {topic.Outcome.En}. Those who pass the final assessment receive a training certificate.";
    }

    private static Text Where(DeliveryMode mode, Place place) => mode switch
    {
        DeliveryMode.Online => new("Kelas daring langsung pada malam hari.", "Live online classes in the evening."),
        DeliveryMode.SelfPaced => new("Materi daring dipelajari kapan saja.", "Online material, studied at any time."),
        DeliveryMode.Blended => new($"Teori daring, praktik di {place.Name.Id}.", $"Theory online, practice in {place.Name.En}."),
        _ => new($"Tatap muka di {place.Name.Id}.", $"Face to face in {place.Name.En}."),
    };

    /// <summary>What needs a place names it; what is on the network serves the whole province, or anywhere.</summary>
    private void AddArea(Course course, Province province, Place place)
    {
        if (course.Mode is DeliveryMode.Offline or DeliveryMode.Blended)
            course.AreaCodes.Add(place.Code);
        else if (_random.Chance(80))
            course.AreaCodes.Add(province.Code);
    }

    /// <summary>Prices stay within the 3,500,000 rupiah a Kartu Prakerja carries.</summary>
    private void AddPrice(Course course, CourseTopic topic)
    {
        var roll = _random.Below(100);
        if (roll < 6)
        {
            course.PriceIdr = 0;
            course.Attributes["sumber_dana"] = "APBD provinsi";
        }
        else if (roll < 96)
        {
            course.PriceIdr = Math.Min(3_500_000, topic.Price * 10L * _random.Between(85, 115) / 25_000 * 25_000);
        }
    }

    private static int IndexOf(CourseTopic topic) => CourseTopics.All.Index().First(entry => entry.Item == topic).Index + 1;
}
