using System.Globalization;
using Hub.GraphQL.Planning;
using Hub.GraphQL.Sql.Dialects;

namespace Hub.GraphQL.Sql.Compilation;

/// <summary>
/// Compiles figures and groups to one statement each. Groups are made in a subquery that reads the rows alone; around it the objects of
/// the keys are joined, once per group, and groups are compared, ordered and cut off.
/// </summary>
internal sealed class AggregateCompiler(PlanCompiler compiler, ParentLink? link)
{
    private SqlDialect Dialect => compiler.Dialect;

    /// <summary>Figures over all rows, for every <c>aggregate</c> of a connection.</summary>
    public CompiledAggregate CompileFigures(AggregatePlan plan, IReadOnlyList<FiguresField> parts, bool counts)
    {
        return WithRollups(plan, source => Compile(source));

        CompiledAggregate Compile(AggregateSource source)
        {
            var row = new RowScope(source.Scope);
            var objects = parts.Select(part => new CompiledObject([.. part.Fields.Select(field =>
                Field(field, measure => [.. source.Figure(measure).Select(row.Ordinal)], (_, _) => null))])).ToArray();
            var count = counts || plan.SuppressBelow > 0 ? row.Ordinal(source.Figure(Measure.Rows)[0]) : -1;
            var conditions = compiler.Where([.. source.Conditions()]);
            return new(compiler.Statement(source.Scope, $"SELECT {row.Columns} {source.From()}{conditions}"), objects, plan) { CountOrdinal = count };
        }
    }

    /// <summary>The keys of every row, for an executor that counts them itself.</summary>
    public CompiledAggregate CompileKeys(AggregatePlan plan) => WithRollups(plan, source =>
    {
        var keys = string.Join(", ", plan.Keys.Select(key => source.Grouped(key.Value)[0]));
        var conditions = compiler.Where([.. source.Conditions()]);
        return new(compiler.Statement(source.Scope, $"SELECT {keys} {source.From()}{conditions}"), [], plan)
        {
            Missing = [.. plan.Keys.Select(key => source.MissingIn(key.Value))],
        };
    });

    /// <summary>Groups that an executor has counted already.</summary>
    public CompiledAggregate CompileCells(GroupsPlan groups, int tally) =>
        new GroupsCompilation(this, new CellSource(compiler.NewScope(groups.Plan.Target.ClrType), tally), groups).Compile();

    /// <summary>True when a rollup may know the figures, so that no row needs to be read.</summary>
    public bool IsCounted(AggregatePlan plan) => compiler.Rollups.Of(plan.Target.ClrType).Any(rollup => rollup.Count is not null && Source(rollup, plan).Answers);

    /// <summary>Groups.</summary>
    public CompiledAggregate CompileGroups(GroupsPlan groups) => WithRollups(groups.Plan, source => new GroupsCompilation(this, source, groups).Compile());

    private CompiledAggregate WithRollups(AggregatePlan plan, Func<AggregateSource, CompiledAggregate> compile)
    {
        var rows = new RowSource(compiler.NewScope(plan.Target.ClrType), plan, link);
        var rollups = new List<CompiledAggregate>();
        foreach (var rollup in compiler.Rollups.Of(plan.Target.ClrType))
        {
            var source = Source(rollup, plan);
            if (!source.Answers)
                continue;
            rollups.Add(compile(source) with { Guards = source.Guards, Table = rollup.Table });
            if (source.Guards.Count == 0)
                break;
        }

        return compile(rows) with { Rollups = rollups, Table = plan.Target.ClrType };
    }

    private RollupSource Source(Rollup rollup, AggregatePlan plan) =>
        new(compiler.NewScope(rollup.Table), compiler.NewScope(plan.Target.ClrType), rollup, plan, link);

    private static CompiledField Field(AggregateField field, Func<Measure, int[]> ordinals, Func<AggregateField, int, CompiledField?> key)
    {
        switch (field)
        {
            case FixedText text:
                return new CompiledText(text.Site, text.Text);
            case AggregateObject inner:
                return new CompiledInner(inner.Site, new([.. inner.Fields.Select(part => Field(part, ordinals, key))]));
            case FigureField { Measure: var measure } figure:
                var columns = ordinals(measure);
                if (!measure.IsWhole || measure.Kind is not (MeasureKind.Sum or MeasureKind.Average))
                    return new CompiledColumn(figure.Site, measure.Type, columns[0]);
                var sums = measure.Kind == MeasureKind.Sum ? columns.Length : columns.Length - 1;
                return new CompiledFigure(figure.Site, measure, columns[0], sums == 2 ? columns[1] : -1, sums < columns.Length ? columns[^1] : -1);
            case KeyField { Key: >= 0 and var index }:
                return key(field, index)!;
            case KeyObjectField { Key: >= 0 and var index }:
                return key(field, index)!;
            case KeyField or KeyObjectField:
                return new CompiledNull(field.Site);
            case GroupListField list:
                return new CompiledGroupList(list.Site, new([.. list.Group.Select(part => Field(part, ordinals, key))]));
            case HasMoreField more:
                return new CompiledHasMore(more.Site);
            default:
                throw new InvalidOperationException($"Unknown field {field}.");
        }
    }

    /// <summary>One <c>groupBy</c> or facet over one source.</summary>
    private sealed class GroupsCompilation(AggregateCompiler owner, AggregateSource source, GroupsPlan groups)
    {
        private readonly AggregatePlan _plan = groups.Plan;
        private readonly List<string> _inner = [];
        private readonly List<string> _by = [];
        private readonly List<string[]> _keys = [];
        private readonly Dictionary<Measure, string[]> _figures = [];
        private readonly Dictionary<int, JoinedObject> _joined = [];

        public CompiledAggregate Compile()
        {
            foreach (var key in _plan.Keys)
                _keys.Add(Key(key));
            foreach (var measure in _plan.Measures)
                _figures.Add(measure, [.. source.Figure(measure).Select(expression => Inner(expression, 'a'))]);
            var conditions = owner.Where([.. source.Conditions()]);
            var by = source.IsGrouped ? "" : $" GROUP BY {string.Join(", ", _by)}";
            var subquery = $"SELECT {string.Join(", ", _inner)} {source.From()}{conditions}{by}";

            var outer = new QueryScope(source.Scope.Statement, subquery);
            foreach (var measure in _plan.Measures)
                outer.Name(measure, Compared(measure));
            var row = new RowScope(outer);
            var written = new CompiledObject([.. groups.Fields.Select(field =>
                Field(field, measure => [.. _figures[measure].Select(row.Ordinal)], (part, index) => KeyOf(part, index, row)))]);
            var having = owner.Where([.. Having(outer)]);
            var order = string.Join(", ", _plan.Order.SelectMany(term => Order(term, outer)));
            var limit = outer.Statement.Parameter(new(ParameterOrigin.RequestPlusOne, _plan.LimitSlot));
            var text = $"SELECT {row.Columns} {outer.From()}{having} ORDER BY {order} LIMIT {limit}";
            return new(owner.Statement(outer, text), [written], _plan);
        }

        private string[] Key(GroupKey key)
        {
            _by.AddRange(source.Grouped(key.Value));
            return [.. source.Value(key.Value).Select(expression => Inner(expression, 'k'))];
        }

        private string Inner(string expression, char kind)
        {
            var name = string.Create(CultureInfo.InvariantCulture, $"{kind}{_inner.Count}");
            _inner.Add($"{expression} AS {name}");
            return $"{QueryScope.SubqueryAlias}.{name}";
        }

        /// <summary>A figure as one expression over the subquery.</summary>
        private string Compared(Measure measure)
        {
            var parts = _figures[measure];
            if (!measure.IsWhole || measure.Kind is not (MeasureKind.Sum or MeasureKind.Average))
                return parts[0];
            return measure.Kind == MeasureKind.Sum
                ? owner.Dialect.ComparableSum(parts)
                : $"{owner.Dialect.Real(owner.Dialect.ComparableSum(parts[..^1]))} / {parts[^1]}";
        }

        private IEnumerable<string> Having(QueryScope outer)
        {
            if (_plan.SuppressBelow > 0)
                yield return string.Create(CultureInfo.InvariantCulture, $"{_figures[Measure.Rows][0]} >= {_plan.SuppressBelow}");
            yield return new PredicateWriter(outer).Write(_plan.Having);
        }

        private CompiledField KeyOf(AggregateField field, int index, RowScope row)
        {
            if (field is not KeyObjectField shown)
                return new CompiledColumn(field.Site, _plan.Keys[index].Field.Type!, row.Ordinal(Shown(index)));
            var joined = Joined(index, row.Scope);
            return new CompiledReference(field.Site, row.Ordinal(QueryScope.Presence(joined)), owner.CompileNode(shown.Node, row, joined));
        }

        private string Shown(int index) => _plan.Keys[index].Value is BucketValue bucket
            ? owner.Dialect.BucketDay(_keys[index][0], source.BucketKind(bucket), bucket.Interval)
            : _keys[index][0];

        private JoinedObject Joined(int index, QueryScope outer)
        {
            if (_joined.TryGetValue(index, out var known))
                return known;
            var (field, value) = (_plan.Keys[index].Field, _plan.Keys[index].Value);
            var joined = value is ReferenceValue reference
                ? source.Join(reference, outer, _keys[index])
                : outer.JoinOn(field.Target!, shown => $"{outer.Column(field.FoundBy!, shown).Text} = {_keys[index][0]}");
            _joined.Add(index, joined);
            return joined;
        }

        private IEnumerable<string> Order(GroupOrderTerm term, QueryScope outer)
        {
            var expressions = term switch
            {
                // The two parts of a wide sum, brought to one form: compared part by part they are exact.
                { Measure: { Kind: MeasureKind.Sum } measure } when _figures[measure] is [var high, var low] =>
                    new[] { $"{high} + ({low} >> 32)", $"{low} & 4294967295" },
                { Measure: { } measure } => new[] { Compared(measure) },
                _ when _plan.Keys[term.Key].Value is ReferenceValue reference => RowSource.RowKey(outer, reference.Target, Joined(term.Key, outer)),
                _ => _keys[term.Key],
            };
            var nulls = term.NullsFirst != (term.Descending != owner.Dialect.NullsAreLeast) ? term.NullsFirst ? " NULLS FIRST" : " NULLS LAST" : "";
            return expressions.Select(expression => $"{expression}{(term.Descending ? " DESC" : "")}{nulls}");
        }
    }

    private string Where(List<string> conditions) => compiler.Where(conditions);

    private SqlStatement Statement(QueryScope scope, string text) => compiler.Statement(scope, text);

    private CompiledObject CompileNode(ObjectPlan node, RowScope row, JoinedObject from) => compiler.CompileNode(node, row, from);
}
