using Hub.GraphQL.Execution;
using Hub.GraphQL.Types;

namespace Hub.GraphQL.Planning;

/// <summary>Reads what is asked of figures, groups and facets of one connection. All of them share its condition.</summary>
internal sealed class AggregateReader(
    ConnectionBinding connection,
    Predicate filter,
    VariableValues variables,
    PlanLimits limits,
    Shape shape,
    Func<CollectedObject, EntityBinding, long, FieldSite, ObjectPlan> walkNode)
{
    private readonly List<Measure> _measures = [];
    private readonly List<AggregatePlan> _plans = [];

    /// <summary>Figures over all rows; null when none is asked for.</summary>
    public AggregatePlan? Aggregate { get; private set; }

    /// <summary>Everything that scans rows for figures.</summary>
    public IReadOnlyList<AggregatePlan> Plans => _plans;

    public ConnectionField Read(CollectedField field, ConnectionPart part)
    {
        try
        {
            return part switch
            {
                ConnectionPart.Aggregate => ReadFigures(field),
                ConnectionPart.GroupBy => ReadGroups(field),
                _ => ReadFacets(field),
            };
        }
        catch (BadArgumentException e)
        {
            return new FailedPart(field.Site, new(field.Site, e.Message, e.Offset));
        }
    }

    private FiguresField ReadFigures(CollectedField field)
    {
        var figures = new FiguresField(field.Site, Fields(field.Selection!, _measures, [], 0));
        if (connection.Target.SuppressBelow > 0)
            Add(_measures, Measure.Rows);
        if (Aggregate is null)
        {
            Aggregate = new() { Target = connection.Target, Path = connection.Path, Filter = filter, Measures = _measures };
            _plans.Add(Aggregate);
        }

        return figures;
    }

    private GroupsField ReadGroups(CollectedField field)
    {
        var arguments = field.Arguments.Coerce(variables);
        var keys = ReadKeys(field.Site, (IReadOnlyList<object?>)arguments["by"]!);
        var measures = new List<Measure>();
        var having = arguments["having"] is CoercedInputs conditions ? ReadHaving(conditions, field.Site, measures) : Predicate.True;
        shape.Note(0);
        var order = ReadOrder(field.Site, (IReadOnlyList<object?>?)arguments["orderBy"], keys, measures);
        var first = ReadFirst(field.Site, arguments.Raw("first"), connection.StandardGroups, connection.MostGroups);
        return new(field.Site, Groups(field, keys, measures, having, order, first));
    }

    private FacetsField ReadFacets(CollectedField field)
    {
        var arguments = field.Arguments.Coerce(variables);
        var keys = new List<GroupKey>();
        foreach (var item in (IReadOnlyList<object?>)arguments["fields"]!)
        {
            var value = (EnumValue)item!;
            var group = (GroupField)value.Binding!;
            shape.Note(IndexOf(field, "fields", value) + 1);
            if (keys.TrueForAll(known => known.Field != group))
                keys.Add(new(group, group.Value));
        }

        shape.Note(0);
        var first = ReadFirst(field.Site, arguments.Raw("first"), 10, 100);
        return new(field.Site, [.. keys.Select(key =>
        {
            var count = Measure.Rows;
            GroupOrderTerm[] order = [new(count, -1, true, false), new(null, 0, false, true)];
            return Groups(field, [key], [count], Predicate.True, order, first);
        })]);
    }

    private GroupsPlan Groups(
        CollectedField field, IReadOnlyList<GroupKey> keys, List<Measure> measures, Predicate having, IReadOnlyList<GroupOrderTerm> order, GroupCount first)
    {
        if (connection.Target.SuppressBelow > 0)
            Add(measures, Measure.Rows);
        var fields = Fields(field.Selection!, measures, keys, first.Count);
        var plan = new AggregatePlan
        {
            Target = connection.Target,
            Path = connection.Path,
            Filter = filter,
            Keys = keys,
            Measures = measures,
            Having = having,
            Order = order,
            LimitSlot = shape.AddSize(first.Given, first.Count),
        };
        _plans.Add(plan);
        return new(plan, fields);
    }

    private AggregateField[] Fields(CollectedObject selection, List<Measure> measures, IReadOnlyList<GroupKey> keys, long groups) =>
        [.. selection.Fields.Select(field => FieldOf(selection, field, measures, keys, groups))];

    private AggregateField FieldOf(
        CollectedObject owner, CollectedField field, List<Measure> measures, IReadOnlyList<GroupKey> keys, long groups)
    {
        if (field.Site.Field.Binding is not AggregateBinding binding)
            return new FixedText(field.Site, owner.Type.Name);
        switch (binding.Part)
        {
            case AggregatePart.Figure:
                Add(measures, binding.Measure!);
                return new FigureField(field.Site, binding.Measure!);
            case AggregatePart.Key:
                var key = keys.Index().FirstOrDefault(known => known.Item.Field == binding.Field, (-1, null!)).Item1;
                return field.Selection is { } node
                    ? new KeyObjectField(field.Site, key, walkNode(node, binding.Field!.Target!, groups, field.Site))
                    : new KeyField(field.Site, key);
            case AggregatePart.List:
                return new GroupListField(field.Site, Fields(field.Selection!, measures, keys, groups));
            case AggregatePart.HasMore:
                return new HasMoreField(field.Site);
            case AggregatePart.FacetName:
                return new FixedText(field.Site, Types.Building.Naming.UpperSnake(keys[0].Field.Name));
            default:
                return new AggregateObject(field.Site, Fields(field.Selection!, measures, keys, groups));
        }
    }

    private GroupKey[] ReadKeys(FieldSite site, IReadOnlyList<object?> by)
    {
        if (by.Count is 0 || by.Count > limits.MaxGroupKeys)
        {
            throw new PlanRefusedException(
                "GROUP_KEYS",
                $"\"{site.ResponseName}\" is given {by.Count} keys to group by. Give 1 to {limits.MaxGroupKeys}.",
                site);
        }

        var keys = new GroupKey[by.Count];
        for (var i = 0; i < keys.Length; i++)
        {
            var item = (CoercedInputs)by[i]!;
            var value = (EnumValue)item["field"]!;
            var field = (GroupField)value.Binding!;
            var interval = item["interval"] as EnumValue;
            if (interval is not null && !field.HasInterval)
                throw new PlanRefusedException("GROUP_INTERVAL", $"{value.Name} is no date, so it is not grouped by interval.", site);
            if (keys.Take(i).Any(known => known.Field == field))
                throw new PlanRefusedException("GROUP_KEYS", $"\"{site.ResponseName}\" is to group by {value.Name} twice.", site);

            shape.Note(((EnumType)item.Definitions.Find("field")!.Type.Type).Values.IndexOf(value.Name) + 1);
            shape.Note((int)(interval?.Number ?? 0));
            keys[i] = new(field, field.Value is BucketValue bucket ? bucket with { Interval = (DateInterval)(interval?.Number ?? 0) } : field.Value);
        }

        shape.Note(0);
        return keys;
    }

    private Predicate ReadHaving(CoercedInputs having, FieldSite site, List<Measure> measures)
    {
        var predicate = new FilterReader(shape, limits, site).Read(having);
        Collect(predicate);
        return predicate;

        void Collect(Predicate part)
        {
            switch (part)
            {
                case AllOf all:
                    foreach (var inner in all.Parts)
                        Collect(inner);
                    break;
                case AnyOf any:
                    foreach (var inner in any.Parts)
                        Collect(inner);
                    break;
                case Negation negation:
                    Collect(negation.Inner);
                    break;
                case Comparison { Column: MeasureColumn column }:
                    Add(measures, column.Measure);
                    break;
                case Membership { Column: MeasureColumn column }:
                    Add(measures, column.Measure);
                    break;
                case IsNull { Column: MeasureColumn column }:
                    Add(measures, column.Measure);
                    break;
            }
        }
    }

    private GroupOrderTerm[] ReadOrder(FieldSite site, IReadOnlyList<object?>? orderBy, GroupKey[] keys, List<Measure> measures)
    {
        var terms = new List<GroupOrderTerm>();
        foreach (var item in orderBy ?? [])
        {
            var order = (CoercedInputs)item!;
            var value = (EnumValue)order["field"]!;
            var descending = order["direction"] is EnumValue { Number: 1 };
            var nullsFirst = order["nulls"] is EnumValue nulls ? nulls.Number == 0 : !descending;
            shape.Note(((EnumType)order.Definitions.Find("field")!.Type.Type).Values.IndexOf(value.Name) + 1);
            shape.Note((descending ? 1 : 0) + (nullsFirst ? 2 : 0));
            if (value.Binding is Measure measure)
            {
                Add(measures, measure);
                terms.Add(new(measure, -1, descending, nullsFirst));
                continue;
            }

            var key = Array.FindIndex(keys, known => known.Field == value.Binding);
            if (key < 0)
            {
                throw new PlanRefusedException(
                    "GROUP_ORDER", $"\"{site.ResponseName}\" is to be ordered by {value.Name}, which it is not grouped by.", site);
            }

            terms.Add(new(null, key, descending, nullsFirst));
        }

        shape.Note(0);
        for (var i = 0; i < keys.Length; i++)
        {
            if (terms.TrueForAll(term => term.Key != i))
                terms.Add(new(null, i, false, true));
        }

        return [.. terms];
    }

    private static GroupCount ReadFirst(FieldSite site, object? first, int standard, int most) => new(first, (VariableLeaf.Peek(first) as int?) switch
    {
        null => standard,
        < 0 => throw new PlanRefusedException("PAGE_NEGATIVE", $"\"{site.ResponseName}\" is given a negative \"first\".", site),
        { } count when count > most => throw new PlanRefusedException(
            "PAGE_TOO_LARGE", $"\"{site.ResponseName}\" is asked for {count} groups, at most {most} are given. Use first: {most}.", site),
        { } count => count,
    });

    private static int IndexOf(CollectedField field, string argument, EnumValue value) =>
        ((EnumType)field.Site.Field.Arguments.Find(argument)!.Type.Type).Values.IndexOf(value.Name);

    private static void Add(List<Measure> measures, Measure measure)
    {
        if (!measures.Contains(measure))
            measures.Add(measure);
    }

    /// <summary>How many groups at most, and what that was read from.</summary>
    private readonly record struct GroupCount(object? Given, int Count);
}
