using System.Globalization;
using Hub.GraphQL.Planning;
using Hub.GraphQL.Sql.Dialects;

namespace Hub.GraphQL.Sql.Compilation;

/// <summary>
/// The cells of a rollup instead of the rows, where they say the same: the condition, the keys and the figures must come down to the
/// rollup's dimensions and measures.
/// </summary>
internal sealed class RollupSource : AggregateSource
{
    private readonly QueryScope _rows;
    private readonly Rollup _rollup;
    private readonly List<Func<string>> _conditions = [];
    private readonly List<RollupGuard> _guards = [];
    private TextMatches? _search;

    public RollupSource(QueryScope scope, QueryScope rows, Rollup rollup, AggregatePlan plan, ParentLink? link)
        : base(scope)
    {
        _rows = rows;
        _rollup = rollup;
        foreach (var dimension in rollup.Dimensions)
        {
            if (dimension.Missing is { } missing)
                scope.Missing(dimension.To, Dialect.Constant(missing));
        }

        foreach (var navigation in scope.Statement.Model.Table(rollup.Entity).Entity.GetNavigations())
        {
            if (navigation is { IsOnDependent: true, PropertyInfo: not null, ForeignKey.Properties: [{ PropertyInfo: { } key }] } && Known(new([key])) is { } near)
                scope.Lead(navigation, Text(near));
        }

        Answers = (rollup.Count is not null || plan.Filter.RequiredSearch() is not null)
            && TakesLink(link)
            && TakesConditions(plan.Filter, link is null)
            && plan.Keys.All(key => Find(key.Value) is not null)
            && plan.Measures.All(measure => FindFigure(measure) is not null);
        IsGrouped = Answers && IsEachCellAGroup(plan);
    }

    /// <summary>False when the cells cannot tell.</summary>
    public bool Answers { get; }

    public override bool IsGrouped { get; }

    /// <summary>What must hold of a request's parameters.</summary>
    public IReadOnlyList<RollupGuard> Guards => _guards;

    public override IReadOnlyList<string> Conditions()
    {
        IEnumerable<string> conditions = [.. _search is null ? [] : Found(_search), .. _conditions.Select(condition => condition())];
        return [.. _rollup.Count is { } count ? conditions.Prepend($"{Text(count)} > 0") : conditions];
    }

    public override IReadOnlyList<string> Value(RowValue value) => Find(value) ?? throw new InvalidOperationException($"No cell knows {value}.");

    public override IReadOnlyList<string> Grouped(RowValue value) => value switch
    {
        ColumnValue column when Cell(column.Column.Path) is { } known => [Scope.Stored(known.To)],
        PrefixValue prefix when Start(prefix) is { } start && IsWhole(start, prefix) => [Scope.Stored(start.To)],
        BucketValue bucket when Dimension(from => IsDay(from, bucket)) is { From: BucketValue known } day && known.Interval == bucket.Interval =>
            [Scope.Stored(day.To)],
        ReferenceValue reference when ForeignKeyPath(reference) is { } path && Cell(path) is { } key => [Scope.Stored(key.To)],
        _ => Value(value),
    };

    public override Parameter? MissingIn(RowValue value) => value switch
    {
        ColumnValue column => Cell(column.Column.Path)?.Missing,
        PrefixValue prefix when Start(prefix) is { } start && IsWhole(start, prefix) => start.Missing,
        ReferenceValue reference when ForeignKeyPath(reference) is { } path => Cell(path)?.Missing,
        _ => null,
    };

    public override IReadOnlyList<string> Figure(Measure measure) =>
        FindFigure(measure) ?? throw new InvalidOperationException($"No cell knows {measure}.");

    public override ValueKind BucketKind(BucketValue bucket) =>
        Dimension(value => IsDay(value, bucket)) is { Column.Type.Kind: ValueKind.Date } ? ValueKind.Date : bucket.Column.Type.Kind;

    public override JoinedObject Join(ReferenceValue reference, QueryScope groups, IReadOnlyList<string> keys) =>
        groups.JoinOn(reference.Target, joined =>
            $"{QueryScope.FarSide(joined, _rows.Link(reference.Path, null).Navigation)[0]} = {keys[0]}");

    private IReadOnlyList<string>? Find(RowValue value)
    {
        switch (value)
        {
            case ColumnValue column:
                return Rewrite(column.Column) is { } cell ? [Text(cell)] : null;
            case PrefixValue prefix when Rewrite(prefix.Column) is { } whole:
                return [SqlDialect.Prefix(Text(whole), prefix.Length)];
            case PrefixValue prefix:
                if (Start(prefix) is not { } start)
                    return null;
                return [IsWhole(start, prefix) ? Text(start.Column!) : SqlDialect.Prefix(Text(start.Column!), prefix.Length)];
            case BucketValue bucket when Rewrite(bucket.Column) is { } date:
                return [Dialect.Bucket(Text(date), bucket.Column.Type.Kind, bucket.Interval, bucket.Offset)];
            case BucketValue bucket:
                return Dimension(from => IsDay(from, bucket)) is { } day ? [Bucket(bucket, day.Column!)] : null;
            case ReferenceValue reference when reference.Target.IsWholeEntity:
                return ForeignKey(reference) is { } key ? [key] : null;
            default:
                return null;
        }
    }

    private IReadOnlyList<string>? FindFigure(Measure measure)
    {
        if (measure.Kind == MeasureKind.Count)
            return [_rollup.Count is not { } count ? "count(*)" : IsGrouped ? Text(count) : $"coalesce(sum({Text(count)}), 0)"];
        if (measure.Of is not ColumnValue { Column: var column })
            return null;
        if (measure.Kind is MeasureKind.CountDistinct or MeasureKind.Least or MeasureKind.Greatest)
        {
            var function = measure.Kind switch { MeasureKind.Least => "min(", MeasureKind.Greatest => "max(", _ => "count(DISTINCT " };
            return Rewrite(column) is { } cell ? [$"{function}{Text(cell)})"] : null;
        }

        if (!measure.IsWhole || _rollup.Sums.FirstOrDefault(sum => sum.From.Equals(column.Path)) is not { } known)
            return null;
        var parts = (known.Low, IsGrouped) switch
        {
            ({ } low, false) => Dialect.WholeSum(Text(known.Sum), Text(low)),
            ({ } low, true) => Dialect.WholeNumber(Text(known.Sum), Text(low)),
            (null, false) => Dialect.WholeSum(Text(known.Sum), true),
            (null, true) => [Text(known.Sum)],
        };
        if (known.Values is not { } values)
            return measure.Kind == MeasureKind.Sum ? parts : null;

        // A cell without values may hold 0; a sum of nothing is missing.
        var number = IsGrouped ? Text(values) : $"sum({Text(values)})";
        parts = [.. parts.Select(part => $"CASE WHEN {number} > 0 THEN {part} END")];
        return measure.Kind == MeasureKind.Sum ? parts : [.. parts, $"nullif({number}, 0)"];
    }

    /// <summary>Ties the cells to the parent's row, where dimensions hold what ties its children.</summary>
    private bool TakesLink(ParentLink? link)
    {
        if (link is null)
            return true;
        var cells = new List<Column>();
        foreach (var property in link.Properties)
        {
            if (property is null || Known(new([property])) is not { } cell)
                return false;
            cells.Add(cell);
        }

        _conditions.Add(() => link.Condition(Scope, [.. cells.Select(Text)]));
        return true;
    }

    /// <summary>Brings every part of the condition over to the cells; those that the rollup itself keeps to are dropped.</summary>
    private bool TakesConditions(Predicate filter, bool isRoot)
    {
        var asked = filter.Conjuncts().ToList();
        foreach (var part in _rollup.Where.Conjuncts())
        {
            var found = asked.FindIndex(known => Same(known, part));
            if (found < 0)
                return false;
            asked.RemoveAt(found);
        }

        foreach (var part in asked)
        {
            if (isRoot && _search is null && part is TextMatches && Rewrite(part) is TextMatches search)
                _search = search;
            else if ((DayCondition(part) ?? StartCondition(part) ?? StoredCondition(part)) is { } condition)
                _conditions.Add(condition);
            else if (Rewrite(part) is { } rewritten)
                _conditions.Add(() => new PredicateWriter(Scope).Write(rewritten));
            else
                return false;
        }

        return true;
    }

    /// <summary>From the start of a day, or before it: what a cell of a day can tell, once the instant is known to be one.</summary>
    private Func<string>? DayCondition(Predicate part)
    {
        if (part is not Comparison { Operator: ComparisonOperator.GreaterOrEqual or ComparisonOperator.Less, Operand.IsParameter: true } comparison
            || Dimension(from => from is BucketValue bucket && bucket.Column.Path.Equals(comparison.Column.Path)) is not { } day)
        {
            return null;
        }

        var (_, interval, offset) = (BucketValue)day.From;
        _guards.Add(new StartOfInterval(comparison.Operand.Slot, interval, offset));
        return () =>
        {
            var instant = Scope.Statement.Parameter(new(ParameterOrigin.Request, comparison.Operand.Slot));
            var start = day.Column!.Type.Kind == ValueKind.Date
                ? Dialect.BucketDay(Dialect.Bucket(instant, ValueKind.Instant, DateInterval.Day, offset), ValueKind.Instant, DateInterval.Day)
                : string.Create(CultureInfo.InvariantCulture, $"({instant} + {offset}) / {DayCalendar.DayMilliseconds}");
            return $"{Text(day.Column)} {(comparison.Operator == ComparisonOperator.Less ? "<" : ">=")} {start}";
        };
    }

    /// <summary>A text's start, which a cell that knows the first characters can tell, once it is known not to be longer.</summary>
    private Func<string>? StartCondition(Predicate part)
    {
        if (part is not Comparison { Operator: ComparisonOperator.StartsWith, Operand.IsParameter: true } comparison
            || Dimension(from => from is PrefixValue start && start.Column.Path.Equals(comparison.Column.Path)) is not { } dimension)
        {
            return null;
        }

        _guards.Add(new TextWithin(comparison.Operand.Slot, ((PrefixValue)dimension.From).Length));
        return () => new PredicateWriter(Scope).Write(comparison with { Column = dimension.Column! });
    }

    /// <summary>A column compared as it is stored, which an index of cells may answer: what stands for no value equals none.</summary>
    private Func<string>? StoredCondition(Predicate part)
    {
        if (part is not Comparison { Operator: ComparisonOperator.Equal } comparison || Cell(comparison.Column.Path) is not { Missing: { } missing } cell)
            return null;
        return () =>
        {
            var stored = Scope.Stored(cell.To);
            return $"{stored} = {new PredicateWriter(Scope).Operand(comparison.Operand)} AND {stored} <> {Dialect.Constant(missing)}";
        };
    }

    private Predicate? Rewrite(Predicate predicate)
    {
        switch (predicate)
        {
            case AllOf all:
                return Rewrite(all.Parts) is { } every ? new AllOf(every) : null;
            case AnyOf any:
                return Rewrite(any.Parts) is { } some ? new AnyOf(some) : null;
            case Negation negation:
                return Rewrite(negation.Inner)?.Negate();
            case Comparison { Operator: not ComparisonOperator.Has } comparison:
                return Rewrite(comparison.Column) is { } compared ? comparison with { Column = compared } : null;
            case Membership membership:
                return Rewrite(membership.Column) is { } listed ? membership with { Column = listed } : null;
            case IsNull isNull:
                return Rewrite(isNull.Column) is { } missing ? new IsNull(missing) : null;
            case TextMatches { Search: var search } matches:
                return Known(search.Key.Path) is { } key ? matches with { Search = search.At(key) } : null;
            case Related related when Scope.Leads(related.Path.Steps[0]):
                return related;
            default:
                return null;
        }
    }

    private List<Predicate>? Rewrite(IReadOnlyList<Predicate> parts)
    {
        var rewritten = parts.Select(Rewrite).OfType<Predicate>().ToList();
        return rewritten.Count == parts.Count ? rewritten : null;
    }

    /// <summary>The same column of the rollup: one of its dimensions, or a column of an object it refers to.</summary>
    private Column? Rewrite(Column column)
    {
        if (Known(column.Path) is { } cell)
            return cell with { Type = column.Type with { IsNullable = cell.Type.IsNullable } };
        foreach (var dimension in _rollup.Dimensions)
        {
            if (dimension.From is ReferenceValue known && StartsWith(column.Path, known.Path))
                return new(new([.. dimension.To.Steps, .. column.Path.Steps.Skip(known.Path.Steps.Count)]), column.Type with { IsNullable = true });
        }

        return column.Path.Steps.Count > 1 && Scope.Leads(column.Path.Steps[0]) ? column with { Type = column.Type with { IsNullable = true } } : null;
    }

    /// <summary>True when the keys and what the condition fixes are all that cells keep apart, so that no two cells are of one group.</summary>
    private bool IsEachCellAGroup(AggregatePlan plan)
    {
        if (_rollup.Count is null || plan.Keys.Count == 0 || plan.Measures.Any(m => m.Kind is MeasureKind.CountDistinct or MeasureKind.Least or MeasureKind.Greatest))
            return false;
        var fixedColumns = plan.Filter.Conjuncts().OfType<Comparison>().Where(c => c.Operator == ComparisonOperator.Equal).Select(c => c.Column.Path).ToList();
        var told = plan.Keys.Select(key => Grouped(key.Value)[0]).ToList();
        return _rollup.Dimensions.All(dimension => dimension.From switch
        {
            ColumnValue known when fixedColumns.Contains(known.Column.Path) => true,
            ReferenceValue => false,
            _ => told.Contains(Scope.Stored(dimension.To)),
        });
    }

    /// <summary>The dimension that holds the column itself.</summary>
    private Column? Known(MemberPath path)
    {
        var dimension = Cell(path);
        return dimension?.Column is { } cell
            ? cell with { Type = cell.Type with { IsNullable = dimension.Missing is not null || cell.Type.IsNullable } }
            : null;
    }

    /// <summary>The rollup's column for the one that refers to an object.</summary>
    private string? ForeignKey(ReferenceValue reference)
    {
        return ForeignKeyPath(reference) is { } path && Rewrite(new Column(path, new(ValueKind.Int32, true))) is { } cell ? Scope.Expression(cell.Path) : null;
    }

    private MemberPath? ForeignKeyPath(ReferenceValue reference)
    {
        var (navigation, _) = _rows.Link(reference.Path, null);
        return navigation.IsOnDependent && navigation.ForeignKey.Properties is [{ PropertyInfo: { } property }]
            ? new MemberPath([.. reference.Path.Steps.SkipLast(1), property])
            : null;
    }

    private string Bucket(BucketValue bucket, Column day) => day.Type.Kind == ValueKind.Date
        ? Dialect.Bucket(Text(day), ValueKind.Date, bucket.Interval, 0)
        : Dialect.Bucket(
            string.Create(CultureInfo.InvariantCulture, $"({Text(day)} * {DayCalendar.DayMilliseconds} - {bucket.Offset})"),
            ValueKind.Instant,
            bucket.Interval,
            bucket.Offset);

    private RollupDimension? Cell(MemberPath path) => Dimension(from => from is ColumnValue known && known.Column.Path.Equals(path));

    private RollupDimension? Start(PrefixValue prefix) =>
        Dimension(from => from is PrefixValue known && known.Column.Path.Equals(prefix.Column.Path) && known.Length >= prefix.Length);

    private RollupDimension? Dimension(Func<RowValue, bool> matches) => _rollup.Dimensions.FirstOrDefault(dimension => matches(dimension.From));

    private string Text(Column column) => Scope.Column(column).Text;

    /// <summary>Days lie in every interval, months and quarters in longer ones, weeks in none but weeks.</summary>
    private static bool IsDay(RowValue from, BucketValue bucket) =>
        from is BucketValue known && known.Column.Path.Equals(bucket.Column.Path) && known.Offset == bucket.Offset
        && (known.Interval is DateInterval.Day || known.Interval == bucket.Interval
            || (known.Interval is DateInterval.Month or DateInterval.Quarter && bucket.Interval > known.Interval));

    private static bool IsWhole(RollupDimension start, PrefixValue prefix) => ((PrefixValue)start.From).Length == prefix.Length;

    private static bool StartsWith(MemberPath path, MemberPath start) =>
        path.Steps.Count > start.Steps.Count && new MemberPath(path.Steps.Take(start.Steps.Count)).Equals(start);

    private static bool Same(Predicate left, Predicate right) => (left, right) switch
    {
        (Comparison a, Comparison b) => a.Operator == b.Operator && a.Operand == b.Operand && a.Column.Path.Equals(b.Column.Path),
        (IsNull a, IsNull b) => a.Column.Path.Equals(b.Column.Path),
        (Negation a, Negation b) => Same(a.Inner, b.Inner),
        _ => left == right,
    };
}
