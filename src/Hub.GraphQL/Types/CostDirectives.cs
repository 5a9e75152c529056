using System.Globalization;
using Hub.GraphQL.Planning;

namespace Hub.GraphQL.Types;

/// <summary>
/// <c>@cost</c> and <c>@listSize</c> of the cost specification that gateways and editors read (ibm.github.io/graphql-specs/cost-spec.html):
/// what <see cref="PlanCost"/> charges, as far as a schema can say it. A field that returns an object counts 1 there unless it says otherwise.
/// </summary>
internal static class CostDirectives
{
    private const string Cost = "cost";
    private const string ListSize = "listSize";

    /// <summary>The definitions.</summary>
    public static IReadOnlyList<DirectiveDefinition> Definitions { get; } =
    [
        new()
        {
            Name = Cost,
            Description =
                "What a field counts, where that is not 1 for an object and 0 for a value. Figures and totals count a tenth of the rows that are looked at; " +
                "their weight here is what they are taken for where that is not known.",
            Arguments = new([new() { Name = "weight", Type = TypeReference.Named("String").NonNull(), Description = "The number." }]),
            Locations =
            [
                DirectiveLocation.ArgumentDefinition, DirectiveLocation.Enum, DirectiveLocation.FieldDefinition, DirectiveLocation.InputFieldDefinition,
                DirectiveLocation.Object, DirectiveLocation.Scalar,
            ],
        },
        new()
        {
            Name = ListSize,
            Description = "How many objects a list is taken for.",
            Arguments = new(
            [
                Argument("assumedSize", "Int", "How many when no argument says."),
                Argument("slicingArguments", "[String!]", "The arguments that say."),
                Argument("sizedFields", "[String!]", "The fields below that are the list; the field itself when there are none."),
                new()
                {
                    Name = "requireOneSlicingArgument",
                    Type = TypeReference.Named("Boolean"),
                    Description = "Whether one of the arguments has to be given.",
                    DefaultValue = InputLiteral.Boolean(true),
                },
            ]),
            Locations = [DirectiveLocation.FieldDefinition],
        },
    ];

    /// <summary>True when a schema publishes what its fields cost.</summary>
    public static bool AreIn(Schema schema) => schema.Directives.Find(Cost) == Definitions[0];

    /// <summary>The directives behind a field, each with a space before it; empty where the field counts what every field does.</summary>
    public static string Of(Field field) => field.Binding switch
    {
        ConnectionBinding connection => List(connection.StandardPage, ["first", "last"], ["edges", "nodes"]),
        ConnectionPartBinding { Part: ConnectionPart.PageInfo or ConnectionPart.Node } => Weight(0),
        ConnectionPartBinding { Part: ConnectionPart.TotalCount } => Weight(PlanCost.CountWeight),
        ConnectionPartBinding { Part: ConnectionPart.Aggregate or ConnectionPart.Facets } => Weight(PlanCost.AggregateWeight),
        ConnectionPartBinding { Part: ConnectionPart.GroupBy } =>
            Weight(PlanCost.AggregateWeight) + List(ConnectionBinding.StandardGroupCount, ["first"], ["nodes"]),
        ReferenceBinding => Weight(0),

        // A statement and a row.
        LookupBinding or EventLookupBinding or FirstBinding => Weight(2),
        NodesBinding { IsList: false } nodes => Weight(nodes.Sources.Count + 1),
        NodesBinding nodes => string.Create(CultureInfo.InvariantCulture, $" @{ListSize}(assumedSize: {nodes.Most})"),
        _ => "",
    };

    private static string Weight(long weight) => string.Create(CultureInfo.InvariantCulture, $" @{Cost}(weight: \"{weight}\")");

    private static string List(int assumed, string[] arguments, string[] fields) => string.Create(
        CultureInfo.InvariantCulture,
        $" @{ListSize}(assumedSize: {assumed}, slicingArguments: [{Names(arguments)}], sizedFields: [{Names(fields)}], requireOneSlicingArgument: false)");

    private static string Names(string[] names) => string.Join(", ", names.Select(name => $"\"{name}\""));

    private static InputValue Argument(string name, string type, string description) =>
        new() { Name = name, Type = TypeReference.Parse(type), Description = description };
}
