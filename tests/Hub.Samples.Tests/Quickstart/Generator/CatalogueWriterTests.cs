using Google.Protobuf;
using Hub.Catalogue.V1;
using Hub.Samples.Quickstart.Generator;
using Kind = Hub.Catalogue.V1.Item.ContentOneofCase;

namespace Hub.Samples.Tests.Quickstart.Generator;

/// <summary>The bundled catalogues are what the generator makes, and hold what they promise.</summary>
public sealed class CatalogueWriterTests
{
    private static readonly string Folder = Path.Combine(AppContext.BaseDirectory, "catalogues");
    private static readonly string[] Files = [BundledFiles.Courses, BundledFiles.Gigs, BundledFiles.Vacancies];
    private static readonly List<Item> Bundle = Read();

    [Fact]
    public void Generating_again_gives_the_bundled_files_byte_for_byte()
    {
        var folder = Directory.CreateTempSubdirectory("quickstart-");
        try
        {
            CatalogueWriter.Write(seed: 2020, folder.FullName);

            Assert.All(Files, file => Assert.True(
                File.ReadAllBytes(Path.Combine(Folder, file)).SequenceEqual(File.ReadAllBytes(Path.Combine(folder.FullName, file))),
                $"{file} is not what the generator makes. Run the generate command that the README of the quickstart shows."));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Fact]
    public void Another_seed_gives_other_catalogues() =>
        Assert.NotEqual(new GigCatalogue(2020).Items(), new GigCatalogue(2021).Items());

    [Fact]
    public void There_are_enough_offers_of_every_kind()
    {
        var kinds = Bundle.CountBy(item => item.ContentCase).ToDictionary();

        Assert.InRange(kinds[Kind.Course], 220, 300);
        Assert.InRange(kinds[Kind.CourseRun], 150, 220);
        Assert.InRange(kinds[Kind.Gig], 420, 500);
        Assert.InRange(kinds[Kind.Vacancy], 320, 400);
    }

    [Theory]
    [InlineData(Kind.Course)]
    [InlineData(Kind.Gig)]
    [InlineData(Kind.Vacancy)]
    public void Every_province_has_offers_of_every_kind(Kind kind)
    {
        var provinces = Bundle.Where(item => item.ContentCase == kind).SelectMany(Areas).Select(code => code[..2]).Distinct();

        Assert.Equal(38, provinces.Intersect(Place.ByProvince.Select(province => province.Key)).Count());
    }

    [Fact]
    public void Offers_lie_in_most_regencies()
    {
        var regencies = Bundle.SelectMany(Areas).Where(code => code.Length == 5).Distinct();

        Assert.InRange(regencies.Count(), 300, 514);
    }

    [Fact]
    public void No_key_is_used_twice()
    {
        var keys = Bundle.Select(item => item.ExternalId).ToList();

        Assert.Equal(keys.Count, keys.Distinct().Count());
    }

    [Fact]
    public void Every_run_is_of_a_course_in_the_same_catalogue()
    {
        var courses = Bundle.Where(item => item.ContentCase == Kind.Course).Select(item => item.ExternalId).ToHashSet();

        Assert.All(Bundle.Where(item => item.ContentCase == Kind.CourseRun), item => Assert.Contains(item.CourseRun.CourseExternalId, courses));
    }

    [Fact]
    public void Courses_cost_what_a_training_card_can_pay() =>
        Assert.All(
            Bundle.Where(item => item.Course is { HasPriceIdr: true }),
            item => Assert.InRange(item.Course.PriceIdr, 0, 3_500_000));

    [Fact]
    public void All_but_the_flawed_items_keep_the_rules_of_pay()
    {
        var gigs = Bundle.Where(item => item.Gig is not null && !IsFlawed(item)).Select(item => item.Gig);
        var vacancies = Bundle.Where(item => item.Vacancy is not null && !IsFlawed(item)).Select(item => item.Vacancy);

        Assert.All(gigs, gig => Assert.True(gig.PayMinIdr <= gig.PayMaxIdr && gig.HasPayMinIdr == (gig.PayUnit != PayUnit.Unspecified)));
        Assert.All(vacancies, job => Assert.True(job.PayMinIdr <= job.PayMaxIdr && job.HasPayMinIdr == (job.PayUnit != PayUnit.Unspecified)));
        Assert.Equal(6, Bundle.Count(IsFlawed));
    }

    [Fact]
    public void Some_vacancies_are_in_several_places() =>
        Assert.InRange(Bundle.Count(item => item.Vacancy is { AreaCodes.Count: > 1 }), 5, 20);

    private static List<Item> Read() =>
        [.. Files.SelectMany(file => File.ReadLines(Path.Combine(Folder, file))).Select(JsonParser.Default.Parse<Item>)];

    private static IEnumerable<string> Areas(Item item) => item.ContentCase switch
    {
        Kind.Course => item.Course.AreaCodes,
        Kind.CourseRun => item.CourseRun.AreaCodes,
        Kind.Gig => item.Gig.AreaCodes,
        Kind.Vacancy => item.Vacancy.AreaCodes,
        _ => [],
    };

    private static bool IsFlawed(Item item) => item.ExternalId[^4] == '9';
}
