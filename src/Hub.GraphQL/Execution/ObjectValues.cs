using System.Collections;
using System.Globalization;
using System.Text;
using Hub.GraphQL.Planning;

namespace Hub.GraphQL.Execution;

/// <summary>What conditions, orders and cursors mean, over objects in memory.</summary>
internal sealed class ObjectValues(IReadOnlyList<Parameter> parameters)
{
    /// <summary>The value of a column as a database would hold it; null when it is missing.</summary>
    public static Parameter? Read(Column column, object entity) => column is MeasureColumn measured
        ? ((ObjectGroup)entity).Figure(measured.Measure).Compared
        : ToParameter(column.Path.Read(entity));

    private static Parameter? ToParameter(object? value) => value switch
    {
        null => null,
        string text => Parameter.Of(text),
        bool flag => Parameter.Of(flag ? 1 : 0),
        Guid guid => Parameter.Of(guid),
        DateTimeOffset instant => Parameter.Of(instant.ToUnixTimeMilliseconds()),
        DateOnly day => Parameter.Of(day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)),
        double number => Parameter.Of(number),
        float number => Parameter.Of((double)number),
        IEnumerable => null,
        var number => Parameter.Of(Convert.ToInt64(number, CultureInfo.InvariantCulture)),
    };

    public Parameter ValueOf(Operand operand) => operand.IsParameter ? parameters[operand.Slot] : operand.Constant;

    public bool Holds(Predicate predicate, object entity) => predicate switch
    {
        AllOf all => all.Parts.All(part => Holds(part, entity)),
        AnyOf any => any.Parts.Any(part => Holds(part, entity)),
        Negation negation => !Holds(negation.Inner, entity),
        IsNull { Column: MeasureColumn column } => Read(column, entity) is null,
        IsNull isNull => isNull.Column.Path.Read(entity) is null,
        ParameterHolds holds => ValueOf(holds.Operand) is { Kind: ParameterKind.Integer, Integer: not 0 },
        Comparison { Operand.MayBeNull: true } unknown when ValueOf(unknown.Operand).Kind == ParameterKind.Null => false,
        Comparison { Operator: ComparisonOperator.Has } has => HasValue(has, entity),
        Comparison comparison => Read(comparison.Column, entity) is { } value
            && ValueOf(comparison.Operand) is { Kind: not ParameterKind.Null } operand && Compares(comparison.Operator, value, operand),
        Membership membership => Read(membership.Column, entity) is { } value
            && membership.Operands.Any(operand => ValueOf(operand) is { Kind: not ParameterKind.Null } other && Compare(value, other) == 0),
        Related related => related.Path.Read(entity) is { } other && Holds(related.Inner, other),
        TextMatches matches => new ObjectSearch(matches.Search, ValueOf(matches.Text).Text).Matches(entity),
        AnyRelated related => related.Path.Read(entity) is IEnumerable others && others.Cast<object>().Any(other => Holds(related.Inner, other)),
        _ => throw new InvalidOperationException($"Unknown condition {predicate}."),
    };

    /// <summary>Compares two rows by an order.</summary>
    public static int Compare(IReadOnlyList<OrderTerm> order, object left, object right, Func<Column, object, Parameter?>? read = null) =>
        Compare(order, i => (read ?? Read)(order[i].Column, left), i => (read ?? Read)(order[i].Column, right));

    /// <summary>Compares a row with the place a cursor names.</summary>
    public int Compare(IReadOnlyList<OrderTerm> order, object row, CursorPlan cursor, Func<Column, object, Parameter?> read) =>
        Compare(order, i => read(order[i].Column, row), i => cursor.Slots[i] < 0 ? null : parameters[cursor.Slots[i]]);

    private static int Compare(IReadOnlyList<OrderTerm> order, Func<int, Parameter?> left, Func<int, Parameter?> right)
    {
        for (var i = 0; i < order.Count; i++)
        {
            var result = (left(i), right(i)) switch
            {
                (null, null) => 0,
                (null, _) => order[i].NullsFirst ? -1 : 1,
                (_, null) => order[i].NullsFirst ? 1 : -1,
                ({ } a, { } b) => order[i].Descending ? Compare(b, a) : Compare(a, b),
            };
            if (result != 0)
                return result;
        }

        return 0;
    }

    public static int Compare(Parameter a, Parameter b) => a.Kind switch
    {
        ParameterKind.Integer => a.Integer.CompareTo(b.Integer),
        ParameterKind.Real => a.Real.CompareTo(b.Real),
        ParameterKind.Text => Encoding.UTF8.GetBytes(a.Text).AsSpan().SequenceCompareTo(Encoding.UTF8.GetBytes(b.Text)),
        ParameterKind.Guid => a.Guid.ToByteArray(true).AsSpan().SequenceCompareTo(b.Guid.ToByteArray(true)),
        _ => throw new InvalidOperationException("A missing value has no order of its own."),
    };

    private static bool Compares(ComparisonOperator op, Parameter value, Parameter operand) => op switch
    {
        ComparisonOperator.Equal => Compare(value, operand) == 0,
        ComparisonOperator.Less => Compare(value, operand) < 0,
        ComparisonOperator.LessOrEqual => Compare(value, operand) <= 0,
        ComparisonOperator.Greater => Compare(value, operand) > 0,
        ComparisonOperator.GreaterOrEqual => Compare(value, operand) >= 0,
        ComparisonOperator.Contains => AsciiLower(value.Text).Contains(AsciiLower(operand.Text), StringComparison.Ordinal),
        ComparisonOperator.StartsWith => AsciiLower(value.Text).StartsWith(AsciiLower(operand.Text), StringComparison.Ordinal),
        _ => throw new InvalidOperationException($"Unknown comparison {op}."),
    };

    private bool HasValue(Comparison has, object entity)
    {
        var operand = ValueOf(has.Operand);
        return has.Column.Type.Kind == ValueKind.Flags
            ? Read(has.Column, entity) is { } bits && (bits.Integer & operand.Integer) != 0
            : Texts(has.Column, entity)?.Contains(operand.Text, StringComparer.Ordinal) == true;
    }

    /// <summary>The texts of a list column; null when it is missing or holds no list of texts.</summary>
    public static IReadOnlyList<string>? Texts(Column column, object entity) => column.Path.Read(entity) switch
    {
        string stored => System.Text.Json.JsonSerializer.Deserialize<string[]>(stored),
        IEnumerable<string> texts => [.. texts],
        _ => null,
    };

    private static string AsciiLower(string text) => string.Create(text.Length, text, (span, source) =>
    {
        for (var i = 0; i < span.Length; i++)
            span[i] = source[i] is >= 'A' and <= 'Z' and var letter ? (char)(letter | 0x20) : source[i];
    });
}
