using FsCheck;
using FsCheck.Fluent;
using Hub.Data.Clusters;

namespace Hub.Data.Tests.Clusters;

public sealed class TitleLikenessTests
{
    private static readonly Gen<string> Titles =
        Gen.ArrayOf(Gen.Elements("barista", "baristo", "kopi", "susu", "excel", "2", "ii", "senior", "c++")).Select(words => string.Join(' ', words.AsEnumerable()));

    [Theory]
    [InlineData("Digital Marketing", "digital marketting")]
    [InlineData("Kursus Barista Dasar", "Barista Dasar")]
    [InlineData("Relationship Officer Funding", "Funding Relationship Officer")]
    [InlineData("Operator Produksi", "Operator Produksi!")]
    public void Near_equal_titles_are_the_same(string one, string other) => Assert.True(Likeness(one, other) >= TitleLikeness.Threshold);

    [Theory]
    [InlineData("Excel 1", "Excel 2")]
    [InlineData("Microsoft Excel Tingkat II untuk Perkantoran", "Microsoft Excel Tingkat III untuk Perkantoran")]
    [InlineData("Backend Software Engineer Payment Platform", "Senior Backend Software Engineer Payment Platform")]
    [InlineData("Pemrograman C++ untuk Sistem Tertanam", "Pemrograman C# untuk Sistem Tertanam")]
    [InlineData("Barista Dasar", "Barista Lanjutan")]
    [InlineData("Staff Accounting", "Staff Accounting Pajak")]
    [InlineData("SAP FI Senior Consultant", "SAP CO Senior Consultant")]
    [InlineData("Business Administration (A.S. Degree)", "Business Administration (A.A.S. Degree)")]
    [InlineData("Dental Laboratory Technician", "On-Line Dental Laboratory Technician")]
    [InlineData("Kasir", "Koki")]
    public void Others_are_not(string one, string other) => Assert.Equal(0, Likeness(one, other));

    [Fact]
    public void It_is_the_same_either_way_and_whole_only_for_the_same_words()
    {
        foreach (var (one, other) in Gen.Zip(Titles, Titles).Sample(30, 2_000))
        {
            var likeness = new TitleLikeness(one).To(new(other));

            Assert.Equal(likeness, new TitleLikeness(other).To(new(one)));
            Assert.True(likeness is 0 or (>= TitleLikeness.Threshold and <= 1), $"{likeness} of '{one}' and '{other}'");
            Assert.Equal(1, new TitleLikeness(one).To(new(one)));
            if (one.Split(' ').ToHashSet().SetEquals(other.Split(' ')))
                Assert.Equal(1, likeness);
        }
    }

    private static double Likeness(string one, string other) => new TitleLikeness(PlainText.Title(one)).To(new(PlainText.Title(other)));
}
