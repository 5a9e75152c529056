using Hub.GraphQL.Planning;

namespace Hub.GraphQL.Types.Building;

/// <summary>A column of a type that figures are taken of.</summary>
internal sealed record AggregatedColumn(string Name, Column Column);

/// <summary>What rows of a type are grouped by, with its name for people.</summary>
internal sealed record DescribedGroupField(GroupField Field, string Description, string TypeName);

/// <summary>
/// Makes the types of figures, groups and facets of one type. Field names are the same everywhere: <c>sum { payIdr }</c>,
/// <c>having: {sum: {payIdr: …}}</c>, <c>SUM_PAY_IDR</c>.
/// </summary>
internal sealed class AggregateTypes(
    string node,
    IReadOnlyList<AggregatedColumn> columns,
    IReadOnlyList<DescribedGroupField> groups,
    bool isSuppressed,
    string zone,
    InputTypes inputs)
{
    private static readonly EnumType Interval = new("DateInterval", "How long the spans are that days and instants are grouped into.",
    [
        new() { Name = "DAY", Description = "A day.", Number = (int)DateInterval.Day },
        new() { Name = "WEEK", Description = "Seven days from Monday on.", Number = (int)DateInterval.Week },
        new() { Name = "MONTH", Description = "A month.", Number = (int)DateInterval.Month },
        new() { Name = "QUARTER", Description = "Three months from January, April, July or October on.", Number = (int)DateInterval.Quarter },
        new() { Name = "YEAR", Description = "A year.", Number = (int)DateInterval.Year },
    ]);

    private readonly List<Figures> _figures = FiguresOf(columns, isSuppressed);

    /// <summary>Types that all types share.</summary>
    public static IEnumerable<NamedType> Shared => [Interval];

    /// <summary>The fields of the connection.</summary>
    public IEnumerable<Field> Fields()
    {
        yield return new()
        {
            Name = "aggregate",
            Type = TypeReference.Parse($"{node}Aggregate{(isSuppressed ? "" : "!")}"),
            Description = "Figures over all nodes that satisfy `where`, on whatever page" + (isSuppressed ? "; null when they are too few to show." : "."),
            Binding = new ConnectionPartBinding(ConnectionPart.Aggregate),
        };
        if (groups.Count == 0)
            yield break;
        yield return new()
        {
            Name = "groupBy",
            Type = TypeReference.Parse($"{node}Groups!"),
            Description = "Figures over all nodes that satisfy `where`, group by group.",
            Binding = new ConnectionPartBinding(ConnectionPart.GroupBy),
            Arguments = new(
            [
                Input("by", $"[{node}GroupBy!]!", "What groups are made by, most important first.", null),
                Input("having", $"{node}Having", "Only groups that satisfy this condition.", null),
                Input("orderBy", $"[{node}GroupOrder!]", "The order, most important first; it always ends in the keys.", null),
                Input("first", "Int", "How many groups, 5000 at most; 100 when not given.", null),
            ]),
        };
        yield return new()
        {
            Name = "facets",
            Type = TypeReference.Parse($"[{node}Facet!]!"),
            Description = "The most frequent values of each field among all nodes that satisfy `where`, conditions on the field itself included.",
            Binding = new ConnectionPartBinding(ConnectionPart.Facets),
            Arguments = new(
            [
                Input("fields", $"[{node}GroupField!]!", "The fields; a date counts by day.", null),
                Input("first", "Int", "How many values of each, 100 at most; 10 when not given.", null),
            ]),
        };
    }

    /// <summary>The types behind <see cref="Fields"/>.</summary>
    public IEnumerable<NamedType> Types()
    {
        yield return new ObjectType($"{node}Aggregate", $"Figures over {node} objects.",
        [
            Figure("count", Measure.Rows, "How many there are."),
            .. _figures.Select(figures => Part(figures.Name, $"{node}{figures.Suffix}!", figures.Description, AggregatePart.Object)),
        ]);
        foreach (var figures in _figures)
        {
            yield return new ObjectType($"{node}{figures.Suffix}", $"{figures.Title} over {node} objects.", [.. figures.Measures.Select(measure =>
                Figure(measure.Name, measure.Measure, figures.Of(measure.Name)))]);
        }

        if (groups.Count == 0)
            yield break;
        foreach (var type in GroupTypes().Concat(HavingTypes()))
            yield return type;
    }

    private IEnumerable<NamedType> GroupTypes()
    {
        yield return new ObjectType($"{node}Groups", $"Groups of {node} objects.",
        [
            Part("nodes", $"[{node}Group!]!", "The groups.", AggregatePart.List),
            Part("hasMore", "Boolean!", "Whether there are more groups than `first`.", AggregatePart.HasMore),
        ]);
        yield return new ObjectType($"{node}Group", $"The {node} objects that have the key in common.",
        [
            Part("key", $"{node}GroupKey!", "What they have in common.", AggregatePart.Object),
            Part("aggregate", $"{node}Aggregate!", "Figures over them.", AggregatePart.Object),
        ]);
        yield return new ObjectType(
            $"{node}GroupKey",
            $"What {node} objects have in common. A field is null where they have no value, and where groups are not made by it.",
            [.. groups.Select(group => new Field
            {
                Name = group.Field.Name,
                Type = TypeReference.Named(group.TypeName),
                Description = group.Field.HasInterval ? $"First day of the interval, in {zone}: {Lower(group.Description)}" : group.Description,
                Binding = new AggregateBinding { Part = AggregatePart.Key, Field = group.Field },
            })]);
        yield return new ObjectType($"{node}Facet", $"The most frequent values of one field of {node} objects.",
        [
            Part("field", $"{node}GroupField!", "The field.", AggregatePart.FacetName),
            Part("values", $"[{node}FacetValue!]!", "The values, most frequent first.", AggregatePart.List),
            Part("hasMore", "Boolean!", "Whether there are more values than `first`.", AggregatePart.HasMore),
        ]);
        yield return new ObjectType($"{node}FacetValue", $"A value and how many {node} objects have it.",
        [
            Part("key", $"{node}GroupKey!", "The value, in the field of its name.", AggregatePart.Object),
            Figure("count", Measure.Rows, "How many have it."),
        ]);
        yield return new EnumType($"{node}GroupField", $"What {node} objects can be grouped by.", groups.Select(group => new EnumValue
        {
            Name = Naming.UpperSnake(group.Field.Name),
            Description = group.Description,
            Binding = group.Field,
        }));
        yield return new InputObjectType($"{node}GroupBy", $"One key of groups of {node} objects.",
        [
            Input("field", $"{node}GroupField!", "What the key is.", null),
            Input("interval", "DateInterval", $"How long the spans of a date are, in {zone}; a day when not given. Only dates have one.", null),
        ]);
        yield return new EnumType($"{node}GroupOrderField", $"What groups of {node} objects can be ordered by.", OrderValues());
        yield return InputTypes.OrderInput($"{node}GroupOrder", $"{node}GroupOrderField!", $"One part of an order of groups of {node} objects.");
    }

    private IEnumerable<EnumValue> OrderValues()
    {
        yield return new() { Name = "COUNT", Description = "How many there are.", Binding = Measure.Rows };
        foreach (var group in groups)
        {
            yield return new()
            {
                Name = $"KEY_{Naming.UpperSnake(group.Field.Name)}",
                Description = group.Field.Target is null ? "The key's value." : "The key, by the object's row key or code.",
                Binding = group.Field,
            };
        }

        foreach (var figures in _figures)
        {
            foreach (var measure in figures.Measures)
            {
                yield return new()
                {
                    Name = $"{Naming.UpperSnake(figures.Name)}_{Naming.UpperSnake(measure.Name)}",
                    Description = $"The figure `{figures.Name} {{ {measure.Name} }}`.",
                    Binding = measure.Measure,
                };
            }
        }
    }

    private IEnumerable<NamedType> HavingTypes()
    {
        List<InputValue> fields =
        [
            Input("and", $"[{node}Having!]", "Every one of these holds.", new FilterBinding.Conjunction()),
            Input("or", $"[{node}Having!]", "At least one of these holds; an empty list holds for nothing.", new FilterBinding.Disjunction()),
            Input("not", $"{node}Having", "This does not hold.", new FilterBinding.Complement()),
            Compared("count", Measure.Rows, "How many there are."),
        ];
        foreach (var figures in _figures)
        {
            var name = $"{node}{Capital(figures.Name)}Having";
            fields.Add(Input(figures.Name, name, figures.Description, new FilterBinding.Inner()));
            yield return new InputObjectType(name, "Conditions on figures; all that are given must hold.", [.. figures.Measures.Select(measure =>
                Compared(measure.Name, measure.Measure, figures.Of(measure.Name)))]);
        }

        yield return new InputObjectType($"{node}Having", $"Conditions on groups of {node} objects; all that are given must hold.", fields);
    }

    private InputValue Compared(string name, Measure measure, string description) =>
        Input(name, inputs.OperatorsOf(measure.Type), description, new FilterBinding.OnColumn(new MeasureColumn(measure)));

    private static List<Figures> FiguresOf(IReadOnlyList<AggregatedColumn> columns, bool isSuppressed)
    {
        var numbers = columns.Where(column => column.Column.Type is { Kind: ValueKind.Int32 or ValueKind.SafeInteger or ValueKind.Double, GraphQLType.Name: not "ID" });
        var ordered = isSuppressed ? [] : columns.Where(column => column.Column.Type is
        {
            Kind: ValueKind.Int32 or ValueKind.SafeInteger or ValueKind.Double or ValueKind.Text or ValueKind.Instant or ValueKind.Date,
            GraphQLType.Name: not "ID",
        });
        List<Figures> all =
        [
            new("sum", "Sum", "Sums", "Sums; a sum beyond its type's range is an error.", name => $"Sum of `{name}`; null when none has a value.",
                Of(numbers, MeasureKind.Sum, SumType)),
            new("avg", "Average", "Means", "Means of the values that are there.", name => $"Mean of `{name}`; null when none has a value.",
                Of(numbers, MeasureKind.Average, _ => new(ValueKind.Double, true) { GraphQLType = SpecifiedScalars.Float })),
            new("min", "Least", "Least values", "Least values.", name => $"Least `{name}`; null when none has a value.",
                Of(ordered, MeasureKind.Least, type => type with { IsNullable = true })),
            new("max", "Greatest", "Greatest values", "Greatest values.", name => $"Greatest `{name}`; null when none has a value.",
                Of(ordered, MeasureKind.Greatest, type => type with { IsNullable = true })),
            new("countDistinct", "Distinct", "Numbers of different values", "How many different values there are.", name => $"How many different values `{name}` has.",
                Of(columns.Where(column => !column.Column.Type.IsList && column.Name != "id"), MeasureKind.CountDistinct, _ => Measure.Rows.Type)),
        ];
        all.RemoveAll(figures => figures.Measures.Count == 0);
        return all;
    }

    private static List<(string Name, Measure Measure)> Of(
        IEnumerable<AggregatedColumn> columns, MeasureKind kind, Func<ColumnType, ColumnType> type) =>
        [.. columns.Select(column => (column.Name, new Measure(kind, new ColumnValue(column.Column), type(column.Column.Type))))];

    private static ColumnType SumType(ColumnType type) => type.Kind == ValueKind.Int32
        ? new(ValueKind.SafeInteger, true) { GraphQLType = Scalars.Long }
        : type with { IsNullable = true };

    private static Field Figure(string name, Measure measure, string description) => new()
    {
        Name = name,
        Type = TypeReference.Parse(measure.Type.GraphQLType!.Name + (measure.Type.IsNullable ? "" : "!")),
        Description = description,
        Binding = new AggregateBinding { Part = AggregatePart.Figure, Measure = measure },
    };

    private static Field Part(string name, string type, string description, AggregatePart part) =>
        new() { Name = name, Type = TypeReference.Parse(type), Description = description, Binding = new AggregateBinding { Part = part } };

    private static InputValue Input(string name, string type, string description, object? binding) =>
        new() { Name = name, Type = TypeReference.Parse(type), Description = description, Binding = binding };

    private static string Capital(string name) => char.ToUpperInvariant(name[0]) + name[1..];

    private static string Lower(string text) => char.ToLowerInvariant(text[0]) + text[1..];

    /// <summary>One kind of figure and what it is taken of.</summary>
    private sealed record Figures(
        string Name, string Suffix, string Title, string Description, Func<string, string> Of, List<(string Name, Measure Measure)> Measures);
}
