using Hub.GraphQL.Tests.Sample;

namespace Hub.GraphQL.Tests.Types;

public sealed class IntrospectionTests
{
    private readonly Harbour _harbour = new();

    [Fact]
    public async Task A_type_tells_its_fields_in_order_and_hides_deprecated_ones()
    {
        var answer = await _harbour.Run("{ __type(name: \"Ship\") { kind name fields { name } all: fields(includeDeprecated: true) { name isDeprecated deprecationReason } } }");

        Assert.Contains("\"fields\":[{\"name\":\"id\"},{\"name\":\"name\"},{\"name\":\"kind\"},", answer, StringComparison.Ordinal);
        Assert.DoesNotContain("\"fields\":[{\"name\":\"boat\"", answer, StringComparison.Ordinal);
        Assert.Contains("{\"name\":\"boat\",\"isDeprecated\":true,\"deprecationReason\":\"Use name.\"}", answer, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_unknown_type_is_null()
    {
        Assert.Equal("{\"data\":{\"__type\":null}}", await _harbour.Run("query ($n: String!) { __type(name: $n) { name } }", new { n = "Nope" }));
    }

    [Fact]
    public async Task Wrappers_are_told_one_by_one()
    {
        var answer = await _harbour.Run("{ __type(name: \"ShipConnection\") { fields { name type { kind name ofType { kind ofType { kind ofType { name } } } } } } }");

        Assert.Contains(
            "{\"name\":\"nodes\",\"type\":{\"kind\":\"NON_NULL\",\"name\":null,\"ofType\":{\"kind\":\"LIST\",\"ofType\":{\"kind\":\"NON_NULL\",\"ofType\":{\"name\":\"Ship\"}}}}}",
            answer,
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task Defaults_are_told_as_literals()
    {
        var answer = await _harbour.Run("{ __type(name: \"ShipOrder\") { inputFields { name defaultValue } isOneOf } }");

        Assert.Equal(
            "{\"data\":{\"__type\":{\"inputFields\":[{\"name\":\"field\",\"defaultValue\":null},{\"name\":\"direction\",\"defaultValue\":\"ASC\"}," +
                "{\"name\":\"nulls\",\"defaultValue\":null}],\"isOneOf\":false}}}",
            answer);
    }

    [Fact]
    public async Task The_schema_describes_itself_and_its_directives()
    {
        var answer = await _harbour.Run("{ __schema { description queryType { name } mutationType { name } directives { name isRepeatable } } __typename }");

        Assert.Equal(
            "{\"data\":{\"__schema\":{\"description\":\"A harbour.\",\"queryType\":{\"name\":\"Query\"},\"mutationType\":null,\"directives\":[" +
                "{\"name\":\"include\",\"isRepeatable\":false},{\"name\":\"skip\",\"isRepeatable\":false},{\"name\":\"deprecated\",\"isRepeatable\":false}," +
                "{\"name\":\"specifiedBy\",\"isRepeatable\":false},{\"name\":\"oneOf\",\"isRepeatable\":false}]},\"__typename\":\"Query\"}}",
            answer);
    }
}
