using Hub.GraphQL.Tests.Sample;

namespace Hub.GraphQL.Tests.Execution;

/// <summary>Where nulls and errors go: Ghost has a kind nobody knows, Ferry and Ghost were never weighed.</summary>
public sealed class ResponseWriterTests
{
    private readonly Harbour _harbour = new();

    [Fact]
    public async Task Null_travels_to_the_nearest_place_that_may_be_null()
    {
        var answer = await _harbour.Run("{ ship(id: 1) { name } ferry: ship(id: 2) { name weighed } }");

        Assert.Equal(
            "{\"errors\":[{\"message\":\"Cannot return null for non-nullable field Ship.weighed.\",\"locations\":[{\"line\":1,\"column\":50}]," +
                "\"path\":[\"ferry\",\"weighed\"]}],\"data\":{\"ship\":{\"name\":\"Tug\"},\"ferry\":null}}",
            answer);
    }

    [Fact]
    public async Task Null_that_finds_no_place_takes_the_whole_data()
    {
        var answer = await _harbour.Run("{ ships(first: 3) { nodes { w: weighed } edges { node { kind } } } }");

        Assert.Equal(
            "{\"errors\":[" +
                "{\"message\":\"Cannot return null for non-nullable field Ship.weighed.\",\"locations\":[{\"line\":1,\"column\":29}],\"path\":[\"ships\",\"nodes\",1,\"w\"]}," +
                "{\"message\":\"Cannot return null for non-nullable field Ship.weighed.\",\"locations\":[{\"line\":1,\"column\":29}],\"path\":[\"ships\",\"nodes\",2,\"w\"]}," +
                "{\"message\":\"Enum \\\"ShipKind\\\" cannot represent value: 9\",\"locations\":[{\"line\":1,\"column\":57}],\"path\":[\"ships\",\"edges\",2,\"node\",\"kind\"]}" +
                "],\"data\":null}",
            answer);
    }

    [Fact]
    public async Task Every_place_that_was_merged_is_told()
    {
        var answer = await _harbour.Run("{ ship(id: 3) { kind ... { kind } } }");

        Assert.Contains("\"locations\":[{\"line\":1,\"column\":17},{\"line\":1,\"column\":28}]", answer, StringComparison.Ordinal);
        Assert.EndsWith("\"data\":{\"ship\":null}}", answer, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_value_that_is_missing_where_it_may_be_is_null()
    {
        Assert.Equal("{\"data\":{\"ship\":{\"mass\":null,\"escort\":null}}}".Replace("null,", "300,", StringComparison.Ordinal), await _harbour.Run("{ ship(id: 1) { mass escort { id } } }"));
        Assert.Equal("{\"data\":{\"ship\":null}}", await _harbour.Run("{ ship(id: 99) { mass } }"));
        Assert.Equal("{\"data\":{\"ship\":null}}", await _harbour.Run("{ ship(id: \"no number\") { mass } }"));
    }
}
