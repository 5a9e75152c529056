using Hub.GraphQL.Planning;

namespace Hub.GraphQL.Execution;

/// <summary>A figure: a sum of whole numbers is exact, everything else is a value as a database would hold it.</summary>
internal readonly record struct ObjectFigure(Int128? Sum, Parameter? Value, long Count = 0)
{
    /// <summary>What conditions and orders compare; beyond 64 bits no condition can tell sums apart.</summary>
    public Parameter? Compared => Sum is { } sum ? Parameter.Of((long)Int128.Clamp(sum, long.MinValue, long.MaxValue)) : Value;
}

/// <summary>Rows with a key in common, in memory.</summary>
internal sealed class ObjectGroup(Parameter?[][] keys, ObjectRun run)
{
    /// <summary>The values of each key; a reference has as many as its row key has columns.</summary>
    public Parameter?[][] Keys => keys;

    public List<object> Rows { get; } = [];

    public ObjectFigure Figure(Measure measure)
    {
        if (measure.Kind == MeasureKind.Count)
            return new(null, Parameter.Of(Rows.Count));
        var values = Rows.Select(row => Values(measure.Of!, row, run.Values)).Where(value => value.All(part => part is not null))
            .Select(value => value[0]!.Value).ToArray();
        if (measure.Kind == MeasureKind.CountDistinct)
            return new(null, Parameter.Of(values.Distinct().Count()));
        if (values.Length == 0)
            return default;
        switch (measure.Kind)
        {
            case MeasureKind.Least:
                return new(null, values.Aggregate((a, b) => ObjectValues.Compare(a, b) <= 0 ? a : b));
            case MeasureKind.Greatest:
                return new(null, values.Aggregate((a, b) => ObjectValues.Compare(a, b) >= 0 ? a : b));
        }

        if (measure.IsWhole)
        {
            var sum = values.Aggregate((Int128)0, (total, value) => total + value.Integer);
            return measure.Kind == MeasureKind.Sum
                ? new(sum, null)
                : new(null, Parameter.Of((double)sum / values.Length), values.Length);
        }

        var real = values.Sum(value => value.Real);
        return new(null, Parameter.Of(measure.Kind == MeasureKind.Sum ? real : real / values.Length));
    }

    /// <summary>The value to show of a mean of whole numbers, which is exact before it is rounded.</summary>
    public double Mean(Measure measure)
    {
        var sum = Figure(measure with { Kind = MeasureKind.Sum }).Sum!.Value;
        return FigureWriter.Mean(sum, Figure(measure).Count);
    }

    /// <summary>The value of a row as a database would hold it; several for a reference.</summary>
    public static Parameter?[] Values(RowValue value, object row, ObjectValues values) => value switch
    {
        ColumnValue column => [Positive(ObjectValues.Read(column.Column, row))],
        PrefixValue prefix => [ObjectValues.Read(prefix.Column, row) is { } text ? Parameter.Of(Start(text.Text, prefix.Length)) : null],
        BucketValue bucket => [Bucket(bucket, ObjectValues.Read(bucket.Column, row))],
        ReferenceValue reference => reference.Path.Read(row) is { } other && values.Holds(reference.Target.Where, other)
            ? [.. reference.Target.Key.Select(key => ObjectValues.Read(key, other))]
            : [.. reference.Target.Key.Select(_ => (Parameter?)null)],
        _ => throw new InvalidOperationException($"Unknown value {value}."),
    };

    private static Parameter? Bucket(BucketValue bucket, Parameter? value)
    {
        var day = value switch
        {
            null => null,
            { Kind: ParameterKind.Text } text => DayCalendar.Parse(text.Text) is { } stored ? DayCalendar.FirstDay(stored, bucket.Interval) : null,
            { } instant => DayCalendar.FirstDay(instant.Integer, bucket.Offset, bucket.Interval),
        };
        return day is { } first ? Parameter.Of(DayCalendar.Text(first)) : null;
    }

    /// <summary>Zero has one sign only when groups are made.</summary>
    private static Parameter? Positive(Parameter? value) => value is { Kind: ParameterKind.Real, Real: 0 } ? Parameter.Of(0.0) : value;

    private static string Start(string text, int characters) => string.Concat(text.EnumerateRunes().Take(characters).Select(rune => rune.ToString()));
}
