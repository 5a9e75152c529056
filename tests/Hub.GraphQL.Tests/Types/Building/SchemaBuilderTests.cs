using Hub.GraphQL.Tests.Sample;
using Hub.GraphQL.Types;
using Hub.GraphQL.Types.Building;

namespace Hub.GraphQL.Tests.Types.Building;

public sealed class SchemaBuilderTests
{
    private readonly Schema _schema = new Harbour().Schema;

    [Fact]
    public void A_field_may_be_null_when_its_property_may()
    {
        Assert.Equal("String!", FieldOf("Ship", "name"));
        Assert.Equal("Int", FieldOf("Ship", "mass"));
        Assert.Equal("ShipKind!", FieldOf("Ship", "kind"));
        Assert.Equal("Ship", FieldOf("Ship", "escort"));
        Assert.Equal("ShipConnection!", FieldOf("Ship", "convoy"));
        Assert.Equal("Int!", FieldOf("Ship", "weighed"));
    }

    [Fact]
    public void Filters_are_made_from_fields_and_relations()
    {
        var filter = (InputObjectType)_schema.Types.Find("ShipFilter")!;

        Assert.Equal(
            ["and: [ShipFilter!]", "or: [ShipFilter!]", "not: ShipFilter", "id: IDFilter", "name: StringFilter", "kind: ShipKindFilter",
                "mass: IntFilter", "weighed: IntFilter", "escort: ShipFilter", "convoy: ShipListFilter"],
            filter.Fields.Select(field => $"{field.Name}: {field.Type}"));
    }

    [Fact]
    public void Orders_are_made_from_columns_that_have_an_order()
    {
        var fields = (EnumType)_schema.Types.Find("ShipOrderField")!;

        Assert.Equal(["ID", "NAME", "KIND", "MASS", "WEIGHED"], fields.Values.Select(value => value.Name));
    }

    [Fact]
    public void Enum_values_are_upper_snake()
    {
        Assert.Equal(["FERRY", "DEEP_SEA_TUG"], ((EnumType)_schema.Types.Find("ShipKind")!).Values.Select(value => value.Name));
    }

    [Fact]
    public void Types_nothing_refers_to_are_left_out()
    {
        Assert.Null(_schema.Types.Find("Date"));
        Assert.Null(_schema.Types.Find("BooleanFilter"));
    }

    [Fact]
    public void An_enum_must_be_described_whole()
    {
        var refused = Assert.Throws<InvalidOperationException>(() =>
            new SchemaBuilder("x").Enum<ShipKind>("ShipKind", "x", kind => kind.Value(ShipKind.Ferry, "x")));

        Assert.Equal("The enum \"ShipKind\" says nothing about ShipKind.DeepSeaTug.", refused.Message);
    }

    [Fact]
    public void A_field_that_leads_to_no_type_is_refused()
    {
        var builder = new SchemaBuilder("x").Type<Ship>("Ship", "x", ship => ship.Id(s => s.Id)).Connection<Harbour>("harbours", "x");

        var refused = Assert.Throws<InvalidOperationException>(builder.Build);

        Assert.Equal("The field \"harbours\" leads to Harbour, which no type stands on.", refused.Message);
    }

    [Fact]
    public void A_type_without_row_key_is_refused()
    {
        var builder = new SchemaBuilder("x").Type<Ship>("Ship", "x", ship => ship.Field("name", s => s.Name, "x")).Connection<Ship>("ships", "x");

        Assert.Throws<InvalidOperationException>(builder.Build);
    }

    [Fact]
    public void A_path_must_be_a_chain_of_properties()
    {
        Assert.Throws<ArgumentException>(() => new SchemaBuilder("x").Type<Ship>("Ship", "x", ship => ship.Field("a", s => s.Name + "x", "x")));
    }

    private string? FieldOf(string type, string field) => ((ObjectType)_schema.Types.Find(type)!).Fields.Find(field)?.Type.ToString();
}
