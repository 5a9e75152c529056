using Hub.Data.Areas;

namespace Hub.Data.Tests.Areas;

public sealed class AreaListTests
{
    private static readonly AreaList List = new(AreaList.Bundled().Select(a => a.Code));

    [Fact]
    public void The_bundled_list_holds_38_provinces_and_514_regencies()
    {
        var areas = AreaList.Bundled().ToList();

        Assert.Equal(38, areas.Count(a => a.Level == AreaLevel.Province));
        Assert.Equal(514, areas.Count(a => a.Level == AreaLevel.Regency));
        Assert.Equal("Kabupaten Batang", areas.Single(a => a.Code == "33.25").Name);
    }

    [Theory]
    [InlineData("33", "33")]
    [InlineData("33.25", "33.25")]
    [InlineData("11.10", "11.10")]
    [InlineData("33.04.16", "33.04")]
    [InlineData("33.04.16.2005", "33.04")]
    [InlineData("33.99", null)]
    [InlineData("33.99.01", null)]
    [InlineData("11.1", null)]
    [InlineData("33.04.1x", null)]
    [InlineData("Atlantis", null)]
    [InlineData("", null)]
    public void A_deeper_code_passes_by_its_regency(string code, string? known)
    {
        Assert.Equal(known, List.Known(code));
    }
}
