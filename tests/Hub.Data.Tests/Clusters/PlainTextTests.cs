using Hub.Data.Clusters;

namespace Hub.Data.Tests.Clusters;

public sealed class PlainTextTests
{
    [Theory]
    [InlineData("Pelatihan BARISTA Dasar", "barista dasar")]
    [InlineData("Barista (dasar) untuk pemula!", "barista dasar pemula")]
    [InlineData("Café  Attaché", "cafe attache")]
    [InlineData("Course on C++ and C#", "c++ c#")]
    [InlineData("C++11 / Guru+Tutor", "c++ 11 guru+ tutor")]
    [InlineData("Kursus Pelatihan", "kursus pelatihan")]
    [InlineData("烹饪 课程", "烹饪 课程")]
    [InlineData("ﬁnance Ⅳ", "finance iv")]
    [InlineData("!?", "")]
    public void A_title_keeps_the_words_that_say_something(string title, string plain) => Assert.Equal(plain, PlainText.Title(title));

    [Theory]
    [InlineData("PT Maju Jaya Tbk.", "maju jaya")]
    [InlineData("P.T. MAJU-JAYA (Persero)", "maju jaya")]
    [InlineData("Maju Jaya, CV", "maju jaya")]
    [InlineData("Yayasan Bina Nusantara", "bina nusantara")]
    [InlineData("UD. Sumber Rejeki", "sumber rejeki")]
    [InlineData("PT", "pt")]
    [InlineData(null, "")]
    [InlineData(" - ", "")]
    public void A_name_loses_its_legal_form(string? name, string plain) => Assert.Equal(plain, PlainText.Name(name));

    [Theory]
    [InlineData(" a.01/B ", "a-01-b")]
    [InlineData("A-01-B", "a-01-b")]
    [InlineData("1-11", "1-11")]
    [InlineData("11-1", "11-1")]
    [InlineData("", "")]
    public void A_code_keeps_where_its_parts_begin(string code, string plain) => Assert.Equal(plain, PlainText.Code(code));
}
