using Hub.GraphQL.Types.Building;

namespace Hub.GraphQL.Tests.Types.Building;

public sealed class NamingTests
{
    [Theory]
    [InlineData("CourseRun", "COURSE_RUN")]
    [InlineData("publishedAt", "PUBLISHED_AT")]
    [InlineData("payMinIdr", "PAY_MIN_IDR")]
    [InlineData("ID", "ID")]
    [InlineData("KKNILevel", "KKNI_LEVEL")]
    [InlineData("A_b", "A_B")]
    public void Names_become_upper_snake(string name, string expected)
    {
        Assert.Equal(expected, Naming.UpperSnake(name));
    }
}
