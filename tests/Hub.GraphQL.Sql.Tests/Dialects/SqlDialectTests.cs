using Hub.GraphQL.Planning;
using Hub.GraphQL.Sql.Dialects;

namespace Hub.GraphQL.Sql.Tests.Dialects;

public sealed class SqlDialectTests
{
    [Fact]
    public void Names_are_quoted()
    {
        Assert.Equal("\"a\"\"b\"", SqlDialect.Name("a\"b"));
    }

    [Fact]
    public void Nothing_is_special_in_a_pattern_made_of_a_text()
    {
        Assert.Equal(@"%50\%\_\\x%", SqlDialect.LikePattern(@"50%_\x", anywhere: true));
        Assert.Equal(@"a%", SqlDialect.LikePattern("a", anywhere: false));
    }

    [Fact]
    public void Constants_are_literals()
    {
        var guid = new Guid("0198a1b2-c3d4-7e5f-8a9b-0c1d2e3f4a5b");

        Assert.Equal("-1", SqliteDialect.Instance.Constant(Parameter.Of(-1)));
        Assert.Equal("0.5", SqliteDialect.Instance.Constant(Parameter.Of(0.5)));
        Assert.Equal("'it''s'", SqliteDialect.Instance.Constant(Parameter.Of("it's")));
        Assert.Equal("X'0198A1B2C3D47E5F8A9B0C1D2E3F4A5B'", SqliteDialect.Instance.Constant(Parameter.Of(guid)));
        Assert.Equal(@"'\x0198a1b2c3d47e5f8a9b0c1d2e3f4a5b'::bytea", PostgresDialect.Instance.Constant(Parameter.Of(guid)));
        Assert.Equal("NULL", SqliteDialect.Instance.Constant(default));
    }
}
