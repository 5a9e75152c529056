using System.Globalization;
using Hub.GraphQL.Types;

namespace Hub.GraphQL.Planning;

/// <summary>Reads a coerced <c>where</c> into a condition. Each difference in form goes into the shape, each value into a parameter.</summary>
internal sealed class FilterReader(Shape shape, PlanLimits limits, FieldSite site)
{
    private int _parts;
    private int _relations;

    public Predicate Read(CoercedInputs where)
    {
        var parts = new List<Predicate>();
        for (var i = 0; i < where.Definitions.Count; i++)
        {
            // Null says nothing here; absence of a value is asked for with isNull.
            if (where[i] is not { } value)
                continue;
            CountPart();
            shape.Note(i + 1);
            parts.Add(where.Definitions[i].Binding switch
            {
                FilterBinding.Conjunction => new AllOf(ReadAll(value)),
                FilterBinding.Disjunction => new AnyOf(ReadAll(value)),
                FilterBinding.Complement => Read((CoercedInputs)value).Negate(),
                FilterBinding.Inner => Read((CoercedInputs)value),
                FilterBinding.OnColumn on => ReadColumn(on.Column, (CoercedInputs)value),
                FilterBinding.OnReference on => Inside(() => new Related(on.Path, on.Target, on.Target.Where.And(Read((CoercedInputs)value)))),
                FilterBinding.OnList on => Inside(() => ReadList(on, (CoercedInputs)value)),
                var other => throw new InvalidOperationException($"{site.Field.Name} has a filter that means nothing: {other}."),
            });
        }

        shape.Note(0);
        return AllOf(parts);
    }

    /// <summary>A value as a parameter of the column; null when no row can hold it, such as an id that is no UUID.</summary>
    public static Parameter? ToParameter(ColumnType type, object value) => (type.Kind, value) switch
    {
        (ValueKind.Guid, string text) => Guid.TryParseExact(text, "D", out var guid) ? Parameter.Of(guid) : null,
        (ValueKind.Int32 or ValueKind.SafeInteger, string text) =>
            long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? Parameter.Of(number) : null,
        (ValueKind.Flags, EnumValue flag) => Parameter.Of(type.Flags.First(known => ReferenceEquals(known.Value, flag)).Mask),
        (_, EnumValue named) => Parameter.Of(named.Number!.Value),
        (_, string text) => Parameter.Of(text),
        (_, int number) => Parameter.Of(number),
        (_, long number) => Parameter.Of(number),
        (_, bool flag) => Parameter.Of(flag ? 1 : 0),
        (_, double number) => Parameter.Of(number),
        (_, DateTimeOffset instant) => Parameter.Of(instant.ToUnixTimeMilliseconds()),
        (_, DateOnly day) => Parameter.Of(day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)),
        _ => throw new InvalidOperationException($"A {type.Kind} column cannot be compared with a {value.GetType().Name}."),
    };

    private static Predicate AllOf(List<Predicate> parts) => parts.Count switch
    {
        0 => Predicate.True,
        1 => parts[0],
        _ => new AllOf(parts),
    };

    private List<Predicate> ReadAll(object value)
    {
        var items = (IReadOnlyList<object?>)value;
        shape.Note(items.Count);
        var parts = new List<Predicate>(items.Count);
        foreach (var item in items)
            parts.Add(Read((CoercedInputs)item!));
        return parts;
    }

    private Predicate ReadList(FilterBinding.OnList on, CoercedInputs operators)
    {
        var rows = on.Target.Where.And(on.Where);
        var parts = new List<Predicate>();
        for (var i = 0; i < operators.Definitions.Count; i++)
        {
            if (operators[i] is not { } value)
                continue;
            CountPart();
            shape.Note(i + 1);
            parts.Add((ListOperator)operators.Definitions[i].Binding! switch
            {
                ListOperator.Some => Any(rows.And(Read((CoercedInputs)value))),
                ListOperator.None => Any(rows.And(Read((CoercedInputs)value))).Negate(),
                ListOperator.All => Any(rows.And(Read((CoercedInputs)value).Negate())).Negate(),
                _ => Noted(value is true) ? Any(rows) : Any(rows).Negate(),
            });
        }

        shape.Note(0);
        return AllOf(parts);

        Predicate Any(Predicate inner) => new AnyRelated(on.Path, on.Target, inner);
    }

    private Predicate ReadColumn(Column column, CoercedInputs operators)
    {
        var parts = new List<Predicate>();
        for (var i = 0; i < operators.Definitions.Count; i++)
        {
            if (!operators.IsPresent(i))
                continue;
            CountPart();
            shape.Note(i + 1);
            parts.Add(ReadOperator(column, (FilterOperator)operators.Definitions[i].Binding!, operators.Raw(i)));
        }

        shape.Note(0);
        return AllOf(parts);
    }

    private Predicate ReadOperator(Column column, FilterOperator op, object? value)
    {
        if (!Noted(value is not null))
        {
            // No value is greater than null or in it; only these three ask for missing values or say nothing.
            return op switch
            {
                FilterOperator.Eq => new IsNull(column),
                FilterOperator.Ne => new IsNull(column).Negate(),
                FilterOperator.IsNull or FilterOperator.Nin => Predicate.True,
                _ => Predicate.False,
            };
        }

        return op switch
        {
            FilterOperator.IsNull => Noted(value is true) ? new IsNull(column) : new IsNull(column).Negate(),
            FilterOperator.In => ReadMembership(column, value!),
            FilterOperator.Nin => ReadMembership(column, value!).Negate(),
            FilterOperator.Eq => Compare(column, ComparisonOperator.Equal, value!),
            FilterOperator.Ne => Compare(column, ComparisonOperator.Equal, value!).Negate(),
            FilterOperator.Gt => Compare(column, ComparisonOperator.Greater, value!),
            FilterOperator.Gte => Compare(column, ComparisonOperator.GreaterOrEqual, value!),
            FilterOperator.Lt => Compare(column, ComparisonOperator.Less, value!),
            FilterOperator.Lte => Compare(column, ComparisonOperator.LessOrEqual, value!),
            FilterOperator.Contains => Search(column, ComparisonOperator.Contains, value!),
            FilterOperator.StartsWith => Search(column, ComparisonOperator.StartsWith, value!),
            FilterOperator.Has => Compare(column, ComparisonOperator.Has, value!),
            _ => throw new InvalidOperationException($"Unknown operator {op}."),
        };
    }

    private Predicate Compare(Column column, ComparisonOperator op, object value, int mostText = 0)
    {
        var slot = shape.Add(column.Type, value, mostText);
        return Noted(slot is not null) ? new Comparison(column, op, Operand.OfSlot(slot!.Value)) : Predicate.False;
    }

    private Predicate Search(Column column, ComparisonOperator op, object value)
    {
        var text = (string)VariableLeaf.Peek(value)!;
        if (text.Length > limits.MaxSearchText)
            throw Refused("SEARCH_TEXT_TOO_LONG", $"searches for {text.Length} characters, at most {limits.MaxSearchText} are allowed");

        // A NUL would end the pattern in SQLite; no stored text holds one.
        if (Noted(!text.Contains('\0', StringComparison.Ordinal)))
            return Compare(column, op, value, limits.MaxSearchText);
        VariableLeaf.Read(value);
        return Predicate.False;
    }

    private Predicate ReadMembership(Column column, object value)
    {
        var items = (IReadOnlyList<object?>)value;
        if (items.Count > limits.MaxFilterParts)
            throw Refused("FILTER_TOO_LARGE", $"lists {items.Count} values, at most {limits.MaxFilterParts} are allowed");

        var values = Enumerable.Range(0, items.Count).Select(i => LeafList.Raw(items, i)!).Where(item => CanBeStored(column.Type, item)).ToArray();
        if (values.Length == 0)
        {
            shape.Note(0);
            return Predicate.False;
        }

        // Rounded up to a power of two by repeating the last value, so that few texts of SQL serve all lengths.
        var places = (int)System.Numerics.BitOperations.RoundUpToPowerOf2((uint)values.Length);
        shape.Note(places);
        var operands = new Operand[places];
        for (var i = 0; i < places; i++)
            operands[i] = Operand.OfSlot(shape.Add(column.Type, values[Math.Min(i, values.Length - 1)])!.Value);
        return new Membership(column, operands);
    }

    /// <summary>False when no row can hold the value, which then decides what the condition is.</summary>
    private static bool CanBeStored(ColumnType type, object item)
    {
        if (ToParameter(type, VariableLeaf.Peek(item)!) is not null)
            return true;
        VariableLeaf.Read(item);
        return false;
    }

    private bool Noted(bool value)
    {
        shape.Note(value ? 1 : 0);
        return value;
    }

    private Predicate Inside(Func<Predicate> read)
    {
        if (++_relations > limits.MaxFilterRelations)
            throw Refused("FILTER_TOO_DEEP", $"goes through more than {limits.MaxFilterRelations} relations one inside the other");
        var predicate = read();
        _relations--;
        return predicate;
    }

    private void CountPart()
    {
        if (++_parts > limits.MaxFilterParts)
            throw Refused("FILTER_TOO_LARGE", $"has more than {limits.MaxFilterParts} conditions");
    }

    private PlanRefusedException Refused(string code, string what) => new(code, $"The filter of \"{site.ResponseName}\" {what}.", site);
}
