using Hub.GraphQL.Tests.Sample;
using Hub.GraphQL.Types;
using Hub.GraphQL.Types.Building;

namespace Hub.GraphQL.Tests.Types;

/// <summary>What fields cost stands in the printed schema, where it is not what every field costs.</summary>
public sealed class CostDirectivesTests
{
    private static readonly Schema Published = Build(isPublished: true);

    [Theory]
    [InlineData("  convoy", "  ): ShipConnection! @listSize(assumedSize: 50, slicingArguments: [\"first\", \"last\"], sizedFields: [\"edges\", \"nodes\"], requireOneSlicingArgument: false)")]
    [InlineData("  ships", "  ): ShipConnection! @listSize(assumedSize: 2, slicingArguments: [\"first\", \"last\"], sizedFields: [\"edges\", \"nodes\"], requireOneSlicingArgument: false)")]
    [InlineData("  ship(", "  ): Ship @cost(weight: \"2\")")]
    [InlineData("  name:", "  name: String!")]
    [InlineData("  escort:", "  escort: Ship @cost(weight: \"0\")")]
    [InlineData("  boat:", "  boat: String! @deprecated(reason: \"Use name.\")")]
    [InlineData("  edges:", "  edges: [ShipEdge!]!")]
    [InlineData("  nodes:", "  nodes: [Ship!]!")]
    [InlineData("  node:", "  node: Ship! @cost(weight: \"0\")")]
    [InlineData("  pageInfo:", "  pageInfo: PageInfo! @cost(weight: \"0\")")]
    [InlineData("  totalCount:", "  totalCount: Int! @cost(weight: \"100\")")]
    [InlineData("  aggregate:", "  aggregate: ShipAggregate! @cost(weight: \"1000\")")]
    [InlineData("  groupBy(", "  ): ShipGroups! @cost(weight: \"1000\") @listSize(assumedSize: 100, slicingArguments: [\"first\"], sizedFields: [\"nodes\"], requireOneSlicingArgument: false)")]
    [InlineData("  facets(", "  ): [ShipFacet!]! @cost(weight: \"1000\")")]
    public void A_field_says_what_it_counts(string start, string end)
    {
        var lines = SchemaPrinter.Print(Published).Split('\n');
        var first = Array.FindIndex(lines, line => line.StartsWith(start, StringComparison.Ordinal));
        var last = end.StartsWith("  )", StringComparison.Ordinal) ? Array.FindIndex(lines, first, line => line.StartsWith("  )", StringComparison.Ordinal)) : first;

        Assert.Equal(end, lines[last]);
    }

    [Fact]
    public void The_definitions_are_those_of_the_cost_specification()
    {
        var cost = Published.Directives.Find("cost")!;
        var list = Published.Directives.Find("listSize")!;

        Assert.Equal(["weight: String!"], cost.Arguments.Select(argument => $"{argument.Name}: {argument.Type}"));
        Assert.Equal(
            "ARGUMENT_DEFINITION | ENUM | FIELD_DEFINITION | INPUT_FIELD_DEFINITION | OBJECT | SCALAR",
            string.Join(" | ", cost.Locations.Select(location => location.ToName())));
        Assert.Equal(
            ["assumedSize: Int", "slicingArguments: [String!]", "sizedFields: [String!]", "requireOneSlicingArgument: Boolean"],
            list.Arguments.Select(argument => $"{argument.Name}: {argument.Type}"));
        Assert.Equal([DirectiveLocation.FieldDefinition], list.Locations);
    }

    [Fact]
    public void A_schema_that_does_not_publish_them_has_no_word_of_it()
    {
        var printed = SchemaPrinter.Print(Build(isPublished: false));

        Assert.DoesNotContain("@cost", printed, StringComparison.Ordinal);
        Assert.DoesNotContain("@listSize", printed, StringComparison.Ordinal);
    }

    [Fact]
    public void The_printed_schema_is_a_valid_one()
    {
        var parsed = Hub.GraphQL.Language.Parser.Parse(System.Text.Encoding.UTF8.GetBytes(SchemaPrinter.Print(Published)), Hub.GraphQL.Language.ParserOptions.Trusted);

        Assert.Empty(Hub.GraphQL.Validation.DocumentValidator.ValidateSdl(parsed.Document!));
    }

    private static Schema Build(bool isPublished)
    {
        var schema = new SchemaBuilder("A harbour.")
            .Enum<ShipKind>("ShipKind", "What a ship does.", kind => kind.Value(ShipKind.Ferry, "Carries.").Value(ShipKind.DeepSeaTug, "Pulls."))
            .Type<Ship>("Ship", "A ship.", ship => ship
                .Id(s => s.Id)
                .Field("name", s => s.Name, "Its name.")
                .Field("kind", s => s.Kind, "What it does.")
                .Field("escort", s => s.Escort, "The ship that leads it; null when none does.")
                .Connection("convoy", s => s.Convoy, "The ships it leads.")
                .Field("boat", s => s.Name, "Its name.", f => f.NotFiltered().NotOrdered().Deprecated("Use name.")))
            .Connection<Ship>("ships", "All ships.", c => c.PageSize(standard: 2, most: 10))
            .Lookup<Ship>("ship", "The ship of an id.", s => s.Id, "id", "Its id.");
        return (isPublished ? schema.PublishCosts() : schema).Build();
    }
}
