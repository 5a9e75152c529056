using Hub.GraphQL.Planning;
using Hub.GraphQL.Sql.Dialects;
using Hub.GraphQL.Sql.Mapping;

namespace Hub.GraphQL.Sql.Compilation;

/// <summary>
/// Compiles a plan to statements: one per list, to-one objects joined, and children's statements taking the parent's keys as
/// parameters. The same plan always gives the same texts.
/// </summary>
internal sealed class PlanCompiler(SqlModel model, SqlDialect dialect, RollupCatalogue? rollups = null)
{
    private readonly Dictionary<string, SqlStatement> _statements = new(StringComparer.Ordinal);

    /// <summary>What was compiled of plans that several types of a row share.</summary>
    private readonly Dictionary<(object Plan, RowScope Row, string? From), object> _shared = [];

    /// <summary>What is read for lists besides their pages.</summary>
    public Dictionary<RelationPlan, IReadOnlyList<CompiledRead>> Reads { get; } = new(ReferenceEqualityComparer.Instance);

    /// <summary>The statements made so far, each text once.</summary>
    public IReadOnlyCollection<SqlStatement> Statements => _statements.Values;

    public SqlDialect Dialect => dialect;

    /// <summary>Tables that figures may come from instead of the rows.</summary>
    public RollupCatalogue Rollups { get; } = rollups ?? RollupCatalogue.None;

    public CompiledObject Compile(OperationPlan plan) =>
        new([.. plan.Root.Fields.Select<OutputPlan, CompiledField>(field => field switch
        {
            ConnectionOutput connection => CompileConnection(connection, null, null),
            LookupOutput lookup => CompileLookup(lookup),
            NodesOutput nodes => CompileNodes(nodes),
            _ => new CompiledStatic(field.Site, field),
        })]);

    public CompiledObject CompileNode(ObjectPlan node, RowScope row, JoinedObject? from)
    {
        if (node.Variants.Count > 0)
            return CompileVariants(node, row, from);
        var fields = new CompiledField[node.Fields.Count];
        for (var i = 0; i < fields.Length; i++)
        {
            fields[i] = node.Fields[i] switch
            {
                ColumnOutput column =>
                    new CompiledColumn(column.Site, column.Column.Type, row.Ordinal(row.Scope.Column(column.Column, from).Text))
                    {
                        MayBeNull = row.Scope.MayBeNull(column.Column, from),
                    },
                ReferenceOutput reference => CompileReference(reference, row, from),
                ConnectionOutput connection => Shared(connection.Relation, row, from, () => CompileConnection(connection, row, from)) with
                {
                    Site = connection.Site,
                },
                ComputedOutput computed => new CompiledComputed(computed.Site, computed, [.. computed.Binding.Columns.Select(column => Term(column, row, from))]),
                FirstOutput first => Shared(first.Order, row, from, () => CompileFirst(first, row, from)) with { Site = first.Site },
                var other => new CompiledStatic(other.Site, other),
            };
        }

        return new(fields);
    }

    private CompiledReference CompileReference(ReferenceOutput reference, RowScope row, JoinedObject? from)
    {
        var joined = row.Scope.Reference(reference.Path, reference.Target, from);
        var presence = row.Ordinal(QueryScope.Presence(joined));
        return new(reference.Site, presence, Shared(reference.Node, row, joined, () => CompileNode(reference.Node, row, joined)))
        {
            IsAlwaysThere = reference.Target.IsWholeEntity && reference.Path.Steps.Count == 1 && row.Scope.IsRequired(reference.Path, from),
        };
    }

    /// <summary>
    /// Reads what any type needs in the one row, each column once, and a number that tells the type: the column that alone tells them
    /// apart, or else an expression.
    /// </summary>
    private CompiledObject CompileVariants(ObjectPlan node, RowScope row, JoinedObject? from)
    {
        if (node.Variants.Count == 1)
            return CompileNode(node.Variants[0].Plan, row, from);
        var distinctions = node.Variants.Select(variant => variant.Type.Distinction).ToArray();
        var column = (distinctions[0] as Comparison)?.Column;
        var isByColumn = column is not null && distinctions.All(distinction => distinction
            is Comparison { Operator: ComparisonOperator.Equal, Operand: { IsParameter: false, Constant.Kind: ParameterKind.Integer } } comparison
            && comparison.Column.Path.Equals(column.Path));
        var writer = new PredicateWriter(row.Scope, from);
        var ordinal = row.Ordinal(isByColumn
            ? row.Scope.Column(column!, from).Text
            : $"CASE {string.Join(' ', distinctions.Select((distinction, i) => $"WHEN {writer.Write(distinction)} THEN {i}"))} END");
        var values = distinctions.Select((distinction, i) => isByColumn ? ((Comparison)distinction).Operand.Constant.Integer : i);
        var objects = node.Variants.Select(variant => CompileNode(variant.Plan, row, from));
        return new([]) { Choice = new(ordinal, [.. values], [.. objects]) };
    }

    /// <summary>Compiles a plan once for a row, however many of its types have it.</summary>
    private T Shared<T>(object plan, RowScope row, JoinedObject? from, Func<T> compile)
        where T : class
    {
        if (_shared.TryGetValue((plan, row, from?.Alias), out var known))
            return (T)known;
        var compiled = compile();
        _shared.Add((plan, row, from?.Alias), compiled);
        return compiled;
    }

    private static CompiledTerm Term(Column column, RowScope row, JoinedObject? from) =>
        new(column.Type.Kind, row.Ordinal(row.Scope.Column(column, from).Text));

    private CompiledLookup CompileLookup(LookupOutput lookup)
    {
        var scope = NewScope(lookup.Target.ClrType);
        var row = new RowScope(scope);
        var node = CompileNode(lookup.Node, row, null);
        var condition = new PredicateWriter(scope).Write(lookup.Filter);
        return new(lookup.Site, Statement(scope, $"SELECT {row.Columns} {scope.From()} WHERE {condition} LIMIT 1"), node);
    }

    private CompiledLookup CompileFirst(FirstOutput first, RowScope parent, JoinedObject? from)
    {
        var link = new ParentLink(first.Path, parent, from);
        var row = new RowScope(NewScope(first.Target.ClrType));
        var node = CompileNode(first.Node, row, null);
        var order = new OrderWriter(row.Scope, first.Order).OrderBy(false);
        List<string> conditions = [link.Condition(row.Scope), new PredicateWriter(row.Scope).Write(first.Filter)];
        var text = $"SELECT {row.Columns} {row.Scope.From()}{Where(conditions)} ORDER BY {order} LIMIT 1";
        return new(first.Site, Statement(row.Scope, text), node);
    }

    private CompiledNodes CompileNodes(NodesOutput output) => new(output.Site, output, [.. output.Sources.Select(source =>
    {
        var row = new RowScope(NewScope(source.Source.Target.ClrType));
        CompiledTerm[] key = [.. source.Source.Key.Select(column => Term(column, row, null))];
        var node = CompileNode(source.Node, row, null);
        var condition = new PredicateWriter(row.Scope).Write(source.Filter);
        return new CompiledSource(source, Statement(row.Scope, $"SELECT {row.Columns} {row.Scope.From()} WHERE {condition}"), key, node);
    })]);

    private CompiledConnection CompileConnection(ConnectionOutput output, RowScope? parent, JoinedObject? from)
    {
        var (relation, selection) = (output.Relation, output.Selection);

        // The parent's columns come first, so that its statement reads them whatever else it reads.
        var link = relation.Path is { } path ? new ParentLink(path, parent!, from) : null;
        var rows = selection.NeedsRows ? new RowScope(NewScope(relation.Target.ClrType)) : null;
        var order = rows is null ? null : new OrderWriter(rows.Scope, relation.Order);
        var aggregates = new AggregateCompiler(this, link);
        FiguresField[] shown = [.. selection.Fields.OfType<FiguresField>()];
        var facets = new TallyCompiler(this, aggregates, output, link);
        var tally = facets.Compile();
        var parts = CompileParts(selection.Fields, rows, new(aggregates, facets, shown));

        // The total of a search is counted where its figures are; other totals are of the rows themselves.
        var isSearch = link is null && relation.Filter.RequiredSearch() is not null;
        var needsCount = selection.NeedsTotalCount && tally is null;
        var plan = selection.Aggregate ?? (needsCount && isSearch ? TallyCompiler.Count(relation) : null);
        var figures = plan is null ? null : aggregates.CompileFigures(plan, shown, needsCount);
        var cursor = rows is not null && relation.CursorScopeSlot >= 0
            ? relation.Order.Select(term => new CompiledTerm(term.Column.Type.Kind, rows.Ordinal(rows.Scope.Column(term.Column).Text))).ToArray()
            : [];

        var page = relation.Page;
        var compiled = new CompiledConnection(output.Site, relation, parts)
        {
            Figures = figures,
            Tally = tally,
            Rows = rows is null ? null : CompileRows(relation, rows, order!, link),
            RowCountOrdinal = page.IsBackward && rows is not null ? rows.Count : -1,
            Count = needsCount && !isSearch && figures is not { Rollups.Count: 0 } ? CompileProbe(relation, link, "SELECT count(*)", null) : null,
            Previous = selection.NeedsHasPrevious && page.After is { } after
                ? CompileProbe(relation, link, "SELECT 1", writer => writer.Bound(after, behind: false, inclusive: true))
                : null,
            Next = selection.NeedsHasNext && page.Before is { } before
                ? CompileProbe(relation, link, "SELECT 1", writer => writer.Bound(before, behind: true, inclusive: true))
                : null,
            Cursor = cursor,
            KeepsEndCursors = selection.NeedsEndCursors,
        };
        Reads[relation] = [.. ReadsOf(compiled, link?.Parent)];
        return compiled;
    }

    private IEnumerable<CompiledRead> ReadsOf(CompiledConnection connection, Type? parent)
    {
        var relation = connection.Relation;
        var read = new CompiledRead(relation.Target.ClrType, parent)
        {
            Search = relation.Filter.RequiredSearch()?.Search,
            Fixed = Fixed(relation),
        };
        if (relation.Ranked is not null && connection.Rows is not null)
            yield return read with { IsRanked = true };
        if (connection.Count is not null)
            yield return read;
        foreach (var figures in new[] { connection.Figures, connection.Tally }.Concat(connection.Parts.OfType<CompiledGroups>().SelectMany(part => part.Groups)))
        {
            if (figures?.Table is not null)
                yield return read with { Aggregate = figures };
        }
    }

    /// <summary>The columns that an index may find the rows by.</summary>
    private Dictionary<string, int> Fixed(RelationPlan relation)
    {
        var table = model.Table(relation.Target.ClrType);
        var found = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var part in relation.Filter.Conjuncts())
        {
            var (column, values) = part switch
            {
                Comparison { Operator: ComparisonOperator.Equal } comparison => (comparison.Column, 1),
                Membership membership => (membership.Column, membership.Operands.Count),
                _ => (default(Column), 0),
            };
            if (column?.Path.Steps is [var step] && table.Entity.FindProperty(step.Name) is { } property)
                found.TryAdd(table.Column(property), values);
        }

        return found;
    }

    private SqlStatement CompileRows(RelationPlan relation, RowScope rows, OrderWriter order, ParentLink? link)
    {
        var page = relation.Page;
        var (window, conditions) = Source(relation, rows.Scope, link);
        if (!page.IsBackward && relation.Ranked is { Search: var search } && relation.Order.All(term => term.Column is RelevanceColumn || term.Column.Path.Equals(search.Key.Path)))
            return CompileBest(relation, search, rows, window!, conditions);
        conditions.AddRange(Bounds(page, order));
        var limit = rows.Scope.Statement.Parameter(new(ParameterOrigin.RequestPlusOne, page.LimitSlot));
        if (!page.IsBackward)
        {
            return Statement(
                rows.Scope,
                $"SELECT {rows.Columns} {rows.Scope.From(window)}{Where(conditions)} ORDER BY {order.OrderBy(false)} LIMIT {limit}");
        }

        // The last rows, read from the end and turned round; the count tells at the first row whether it is the one too many.
        var ordinals = relation.Order.Select(term => rows.Ordinal(rows.Scope.Column(term.Column).Text)).ToArray();
        var names = string.Join(", ", Enumerable.Range(0, rows.Count).Select(i => $"c{i}"));
        return Statement(
            rows.Scope,
            $"SELECT {names}, count(*) OVER () FROM (SELECT {rows.NamedColumns} {rows.Scope.From(window)}{Where(conditions)} " +
                $"ORDER BY {order.OrderBy(true)} LIMIT {limit}) AS page ORDER BY {order.OrderBy(false, i => $"c{ordinals[i]}")}");
    }

    /// <summary>The page is taken of the ranked keys, so that only its rows are read whole.</summary>
    private SqlStatement CompileBest(RelationPlan relation, SearchBinding search, RowScope rows, string window, List<string> conditions)
    {
        var order = new OrderWriter(new QueryScope(rows.Scope.Statement, search), relation.Order);
        var bounds = Where([.. Bounds(relation.Page, order)]);
        var limit = rows.Scope.Statement.Parameter(new(ParameterOrigin.RequestPlusOne, relation.Page.LimitSlot));
        var best = $"(SELECT {QueryScope.KeyName}, {QueryScope.RankName} FROM {window}{bounds} ORDER BY {order.OrderBy(false)} LIMIT {limit}) AS {QueryScope.WindowAlias}";
        return Statement(rows.Scope, $"SELECT {rows.Columns} {rows.Scope.From(best)}{Where(conditions)} ORDER BY {order.OrderBy(false)}");
    }

    private static IEnumerable<string> Bounds(PagePlan page, OrderWriter order)
    {
        if (page.After is { } after)
            yield return order.Bound(after, behind: true, inclusive: false);
        if (page.Before is { } before)
            yield return order.Bound(before, behind: false, inclusive: false);
    }

    private SqlStatement CompileProbe(RelationPlan relation, ParentLink? link, string select, Func<OrderWriter, string>? bound)
    {
        var scope = NewScope(relation.Target.ClrType);
        var (window, conditions) = bound is null ? (null, Conditions(relation.Filter, scope, link)) : Source(relation, scope, link);
        if (bound is not null)
            conditions.Add(bound(new(scope, relation.Order)));
        return Statement(scope, $"{select} {scope.From(window)}{Where(conditions)}{(bound is null ? "" : " LIMIT 1")}");
    }

    private static List<string> Conditions(Predicate filter, QueryScope scope, ParentLink? link)
    {
        var conditions = new List<string>();
        if (link is not null)
            conditions.Add(link.Condition(scope));
        conditions.Add(new PredicateWriter(scope).Write(filter));
        return conditions;
    }

    /// <summary>
    /// Where the rows of pages come from and which they are. Ordered by relevance, the newest matches are found and ranked first: by going
    /// through the full-text index and looking each row up until there are enough.
    /// </summary>
    private (string? First, List<string> Conditions) Source(RelationPlan relation, QueryScope scope, ParentLink? link)
    {
        if (relation.Ranked is not { } ranked)
            return link is { IsThroughMany: true } ? Through(relation.Filter, scope, link) : (null, Conditions(relation.Filter, scope, link));
        var found = new QueryScope(scope.Statement, relation.Target.ClrType);
        var source = dialect.Ranked(ranked.Search, scope.Statement.Parameter(new(ParameterOrigin.SearchExpression, ranked.Text.Slot)));
        List<string> conditions = [source.Condition, $"{found.Column(ranked.Search.Key).Text} = {source.Key}", .. Conditions(relation.Filter.Without(ranked), found, link)];
        var window = string.Create(
            System.Globalization.CultureInfo.InvariantCulture,
            $"(SELECT {source.Key} AS {QueryScope.KeyName}, {source.Rank} AS {QueryScope.RankName} {found.From(source.From)}{Where(conditions)} " +
                $"ORDER BY {source.Key} DESC LIMIT {ranked.Search.MostRanked}) AS {QueryScope.WindowAlias}");
        return (window, [$"{scope.Column(ranked.Search.Key).Text} = {QueryScope.WindowAlias}.{QueryScope.KeyName}"]);
    }

    /// <summary>
    /// Rows that belong to several others: those are gone through one by one. Of each an index that begins with what ties them gives the rows in
    /// order, so that SQLite leaves it once a row is no longer of the page; an index over all rows might have to be read to its end.
    /// </summary>
    private static (string? First, List<string> Conditions) Through(Predicate filter, QueryScope scope, ParentLink link)
    {
        var (others, tie) = link.Others(scope);
        return (others, [tie, new PredicateWriter(scope).Write(filter)]);
    }

    public string Where(List<string> conditions)
    {
        conditions.RemoveAll(condition => condition == dialect.Always);
        return conditions.Count == 0 ? "" : $" WHERE {string.Join(" AND ", conditions)}";
    }

    private CompiledPart[] CompileParts(IReadOnlyList<ConnectionField> fields, RowScope? rows, AggregateParts? aggregates) =>
        [.. fields.Select<ConnectionField, CompiledPart>(field => field switch
        {
            ConnectionTypeName name => new CompiledTypeName(name.Site, name.TypeName),
            EdgesField edges => new CompiledList(edges.Site, CompileEdge(edges.Edge, rows!), null),
            NodeField nodes => new CompiledList(nodes.Site, null, CompileNode(nodes.Node, rows!, null)),
            PageInfoField info => new CompiledPageInfo(info.Site, CompileParts(info.Parts, rows, null)),
            ConnectionLeaf leaf => new CompiledLeaf(leaf.Site, leaf.Part),
            FiguresField part => new CompiledFigures(part.Site, Array.IndexOf(aggregates!.Shown, part)),
            GroupsField part => new CompiledGroups(part.Site, [aggregates!.Compiler.CompileGroups(part.Groups)], false),
            FacetsField part => new CompiledGroups(part.Site, [.. part.Facets.Select(aggregates!.Facets.CompileFacet)], true),
            FailedPart part => new CompiledFailure(part.Site, part.Output),
            _ => throw new InvalidOperationException($"Unknown part {field}."),
        })];

    private CompiledPart[] CompileEdge(IReadOnlyList<ConnectionField> fields, RowScope rows) =>
        [.. fields.Select<ConnectionField, CompiledPart>(field => field switch
        {
            ConnectionTypeName name => new CompiledTypeName(name.Site, name.TypeName),
            NodeField node => new CompiledNode(node.Site, CompileNode(node.Node, rows, null)),
            ConnectionLeaf leaf => new CompiledLeaf(leaf.Site, leaf.Part),
            _ => throw new InvalidOperationException($"Unknown part of an edge {field}."),
        })];

    private sealed record AggregateParts(AggregateCompiler Compiler, TallyCompiler Facets, FiguresField[] Shown);

    public QueryScope NewScope(Type entity) => new(new StatementScope(dialect, model), entity);

    /// <summary>Equal texts with equal parameters are one statement, prepared once.</summary>
    public SqlStatement Statement(QueryScope scope, string text)
    {
        var statement = new SqlStatement(text, scope.Statement.Parameters);
        if (_statements.TryGetValue(text, out var known) && known.Parameters.SequenceEqual(statement.Parameters))
            return known;
        _statements[text] = statement;
        return statement;
    }
}

/// <summary>The columns a row statement reads, each once.</summary>
internal sealed class RowScope(QueryScope scope)
{
    private readonly List<string> _columns = [];

    public QueryScope Scope => scope;

    public int Count => _columns.Count;

    /// <summary>The select list; a row is needed even when nothing of it is read.</summary>
    public string Columns => _columns.Count == 0 ? "1" : string.Join(", ", _columns);

    /// <summary>The select list with names c0, c1 and so on.</summary>
    public string NamedColumns => string.Join(", ", _columns.Select((column, i) => $"{column} AS c{i}"));

    public int Ordinal(string column)
    {
        var ordinal = _columns.IndexOf(column);
        if (ordinal >= 0)
            return ordinal;
        _columns.Add(column);
        return _columns.Count - 1;
    }
}
