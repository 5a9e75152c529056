using Hub.Catalogue.V1;
using Hub.Samples.Quickstart.Generator.Content;

namespace Hub.Samples.Quickstart.Generator;

/// <summary>Makes the agency's catalogue: vacancies of its employers in every province, a few of them in several places.</summary>
internal sealed class VacancyCatalogue(ulong seed)
{
    private const int VacanciesPerProvince = 4;
    private const int SeveralPlacesEvery = 40;

    private static readonly Text[] Titles =
    [
        new("{0}", "{0}"),
        new("{0}", "{0}"),
        new("{0} ({1})", "{0} in {1}"),
        new("Dibutuhkan Segera: {0}", "{0} Wanted"),
    ];

    private readonly SeededRandom _random = new(seed ^ 0x7A);

    /// <summary>The vacancies, and last the flawed ones.</summary>
    public List<Item> Items()
    {
        List<Item> items = [];
        var jobs = new Deck<Job>(_random, Jobs.All);
        foreach (var province in Provinces.All)
        {
            for (var left = VacanciesPerProvince + 2 * province.Weight; left > 0; left--)
                items.Add(Vacancy(items.Count + 1, jobs.Draw(job => job.Suits(province)), province));
        }

        return [.. items, .. Flaws.OfVacancies()];
    }

    private Item Vacancy(int number, Job job, Province province)
    {
        var language = _random.Chance(75) ? "id" : "en";
        List<Place> places = [Place.PickIn(province, _random)];
        if (number % SeveralPlacesEvery == 0)
            places = [.. places.Concat(_random.Shuffle(Place.ByProvince[province.Code]).Take(3)).Distinct()];

        var vacancy = new Vacancy
        {
            Title = string.Format(null, _random.Pick(Titles).In(language), job.Name.In(language), places[0].Name.In(language)),
            Description = Describe(job, places, language),
            Language = language,
            ApplyUrl = $"https://lokatara.example/lowongan/{number}",
            OccupationCode = job.Occupation,
            IndustryCode = job.Industry,
            Sector = job.Sector,
            Employer = EmployerNames.For(job, _random),
            Openings = places.Count * _random.Between(1, 6),
            Requirements = language == "id"
                ? $"Pendidikan {job.Education.Id}. Usia minimal 18 tahun. Menguasai {string.Join(", ", job.Skills.Parts(language))}."
                : $"Education: {job.Education.En}. At least 18 years old. Skills: {string.Join(", ", job.Skills.Parts(language))}.",
            Deadline = SampleCalendar.At(_random.Between(45, 200), 23, province),
        };
        vacancy.AreaCodes.Add(places.Select(place => place.Code));
        vacancy.EmploymentTypes.Add(job.Type);
        vacancy.Skills.Add(job.Skills.Parts(language));
        if (_random.Chance(60))
            vacancy.ValidThrough = vacancy.Deadline;
        if (_random.Chance(12))
            vacancy.Accommodations.Add(language == "id" ? "terbuka bagi penyandang disabilitas" : "open to people with disabilities");

        AddPay(vacancy, job, province);
        return new() { ExternalId = $"LTK-V-{number:0000}", Revision = 1, Vacancy = vacancy };
    }

    private static string Describe(Job job, List<Place> places, string language)
    {
        var skills = string.Join(", ", job.Skills.Parts(language));
        return language == "id"
            ? $"Kami mencari {job.Name.Id} untuk penempatan di {string.Join(", ", places.Select(place => place.Name.Id))}. "
                + $"Kemampuan yang dicari: {skills}. Proses lamaran tidak dipungut biaya."
            : $"Wanted: {job.Name.En}, to work in {string.Join(", ", places.Select(place => place.Name.En))}. "
                + $"We look for {skills}. Applying is free of charge.";
    }

    /// <summary>Seven in ten employers tell the wage; some in Riau Islands pay in the neighbour's currency, which fits no field.</summary>
    private void AddPay(Vacancy vacancy, Job job, Province province)
    {
        if (province.Code == "21" && _random.Chance(25))
        {
            vacancy.Attributes["gaji_asli"] = "SGD 1.400 per bulan";
            return;
        }

        if (!_random.Chance(70))
            return;

        var day = job.Type == EmploymentType.Casual;
        var divisor = day ? 25 : job.Type == EmploymentType.PartTime ? 2 : 1;
        vacancy.PayUnit = day ? PayUnit.Day : PayUnit.Month;
        vacancy.PayMinIdr = Round(province.Wage * 10L * job.PayMin / divisor, day);
        vacancy.PayMaxIdr = Round(province.Wage * 10L * (job.PayMax - _random.Below(10)) / divisor, day);
    }

    private static long Round(long idr, bool day) => day ? idr / 5_000 * 5_000 : idr / 50_000 * 50_000;
}
