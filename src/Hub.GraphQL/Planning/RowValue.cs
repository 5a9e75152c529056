namespace Hub.GraphQL.Planning;

/// <summary>A value that every row has, or lacks: what groups are made by and figures are taken of.</summary>
public abstract record RowValue;

/// <summary>A column.</summary>
public sealed record ColumnValue(Column Column) : RowValue;

/// <summary>The first characters of a text column.</summary>
public sealed record PrefixValue(Column Column, int Length) : RowValue;

/// <summary>The first day of the interval that an instant or a day lies in. Days begin <paramref name="Offset"/> milliseconds before UTC's.</summary>
public sealed record BucketValue(Column Column, DateInterval Interval, long Offset) : RowValue;

/// <summary>Which object a path leads to; rows that lead to none, or to a row that is not of the type, have no value.</summary>
public sealed record ReferenceValue(MemberPath Path, EntityBinding Target) : RowValue;

/// <summary>What rows can be grouped by, as the schema names it.</summary>
public sealed class GroupField
{
    /// <summary>Name of the field of the key.</summary>
    public required string Name { get; init; }

    /// <summary>The value; instants and days are taken by interval.</summary>
    public required RowValue Value { get; init; }

    /// <summary>How the value is shown; null when the key is an object.</summary>
    public ColumnType? Type { get; init; }

    /// <summary>The object that is shown: the one referred to, or the one whose column <see cref="FoundBy"/> holds the value.</summary>
    public EntityBinding? Target { get; init; }

    /// <summary>The column that holds the value; null when the value is a reference.</summary>
    public Column? FoundBy { get; init; }

    /// <summary>True when the value is an instant or a day, which groups take by interval.</summary>
    public bool HasInterval => Value is BucketValue;
}

/// <summary>One key of a group.</summary>
public sealed record GroupKey(GroupField Field, RowValue Value);

/// <summary>What a figure says of the rows of a group.</summary>
public enum MeasureKind
{
    /// <summary>How many rows.</summary>
    Count,

    /// <summary>How many different values.</summary>
    CountDistinct,

    /// <summary>The sum; none without values.</summary>
    Sum,

    /// <summary>The sum divided by the number of values; none without values.</summary>
    Average,

    /// <summary>The least value; none without values.</summary>
    Least,

    /// <summary>The greatest value; none without values.</summary>
    Greatest,
}

/// <summary>A figure: what it says, of which value, and how it is shown. Rows without the value do not count.</summary>
public sealed record Measure(MeasureKind Kind, RowValue? Of, ColumnType Type)
{
    /// <summary>How many rows.</summary>
    public static Measure Rows { get; } = new(MeasureKind.Count, null, new(ValueKind.Int32, false) { GraphQLType = Types.SpecifiedScalars.Int });

    /// <summary>True when the figure is a sum of whole numbers, which is exact.</summary>
    public bool IsWhole => Of is ColumnValue { Column.Type.Kind: ValueKind.Int32 or ValueKind.SafeInteger };
}

/// <summary>A figure where conditions expect a column: what <c>having</c> compares.</summary>
public sealed record MeasureColumn(Measure Measure) : Column(Nowhere, Measure.Type)
{
    private static readonly MemberPath Nowhere = new([typeof(string).GetProperty(nameof(string.Length))!]);
}
