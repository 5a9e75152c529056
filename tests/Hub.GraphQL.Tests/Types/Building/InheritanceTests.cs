using System.Text;
using Hub.GraphQL.Execution;
using Hub.GraphQL.Planning;
using Hub.GraphQL.Tests.Sample;
using Hub.GraphQL.Types;
using Hub.GraphQL.Types.Building;

namespace Hub.GraphQL.Tests.Types.Building;

/// <summary>Interfaces and unions over one entity, from the builder to the answer.</summary>
public sealed class InheritanceTests
{
    private static readonly Ship[] Ships =
    [
        new() { Id = 1, Name = "Tug", Kind = ShipKind.DeepSeaTug, Mass = 300 },
        new() { Id = 2, Name = "Ferry", Kind = ShipKind.Ferry },
        new() { Id = 3, Name = "Ghost", Kind = (ShipKind)9 },
    ];

    private readonly Schema _schema = Build();

    [Fact]
    public void A_type_takes_over_the_fields_of_its_interface_before_its_own()
    {
        Assert.Equal(
            """"
            type Tug implements Craft & Node {
              """Opaque id, the same everywhere in the hub."""
              id: ID!

              """Its name."""
              name: String!

              """Tonnes, which everybody claims to know."""
              weighed: Int!

              """The craft that leads it; null when none does."""
              escort: Craft

              """Tonnes; null when nobody weighed it."""
              pull: Int
            }
            """",
            Printed("type Tug "));
        Assert.StartsWith("interface Craft implements Node {", Printed("interface Craft "), StringComparison.Ordinal);
        Assert.Equal("union Vessel = Tug | Ferry", Printed("union Vessel "));
        Assert.Same(((ObjectType)_schema.Types.Find("Tug")!).Fields.Find("name"), ((InterfaceType)_schema.Types.Find("Craft")!).Fields.Find("name"));
    }

    [Fact]
    public async Task Introspection_tells_what_an_interface_may_be()
    {
        Assert.Equal(
            "{\"data\":{\"__type\":{\"kind\":\"INTERFACE\",\"possibleTypes\":[{\"name\":\"Ferry\"},{\"name\":\"Tug\"}],\"interfaces\":[{\"name\":\"Node\"}]}}}",
            await Run("{ __type(name: \"Craft\") { kind possibleTypes { name } interfaces { name } } }"));
    }

    [Fact]
    public async Task Fragments_merge_for_the_type_each_row_is_of()
    {
        Assert.Equal(
            "{\"data\":{\"crafts\":{\"totalCount\":2,\"nodes\":[{\"name\":\"Tug\",\"pull\":300,\"__typename\":\"Tug\"},{\"__typename\":\"Ferry\",\"name\":\"Ferry\"}]}}}",
            await Run("{ crafts { totalCount nodes { ... on Tug { name pull } __typename ...F } } } fragment F on Node { ... on Craft { name } }"));
    }

    [Fact]
    public async Task An_error_names_the_type_of_the_row_and_its_place_in_a_list_of_ids()
    {
        Assert.Equal(
            "{\"errors\":[{\"message\":\"Cannot return null for non-nullable field Ferry.weighed.\",\"locations\":[{\"line\":1,\"column\":42}]," +
                "\"path\":[\"nodes\",1,\"weighed\"]}],\"data\":{\"nodes\":[{\"weighed\":300},null,null]}}",
            await Run("{ nodes(ids: [1, 2, 3]) { ... on Craft { weighed } } }"));
    }

    [Fact]
    public async Task Spreads_that_can_never_apply_are_refused()
    {
        Assert.Contains(
            "Fragment cannot be spread here as objects of type \\\"Ferry\\\" can never be of type \\\"Tug\\\".",
            await Run("{ crafts { nodes { ... on Ferry { ... on Tug { pull } } } } }"),
            StringComparison.Ordinal);
        Assert.Contains(
            "Cannot query field \\\"pull\\\" on type \\\"Craft\\\". Did you mean to use an inline fragment on \\\"Tug\\\"?",
            await Run("{ crafts { nodes { pull } } }"),
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task Interfaces_inside_interfaces_are_planned_once_a_level()
    {
        var query = $"{{ crafts {{ nodes {string.Concat(Enumerable.Repeat("{ name escort ", 25))}{{ name }}{new string('}', 25)} }} }}";

        Assert.StartsWith("{\"data\":", await Run(query), StringComparison.Ordinal);
    }

    [Fact]
    public void What_does_not_fit_together_is_refused()
    {
        Assert.Throws<InvalidOperationException>(() => Build(b => b.Type<Ship>("Raft", "A raft.", t => t.Implements("Nothing"))));
        Assert.Throws<InvalidOperationException>(() => Build(b => b.Interface<Ship>("Lonely", "Nobody's.", t => t.Id(s => s.Id))));
        Assert.Throws<InvalidOperationException>(() => Build(b => b.Union("Odd", "Of nothing.", "Nothing")));
    }

    [Fact]
    public void What_all_conditions_share_is_taken_out_of_them()
    {
        Column kind = new(MemberPath.From((System.Linq.Expressions.Expression<Func<Ship, object?>>)(s => s.Kind)), new(ValueKind.Enum, false));
        Column name = new(MemberPath.From((System.Linq.Expressions.Expression<Func<Ship, object?>>)(s => s.Name)), new(ValueKind.Text, false));
        Predicate shared = new Comparison(name, ComparisonOperator.Equal, Operand.Of(Parameter.Of("x")));
        var (one, two) = (Is(1), Is(2));

        var (common, any, distinctions) = Alternatives.Split([shared.And(one), two.And(new Comparison(name, ComparisonOperator.Equal, Operand.Of(Parameter.Of("x"))))]);

        Assert.Same(shared, common);
        Assert.Equal([one, two], distinctions);
        Assert.Equal([1L, 2L], Assert.IsType<Membership>(any).Operands.Select(operand => operand.Constant.Integer));

        Predicate Is(long value) => new Comparison(kind, ComparisonOperator.Equal, Operand.Of(Parameter.Of(value)));
    }

    [Fact]
    public void A_condition_may_ask_who_calls()
    {
        var values = new List<CallerValue>();

        var read = PredicateReader.Read(
            (System.Linq.Expressions.Expression<Func<Ship, Captain, bool>>)((ship, captain) => captain.Name == "Ahab" || ship.Id == captain.ShipId), values);

        var either = Assert.IsType<AnyOf>(read);
        Assert.Equal(0, Assert.IsType<ParameterHolds>(either.Parts[0]).Operand.Slot);
        Assert.Equal(1, Assert.IsType<Comparison>(either.Parts[1]).Operand.Slot);
        Assert.Equal([Parameter.Of(1), Parameter.Of(7)], values.Select(value => value.Read(new Captain("Ahab", 7))));
        Assert.All(values, value => Assert.Equal(ParameterKind.Null, value.Read(null).Kind));
    }

    private static Schema Build(Action<SchemaBuilder>? more = null)
    {
        var builder = new SchemaBuilder("A harbour.")
            .Interface<Ship>("Craft", "A ship of a known kind.", craft => craft
                .Id(s => s.Id)
                .Field("name", s => s.Name, "Its name.")
                .Field("weighed", s => s.Mass, "Tonnes, which everybody claims to know.", f => f.Nullable(false))
                .Field("escort", s => s.Escort, "The craft that leads it; null when none does.", f => f.As("Craft")))
            .Type<Ship>("Ferry", "Carries.", ferry => ferry
                .Implements("Craft")
                .Where(s => s.Kind == ShipKind.Ferry))
            .Type<Ship>("Tug", "Pulls.", tug => tug
                .Implements("Craft")
                .Where(s => s.Kind == ShipKind.DeepSeaTug)
                .Field("pull", s => s.Mass, "Tonnes; null when nobody weighed it."))
            .Union("Vessel", "Anything that floats.", "Tug", "Ferry")
            .Connection<Ship>("crafts", "All crafts.", c => c.Of("Craft"))
            .Connection<Ship>("vessels", "All vessels.", c => c.Of("Vessel"))
            .Node();
        more?.Invoke(builder);
        return builder.Build();
    }

    private async Task<string> Run(string query)
    {
        var engine = new GraphQLEngine(_schema, new ObjectExecutor(_ => Ships));
        using var response = await engine.ExecuteAsync(new() { Query = Encoding.UTF8.GetBytes(query) }, TestContext.Current.CancellationToken);
        return Encoding.UTF8.GetString(response.Body.Span);
    }

    private string Printed(string start)
    {
        var text = SchemaPrinter.Print(_schema);
        text = text[text.IndexOf(start, StringComparison.Ordinal)..];
        var end = text.IndexOf(start.StartsWith("union", StringComparison.Ordinal) ? "\n" : "\n}", StringComparison.Ordinal);
        return start.StartsWith("union", StringComparison.Ordinal) ? text[..end] : text[..(end + 2)];
    }

    private sealed record Captain(string Name, long ShipId);
}
