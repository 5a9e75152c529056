using Hub.Data.Providers;

namespace Hub.Data.Tests.Providers;

public sealed class SnakeCaseTests
{
    [Theory]
    [InlineData("PayMinIdr", "pay_min_idr")]
    [InlineData("Id", "id")]
    [InlineData("IX_offers_SourceId", "ix_offers_source_id")]
    public void Names_become_lower_case_with_underscores(string name, string expected)
    {
        Assert.Equal(expected, SnakeCase.From(name));
    }
}
