using Hub.Data.Catalogue;
using Hub.Data.Clusters;

namespace Hub.Data.Tests.Clusters;

public sealed class ClusterRulesTests
{
    private static readonly ClusterTraits Course = new(1, OfferKind.Course, 1, 1, "Barista Dasar", "LPK-7", "B 01", "PT Maju Jaya", DeliveryMode.Online);
    private static readonly ClusterTraits Vacancy = new(1, OfferKind.Vacancy, 1, 1, "Kasir", EmployerName: "PT Toko Kita Tbk", AreaCode: "33.25.03");
    private static readonly ClusterTraits Gig = new(1, OfferKind.Gig, 1, 1, "Antar barang", AreaCode: "33.25");

    [Fact]
    public void Codes_are_compared_however_they_are_written()
    {
        var other = Course with { OfferId = 2, SourceId = 2, ProviderCode = "lpk 7", CourseCode = "b-01", ProviderName = null, Mode = null, Title = "Kopi" };

        Assert.Equal(Read(Course).CodeBlock, Read(other).CodeBlock);
        Assert.NotEqual(Read(Course).CodeBlock, Read(Course with { CourseCode = "B 02" }).CodeBlock);
        Assert.NotEqual(Read(Course).CodeBlock, Read(Course with { ProviderCode = "LPK-8" }).CodeBlock);
        Assert.Null(Read(Course with { CourseCode = null }).CodeBlock);
        Assert.Null(Read(Course with { ProviderCode = "-" }).CodeBlock);
    }

    [Fact]
    public void Titles_of_courses_are_compared_within_a_provider_and_a_mode()
    {
        var block = Read(Course).TitleBlock;

        Assert.Equal(block, Read(Course with { Title = "Menjahit", ProviderName = "Maju Jaya, PT", ProviderCode = null }).TitleBlock);
        Assert.NotEqual(block, Read(Course with { Mode = DeliveryMode.Offline }).TitleBlock);
        Assert.NotEqual(block, Read(Course with { Mode = null }).TitleBlock);
        Assert.NotEqual(block, Read(Course with { ProviderName = "Maju" }).TitleBlock);
        Assert.NotEqual(Read(Course with { ProviderName = null }).TitleBlock, Read(Course with { ProviderName = "LPK-7" }).TitleBlock);
        Assert.Null(Read(Course with { ProviderName = null, ProviderCode = null, CourseCode = null }, isNull: true));
    }

    [Fact]
    public void Titles_of_vacancies_are_compared_within_an_employer_and_a_regency()
    {
        var block = Read(Vacancy).TitleBlock;

        Assert.Equal(block, Read(Vacancy with { EmployerName = "Toko Kita", AreaCode = "33.25" }).TitleBlock);
        Assert.NotEqual(block, Read(Vacancy with { AreaCode = "33" }).TitleBlock);
        Assert.NotEqual(block, Read(Vacancy with { AreaCode = "33.26" }).TitleBlock);
        Assert.Null(Read(Vacancy with { EmployerName = null }, isNull: true));
        Assert.NotEqual(block, Read(Vacancy with { AreaCode = null }).TitleBlock);
        Assert.Null(Read(Vacancy with { Title = "..." }, isNull: true));
    }

    [Fact]
    public void A_gig_names_no_employer_so_it_is_in_no_cluster() => Assert.Null(Read(Gig, isNull: true));

    [Fact]
    public void A_run_is_in_no_cluster() => Assert.Null(Read(Course with { Kind = OfferKind.CourseRun }, isNull: true));

    private static ClusterItem Read(in ClusterTraits offer) => ClusterRules.Read(offer)!;

    private static ClusterItem? Read(in ClusterTraits offer, bool isNull)
    {
        Assert.True(isNull);
        return ClusterRules.Read(offer);
    }
}
