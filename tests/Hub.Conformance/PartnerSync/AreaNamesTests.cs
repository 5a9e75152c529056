using PartnerSync;

namespace Hub.Conformance.PartnerSync;

public sealed class AreaNamesTests
{
    [Theory]
    [InlineData("Jawa Tengah", "33")]
    [InlineData("DKI Jakarta", "31")]
    [InlineData("DI Yogyakarta", "34")]
    [InlineData("Jakarta Selatan", "31.74")]
    [InlineData("Kabupaten Bandung", "32.04")]
    [InlineData("Kab. Bandung", "32.04")]
    [InlineData("Kota Bandung", "32.73")]
    [InlineData("Bandung", "32.73")]
    [InlineData("bandung ", "32.73")]
    [InlineData("Pare-Pare", "73.72")]
    [InlineData("Gunung Kidul", "34.03")]
    [InlineData("Sleman", "34.04")]
    [InlineData("Jambi", "15")]
    [InlineData("Kota Jambi", "15.71")]
    public void A_name_is_found_with_and_without_its_prefix(string name, string code) => Assert.Equal(code, AreaNames.Bundled.Find(name));

    [Theory]
    [InlineData("Kuala Lumpur")]
    [InlineData("")]
    [InlineData("Kota Sleman")]
    public void A_name_nobody_bears_is_not_found(string name) => Assert.Null(AreaNames.Bundled.Find(name));

    [Fact]
    public void A_bare_name_that_two_provinces_know_is_not_guessed()
    {
        Assert.Null(AreaNames.Bundled.Find("Banjar"));
        Assert.Equal("32.79", AreaNames.Bundled.Find("Kota Banjar"));
        Assert.Equal("63.03", AreaNames.Bundled.Find("Kabupaten Banjar"));
    }
}
