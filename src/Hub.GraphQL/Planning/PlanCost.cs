using System.Globalization;

namespace Hub.GraphQL.Planning;

/// <summary>A price with the numbers of the moment.</summary>
/// <param name="Cost">What it is made of.</param>
/// <param name="Total">All together.</param>
/// <param name="Looked">About how many rows are looked at for figures, totals and ranks.</param>
internal readonly record struct Price(PlanCost Cost, long Total, long Looked);

/// <summary>
/// What a plan may cost with the values of a request: a row that may be read counts 1, a run of a statement 1, and of the rows that are only looked
/// at, for figures, totals and ranks, ten count 1. Pages count as full, pages inside pages multiply.
/// </summary>
internal sealed class PlanCost
{
    /// <summary>What a count of a list's rows is taken for where nobody knows how many there are.</summary>
    public const long CountWeight = 100;

    /// <summary>What an aggregate is taken for where nobody knows over how many rows.</summary>
    public const long AggregateWeight = 1_000;

    /// <summary>What a step is worth that gives no row: a thousand of the database's steps are one row.</summary>
    public const long StepsPerUnit = 1_000;

    /// <summary>How many rows that are looked at and not shown are one that is.</summary>
    private const long LookedPerUnit = 10;

    /// <summary>Far above every budget, and small enough to add and multiply a few times.</summary>
    private const long Most = 1_000_000_000_000;

    private static readonly ReadEstimate UnknownCount = ReadEstimate.Flat(CountWeight * LookedPerUnit);
    private static readonly ReadEstimate UnknownAggregate = ReadEstimate.Flat(AggregateWeight * LookedPerUnit);

    private readonly List<PageCost> _pages = [];
    private readonly List<Read> _reads = [];

    /// <summary>What is shared between the types of an interface is counted once.</summary>
    private readonly HashSet<object> _seen = new(ReferenceEqualityComparer.Instance);
    private readonly IReadOnlyList<Parameter> _parameters;

    /// <summary>What was looked at when this was made.</summary>
    private long _looked;

    private PlanCost(IReadOnlyList<Parameter> parameters) => _parameters = parameters;

    /// <summary>Rows on all pages, each taken as full.</summary>
    public long Rows { get; private set; }

    /// <summary>Runs of statements.</summary>
    public long Statements { get; private set; }

    /// <summary>Counts of whole lists.</summary>
    public long Counts { get; private set; }

    /// <summary>Aggregates and groupings of whole lists.</summary>
    public long Aggregates { get; private set; }

    private long Total => TotalOf(_looked);

    public static PlanCost Of(OperationPlan plan, IReadOnlyList<Parameter> parameters)
    {
        var cost = new PlanCost(parameters);
        cost.AddObject(plan.Root, 1, plan);
        return cost;
    }

    /// <summary>What running a plan really cost.</summary>
    public static long Real(long rows, long statements, long steps) => Sum(1, Sum(rows, Sum(statements, steps / StepsPerUnit)));

    /// <summary>The price for the rows that are there now. The parameters tell which tables a figure may come from.</summary>
    public Price For(IReadOnlyList<Parameter> parameters)
    {
        var looked = 0L;
        foreach (var read in _reads)
            looked = Sum(looked, Times(read.Times, read.Estimate.Rows(parameters)));
        return new(this, TotalOf(looked), looked);
    }

    /// <summary>The cheapest change that makes it fit; null when there is none.</summary>
    public string? Fit(long available)
    {
        foreach (var page in _pages.OrderByDescending(page => page.Inside))
        {
            var perRow = Math.Max(1, page.Inside / Math.Max(1, page.Size));
            var size = (available - (Total - page.Inside)) / perRow;
            if (size >= 1 && size < page.Size)
                return $"Ask \"{page.Site.ResponseName}\" for {page.Argument}: {size} instead of {page.Size}.";
        }

        return FitReads(available);
    }

    /// <summary>How many of the figures and totals would fit, the cheapest first.</summary>
    private string? FitReads(long available)
    {
        var (fitting, looked) = (0, 0L);
        foreach (var rows in _reads.Select(read => Times(read.Times, read.Estimate.Rows(_parameters))).Order())
        {
            looked = Sum(looked, rows);
            if (TotalOf(looked) > available)
                break;
            fitting++;
        }

        if (fitting == _reads.Count)
            return null;
        var size = string.Create(
            CultureInfo.InvariantCulture, $"Its {_reads.Count} figures, totals and searches look at about {_looked} rows, {LookedPerUnit} of which count 1.");
        return fitting == 0
            ? $"{size} Narrow their filters."
            : string.Create(CultureInfo.InvariantCulture, $"{size} Ask for {fitting} of them at once, or narrow their filters.");
    }

    private static long Sum(long a, long b) => Math.Min(Most, a + b);

    private static long Times(long a, long b) => a == 0 || b <= Most / a ? a * b : Most;

    private long TotalOf(long looked) => Sum(1, Sum(Sum(Rows, Statements), looked / LookedPerUnit));

    private void AddObject(ObjectPlan node, long parents, OperationPlan plan)
    {
        foreach (var field in node.Fields)
            AddField(field, parents, plan);
        foreach (var variant in node.Variants)
            AddObject(variant.Plan, parents, plan);
    }

    private void AddField(OutputPlan field, long parents, OperationPlan plan)
    {
        switch (field)
        {
            case ConnectionOutput connection when _seen.Add(connection.Relation):
                AddConnection(connection, parents, plan);
                break;
            case LookupOutput lookup when _seen.Add(lookup.Filter):
                Statements = Sum(Statements, parents);
                Rows = Sum(Rows, parents);
                AddObject(lookup.Node, parents, plan);
                break;
            case ReferenceOutput reference when _seen.Add(reference.Node):
                AddObject(reference.Node, parents, plan);
                break;
            case FirstOutput first when _seen.Add(first.Order):
                Statements = Sum(Statements, parents);
                Rows = Sum(Rows, parents);
                AddObject(first.Node, parents, plan);
                break;
            case NodesOutput nodes:
                AddNodes(nodes, plan);
                break;
            case EventOutput output:
                AddObject(output.Plan.Root, parents, output.Plan);
                break;
        }
    }

    private void AddNodes(NodesOutput nodes, OperationPlan plan)
    {
        var count = _parameters[nodes.CountSlot].Integer;
        Statements = Sum(Statements, nodes.Sources.Count);
        Rows = Sum(Rows, count);
        foreach (var source in nodes.Sources)
            AddObject(source.Node, count, plan);
    }

    private void AddConnection(ConnectionOutput connection, long parents, OperationPlan plan)
    {
        var (page, selection) = (connection.Relation.Page, connection.Selection);
        var size = _parameters[page.LimitSlot].Integer;
        var (hasProbe, hasCount) = (selection.NeedsHasNext || selection.NeedsHasPrevious, selection.NeedsTotalCount);
        Statements = Sum(Statements, Times(parents, (selection.NeedsRows ? 1 : 0) + (hasProbe ? 1 : 0) + (hasCount ? 1 : 0)));
        if (hasCount)
            Counts = Sum(Counts, parents);
        AddFigures(connection, parents, plan);

        var before = Total;
        if (selection.NeedsRows)
            Rows = Sum(Rows, Times(parents, size));
        AddParts(selection.Fields, Times(parents, size), plan);
        _pages.Add(new(connection.Site, page.IsBackward ? "last" : "first", size, Total - before));
    }

    /// <summary>Figures, groups and the total, once per parent whatever page is shown.</summary>
    private void AddFigures(ConnectionOutput connection, long parents, OperationPlan plan)
    {
        var selection = connection.Selection;
        GroupsPlan[] groups =
        [
            .. selection.Fields.OfType<GroupsField>().Select(part => part.Groups),
            .. selection.Fields.OfType<FacetsField>().SelectMany(part => part.Facets),
        ];
        var figures = groups.Length + (selection.Aggregate is null ? 0 : 1);
        Aggregates = Sum(Aggregates, Times(parents, figures));
        Statements = Sum(Statements, Times(parents, figures));
        if (plan.Reads is { } known)
        {
            foreach (var estimate in known.GetValueOrDefault(connection.Relation, []))
                AddRead(estimate, parents);
        }
        else
        {
            if (selection.NeedsTotalCount)
                AddRead(UnknownCount, parents);
            for (var i = 0; i < figures; i++)
                AddRead(UnknownAggregate, parents);
        }

        foreach (var group in groups)
        {
            var shown = Times(parents, _parameters[group.Plan.LimitSlot].Integer);
            Rows = Sum(Rows, shown);
            AddKeys(group.Fields, shown, plan);
        }
    }

    private void AddRead(ReadEstimate estimate, long times)
    {
        _reads.Add(new(estimate, times));
        _looked = Sum(_looked, Times(times, estimate.Rows(_parameters)));
    }

    /// <summary>The objects of keys may lead to lists of their own.</summary>
    private void AddKeys(IReadOnlyList<AggregateField> fields, long groups, OperationPlan plan)
    {
        foreach (var field in fields)
        {
            switch (field)
            {
                case GroupListField list:
                    AddKeys(list.Group, groups, plan);
                    break;
                case AggregateObject inner:
                    AddKeys(inner.Fields, groups, plan);
                    break;
                case KeyObjectField key:
                    AddObject(key.Node, groups, plan);
                    break;
            }
        }
    }

    private void AddParts(IReadOnlyList<ConnectionField> fields, long rows, OperationPlan plan)
    {
        foreach (var field in fields)
        {
            switch (field)
            {
                case EdgesField edges:
                    AddParts(edges.Edge, rows, plan);
                    break;
                case NodeField node:
                    AddObject(node.Node, rows, plan);
                    break;
            }
        }
    }

    /// <summary>A page and what of the cost grows with it.</summary>
    private readonly record struct PageCost(FieldSite Site, string Argument, long Size, long Inside);

    /// <summary>What is looked at, and how often at most.</summary>
    private readonly record struct Read(ReadEstimate Estimate, long Times);
}
