using Hub.Data.Feed;

namespace Hub.Data.Tests.Feed;

public sealed class AreaKeysTests
{
    [Theory]
    [InlineData(null, "33", false)]
    [InlineData("33", "33", true)]
    [InlineData("33.25", "33", true)]
    [InlineData("33.25", "33.25", true)]
    [InlineData("33", "33.25", false)]
    [InlineData("33.25", "33.2", false)]
    [InlineData("31.74 33.25", "33", true)]
    [InlineData("31.74 33.25", "31", true)]
    [InlineData("31.74 33.25", "51", false)]
    [InlineData("31.74 33.25", "74", false)]
    public void An_offer_is_in_an_area_with_any_of_its_places(string? areas, string area, bool expected) =>
        Assert.Equal(expected, AreaKeys.AnyIn(areas, area));

    [Theory]
    [InlineData(null, null)]
    [InlineData("33.25", "33.25")]
    [InlineData("31.74 33.25 51", "31.74")]
    public void The_first_place_comes_first(string? areas, string? first) => Assert.Equal(first, AreaKeys.First(areas));
}
