using Hub.GraphQL.Planning;

namespace Hub.GraphQL.Sql.Compilation;

/// <summary>
/// Facets that read the rows, of one connection, all at once: a statement gives the rows' keys, the executor counts them, and each
/// facet's statement takes its counts as cells. A search of 20,000 rows is then gone through once and not once for each facet.
/// </summary>
internal sealed class TallyCompiler
{
    private readonly PlanCompiler _compiler;
    private readonly AggregateCompiler _aggregates;
    private readonly RelationPlan _relation;
    private readonly List<GroupKey> _keys = [];

    public TallyCompiler(PlanCompiler compiler, AggregateCompiler aggregates, ConnectionOutput output, ParentLink? link)
    {
        (_compiler, _aggregates, _relation) = (compiler, aggregates, output.Relation);
        if (link is not null)
            return;
        foreach (var facet in output.Selection.Fields.OfType<FacetsField>().SelectMany(part => part.Facets).Select(part => part.Plan))
        {
            if (!_keys.Contains(facet.Keys[0]) && IsCell(facet.Keys[0].Value) && !aggregates.IsCounted(facet))
                _keys.Add(facet.Keys[0]);
        }

        // Counting one facet by hand only pays when the total comes with it.
        if (_keys.Count + (output.Selection.NeedsTotalCount ? 1 : 0) < 2)
            _keys.Clear();
    }

    /// <summary>The statement of the keys; null when facets have one each.</summary>
    public CompiledAggregate? Compile() => _keys.Count == 0 ? null : _aggregates.CompileKeys(Plan(_relation, _keys));

    public CompiledAggregate CompileFacet(GroupsPlan facet)
    {
        var tally = _keys.IndexOf(facet.Plan.Keys[0]);
        return tally < 0 ? _aggregates.CompileGroups(facet) : _aggregates.CompileCells(facet, tally);
    }

    /// <summary>Figures that are only the number of rows.</summary>
    public static AggregatePlan Count(RelationPlan relation) => Plan(relation, []);

    private static AggregatePlan Plan(RelationPlan relation, IReadOnlyList<GroupKey> keys) =>
        new() { Target = relation.Target, Path = relation.Path, Filter = relation.Filter, Keys = keys, Measures = [Measure.Rows] };

    /// <summary>True for whole numbers and texts, which cells can hold.</summary>
    private bool IsCell(RowValue value) => value switch
    {
        ColumnValue { Column.Type.Kind: var kind } => kind is not (ValueKind.Guid or ValueKind.Double or ValueKind.TextList or ValueKind.Instant),
        PrefixValue => true,
        ReferenceValue { Target.IsWholeEntity: true } reference => IsCell(reference),
        _ => false,
    };

    private bool IsCell(ReferenceValue reference)
    {
        var (navigation, columns) = _compiler.NewScope(_relation.Target.ClrType).Link(reference.Path, null);
        return navigation.IsOnDependent && columns.Count == 1 && navigation.ForeignKey.PrincipalKey.Properties[0].GetTypeMapping() is { } mapping
            && (mapping.Converter?.ProviderClrType ?? mapping.ClrType) is var stored
            && (stored.IsEnum || stored == typeof(string) || stored == typeof(int) || stored == typeof(long));
    }
}
