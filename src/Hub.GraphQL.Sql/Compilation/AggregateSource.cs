using Hub.GraphQL.Planning;

namespace Hub.GraphQL.Sql.Compilation;

/// <summary>Where an aggregate reads: says how keys, figures and conditions are written over that table.</summary>
internal abstract class AggregateSource(QueryScope scope)
{
    private string? _first;

    public QueryScope Scope => scope;

    /// <summary>The FROM clause. Ask last: conditions and columns add to it.</summary>
    public virtual string From() => scope.From(_first);

    protected Dialects.SqlDialect Dialect => scope.Statement.Dialect;

    /// <summary>True when every row of the table is a group of its own already.</summary>
    public virtual bool IsGrouped => false;

    /// <summary>The conditions that choose the rows.</summary>
    public abstract IReadOnlyList<string> Conditions();

    /// <summary>The expressions of a value; several for a reference to a row whose key has several columns.</summary>
    public abstract IReadOnlyList<string> Value(RowValue value);

    /// <summary>What to group by for a value: where the table holds what tells values apart, that is cheaper than the value.</summary>
    public virtual IReadOnlyList<string> Grouped(RowValue value) => Value(value);

    /// <summary>What stands in <see cref="Grouped"/> for no value; null where NULL does.</summary>
    public virtual Parameter? MissingIn(RowValue value) => null;

    /// <summary>The expressions of a figure: a whole sum has one or two, a mean of whole numbers one more for their number.</summary>
    public abstract IReadOnlyList<string> Figure(Measure measure);

    /// <summary>What the expression of an interval is made of.</summary>
    public virtual ValueKind BucketKind(BucketValue bucket) => bucket.Column.Type.Kind;

    /// <summary>The object that a key of a group refers to, joined to the groups.</summary>
    public abstract JoinedObject Join(ReferenceValue reference, QueryScope groups, IReadOnlyList<string> keys);

    /// <summary>
    /// Conditions of a search that all rows must satisfy: its index is gone through and rows are looked up, which spares a list of all
    /// keys found.
    /// </summary>
    protected IReadOnlyList<string> Found(TextMatches search)
    {
        var source = Dialect.Ranked(search.Search, scope.Statement.Parameter(new(ParameterOrigin.SearchExpression, search.Text.Slot)));
        _first = source.From;
        return [source.Condition, $"{scope.Column(search.Search.Key).Text} = {source.Key}"];
    }
}

/// <summary>The rows themselves.</summary>
internal sealed class RowSource(QueryScope scope, AggregatePlan plan, ParentLink? link) : AggregateSource(scope)
{
    public override IReadOnlyList<string> Conditions()
    {
        var writer = new PredicateWriter(Scope);
        if (link is not null)
            return [link.Condition(Scope), writer.Write(plan.Filter)];
        return plan.Filter.RequiredSearch() is { } search
            ? [.. Found(search), writer.Write(plan.Filter.Without(search))]
            : [writer.Write(plan.Filter)];
    }

    public override IReadOnlyList<string> Value(RowValue value) => value switch
    {
        ColumnValue column => [Scope.Column(column.Column).Text],
        PrefixValue prefix => [Dialects.SqlDialect.Prefix(Scope.Column(prefix.Column).Text, prefix.Length)],
        BucketValue bucket => [Dialect.Bucket(Scope.Column(bucket.Column).Text, bucket.Column.Type.Kind, bucket.Interval, bucket.Offset)],
        ReferenceValue reference when ForeignKey(reference) is { } key => [key],
        ReferenceValue reference => RowKey(Scope, reference.Target, Scope.Reference(reference.Path, reference.Target, null)),
        _ => throw new InvalidOperationException($"Unknown value {value}."),
    };

    public override IReadOnlyList<string> Figure(Measure measure)
    {
        if (measure.Kind == MeasureKind.Count)
            return ["count(*)"];
        var value = Value(measure.Of!)[0];
        return measure.Kind switch
        {
            MeasureKind.CountDistinct => [$"count(DISTINCT {value})"],
            MeasureKind.Least => [$"min({value})"],
            MeasureKind.Greatest => [$"max({value})"],
            MeasureKind.Sum when measure.IsWhole => WholeSum(measure, value),
            MeasureKind.Average when measure.IsWhole => [.. WholeSum(measure, value), $"count({value})"],
            MeasureKind.Sum => [$"sum({value})"],
            _ => [$"avg({value})"],
        };
    }

    public override JoinedObject Join(ReferenceValue reference, QueryScope groups, IReadOnlyList<string> keys) =>
        groups.JoinOn(reference.Target, joined =>
        {
            var columns = ForeignKey(reference) is null
                ? RowKey(groups, reference.Target, joined)
                : QueryScope.FarSide(joined, Scope.Link(reference.Path, null).Navigation);
            return string.Join(" AND ", columns.Zip(keys, (column, key) => $"{column} = {key}"));
        });

    /// <summary>The row key of a joined object.</summary>
    public static string[] RowKey(QueryScope scope, EntityBinding target, JoinedObject joined) =>
        [.. target.Key.Select(key => scope.Column(key, joined).Text)];

    private IReadOnlyList<string> WholeSum(Measure measure, string value) =>
        Dialect.WholeSum(value, ((ColumnValue)measure.Of!).Column.Type.Kind == ValueKind.SafeInteger);

    /// <summary>
    /// The column that refers to the object: grouping by it needs no join, and the object is looked up once per group. Not where rows of
    /// another type may be referred to, because those are no object.
    /// </summary>
    private string? ForeignKey(ReferenceValue reference)
    {
        if (!reference.Target.IsWholeEntity)
            return null;
        var (navigation, columns) = Scope.Link(reference.Path, null);
        return navigation.IsOnDependent && columns.Count == 1 ? columns[0] : null;
    }
}
