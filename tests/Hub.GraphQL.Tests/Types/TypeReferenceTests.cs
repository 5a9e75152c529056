using Hub.GraphQL.Types;

namespace Hub.GraphQL.Tests.Types;

public sealed class TypeReferenceTests
{
    [Theory]
    [InlineData("Int")]
    [InlineData("Int!")]
    [InlineData("[Int]")]
    [InlineData("[[Int!]!]!")]
    public void Notation_survives_parsing(string text)
    {
        var type = TypeReference.Parse(text);

        Assert.Equal(text, type.ToString());
        Assert.Equal("Int", type.Name);
        Assert.True(type.Matches(TypeReference.Parse(text)));
    }

    [Fact]
    public void Types_with_other_wrappers_or_names_do_not_match()
    {
        Assert.False(TypeReference.Parse("[Int!]").Matches(TypeReference.Parse("[Int]!")));
        Assert.False(TypeReference.Parse("Int").Matches(TypeReference.Parse("Float")));
    }

    [Fact]
    public void A_reference_is_bound_by_its_schema_alone()
    {
        var field = new Field { Name = "a", Type = TypeReference.Parse("Own!") };
        Assert.Throws<InvalidOperationException>(() => field.Type.Type);

        var own = new ScalarType("Own", null);
        _ = new Schema([new ObjectType("Query", null, [field]), own], "Query");

        Assert.Same(own, field.Type.Type);
        Assert.Throws<InvalidOperationException>(() => new Schema([new ObjectType("Query", null, [field]), new ScalarType("Own", null)], "Query"));
    }
}
