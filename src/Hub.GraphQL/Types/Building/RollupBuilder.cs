using System.Linq.Expressions;
using Hub.GraphQL.Planning;

namespace Hub.GraphQL.Types.Building;

/// <summary>Declares that a table counts the rows of an entity in advance.</summary>
public sealed class RollupBuilder<TRow, TRollup>
    where TRow : class
    where TRollup : class
{
    private readonly List<RollupDimension> _dimensions = [];
    private readonly List<RollupSum> _sums = [];
    private Predicate _where = Predicate.True;
    private Column? _count;
    private bool _isCopy;

    /// <summary>Only such rows are counted.</summary>
    public RollupBuilder<TRow, TRollup> Where(Expression<Func<TRow, bool>> condition)
    {
        _where = _where.And(PredicateReader.Read(condition));
        return this;
    }

    /// <summary>
    /// A column or object, or the start of a text, such as <c>b => b.Code.Substring(0, 2)</c>. Where the table has no NULL in its key,
    /// <paramref name="missing"/> is what stands there for no value.
    /// </summary>
    public RollupBuilder<TRow, TRollup> Dimension(
        Expression<Func<TRow, object?>> from, Expression<Func<TRollup, object?>> to, object? missing = null)
    {
        var (path, length) = TextStart.Read(from);
        var target = MemberPath.From(to);
        if (!ColumnTypes.IsColumn(path, new()))
        {
            _dimensions.Add(new(new ReferenceValue(path, new() { ClrType = path.Type, TypeName = path.Type.Name }), target, null));
            return this;
        }

        var column = ColumnTypes.Plain(path);
        Parameter? none = missing is null ? null : ColumnTypes.Constant(missing);
        _dimensions.Add(new(length > 0 ? new PrefixValue(column, length) : new ColumnValue(column), target, ColumnTypes.Plain(target), none));
        return this;
    }

    /// <summary>The day an instant lies in, in a zone that far ahead of UTC: stored as a date, or as the number of days since 1970-01-01.</summary>
    public RollupBuilder<TRow, TRollup> Day(Expression<Func<TRow, object?>> from, TimeSpan aheadOfUtc, Expression<Func<TRollup, object?>> to) =>
        Period(from, DateInterval.Day, aheadOfUtc, to);

    /// <summary>The same for the first day of a longer interval.</summary>
    public RollupBuilder<TRow, TRollup> Period(
        Expression<Func<TRow, object?>> from, DateInterval interval, TimeSpan aheadOfUtc, Expression<Func<TRollup, object?>> to)
    {
        var target = MemberPath.From(to);
        var day = new BucketValue(ColumnTypes.Plain(MemberPath.From(from)), interval, (long)aheadOfUtc.TotalMilliseconds);
        _dimensions.Add(new(day, target, ColumnTypes.Plain(target)));
        return this;
    }

    /// <summary>How many rows a cell counts.</summary>
    public RollupBuilder<TRow, TRollup> Count(Expression<Func<TRollup, object?>> to)
    {
        _count = ColumnTypes.Plain(MemberPath.From(to));
        return this;
    }

    /// <summary>Every row of the table stands for one: a narrow copy, for figures over what a search finds. One dimension is the row key.</summary>
    public RollupBuilder<TRow, TRollup> CountRows()
    {
        _isCopy = true;
        return this;
    }

    /// <summary>
    /// The sum of a whole number over a cell's rows, and how many of them have one. Without the latter there are no means, and the sum
    /// must be missing where no row has one.
    /// </summary>
    public RollupBuilder<TRow, TRollup> Sum(
        Expression<Func<TRow, object?>> from, Expression<Func<TRollup, object?>> sum, Expression<Func<TRollup, object?>>? values = null)
    {
        _sums.Add(new(
            MemberPath.From(from), ColumnTypes.Plain(MemberPath.From(sum)), values is null ? null : ColumnTypes.Plain(MemberPath.From(values))));
        return this;
    }

    /// <summary>
    /// The sum of a whole number in two columns, where it could overflow one: the sum of how often 2^32 goes into each number, and the sum of
    /// what is left of each.
    /// </summary>
    public RollupBuilder<TRow, TRollup> WideSum(
        Expression<Func<TRow, object?>> from,
        Expression<Func<TRollup, object?>> high,
        Expression<Func<TRollup, object?>> low,
        Expression<Func<TRollup, object?>> values)
    {
        _sums.Add(new(MemberPath.From(from), ColumnOf(high), ColumnOf(values), ColumnOf(low)));
        return this;

        static Column ColumnOf(Expression<Func<TRollup, object?>> path) => ColumnTypes.Plain(MemberPath.From(path));
    }

    /// <summary>The rollup.</summary>
    /// <exception cref="InvalidOperationException">It does not say where it counts.</exception>
    public Rollup Build() => new()
    {
        Entity = typeof(TRow),
        Table = typeof(TRollup),
        Where = _where,
        Dimensions = _dimensions,
        Count = _isCopy || _count is not null ? _count : throw new InvalidOperationException($"The rollup {typeof(TRollup).Name} does not say where it counts."),
        Sums = _sums,
    };
}
