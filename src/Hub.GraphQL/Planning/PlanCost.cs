namespace Hub.GraphQL.Planning;

/// <summary>
/// What a plan may cost with the values of a request: a row that may be read counts 1, a run of a statement 1, a count of all rows and
/// an aggregate what is set here, for nobody knows before how many rows they look at. Pages count as full, pages inside pages multiply.
/// </summary>
internal sealed class PlanCost
{
    /// <summary>What a count of a list's rows is taken for.</summary>
    private const long CountWeight = 100;

    /// <summary>What an aggregate is taken for.</summary>
    private const long AggregateWeight = 1_000;

    /// <summary>What a step is worth that gives no row: a thousand of the database's steps are one row.</summary>
    private const long StepsPerUnit = 1_000;

    /// <summary>Far above every budget, and small enough to add and multiply a few times.</summary>
    private const long Most = 1_000_000_000_000;

    private readonly List<PageCost> _pages = [];

    /// <summary>What is shared between the types of an interface is counted once.</summary>
    private readonly HashSet<object> _seen = new(ReferenceEqualityComparer.Instance);
    private readonly IReadOnlyList<Parameter> _parameters;

    private PlanCost(IReadOnlyList<Parameter> parameters) => _parameters = parameters;

    /// <summary>Rows on all pages, each taken as full.</summary>
    public long Rows { get; private set; }

    /// <summary>Runs of statements.</summary>
    public long Statements { get; private set; }

    /// <summary>Counts of whole lists.</summary>
    public long Counts { get; private set; }

    /// <summary>Aggregates and groupings of whole lists.</summary>
    public long Aggregates { get; private set; }

    /// <summary>All together.</summary>
    public long Total => Sum(1, Sum(Sum(Rows, Statements), Sum(Times(Counts, CountWeight), Times(Aggregates, AggregateWeight))));

    public static PlanCost Of(OperationPlan plan, IReadOnlyList<Parameter> parameters)
    {
        var cost = new PlanCost(parameters);
        foreach (var scan in plan.Aggregates)
        {
            cost.Aggregates = Sum(cost.Aggregates, scan.Times);
            cost.Statements = Sum(cost.Statements, scan.Times);
        }

        cost.AddObject(plan.Root, 1);
        return cost;
    }

    /// <summary>What running a plan really cost.</summary>
    public static long Real(long rows, long statements, long steps) => Sum(1, Sum(rows, Sum(statements, steps / StepsPerUnit)));

    /// <summary>The cheapest change that makes it fit; null when no smaller page does.</summary>
    public string? Fit(long available)
    {
        foreach (var page in _pages.OrderByDescending(page => page.Inside))
        {
            var perRow = Math.Max(1, page.Inside / Math.Max(1, page.Size));
            var size = (available - (Total - page.Inside)) / perRow;
            if (size >= 1 && size < page.Size)
                return $"Ask \"{page.Site.ResponseName}\" for {page.Argument}: {size} instead of {page.Size}.";
        }

        return null;
    }

    private static long Sum(long a, long b) => Math.Min(Most, a + b);

    private static long Times(long a, long b) => a == 0 || b <= Most / a ? a * b : Most;

    private void AddObject(ObjectPlan plan, long parents)
    {
        foreach (var field in plan.Fields)
            AddField(field, parents);
        foreach (var variant in plan.Variants)
            AddObject(variant.Plan, parents);
    }

    private void AddField(OutputPlan field, long parents)
    {
        switch (field)
        {
            case ConnectionOutput connection when _seen.Add(connection.Relation):
                AddConnection(connection, parents);
                break;
            case LookupOutput lookup when _seen.Add(lookup.Filter):
                Statements = Sum(Statements, parents);
                Rows = Sum(Rows, parents);
                AddObject(lookup.Node, parents);
                break;
            case ReferenceOutput reference when _seen.Add(reference.Node):
                AddObject(reference.Node, parents);
                break;
            case FirstOutput first when _seen.Add(first.Order):
                Statements = Sum(Statements, parents);
                Rows = Sum(Rows, parents);
                AddObject(first.Node, parents);
                break;
            case NodesOutput nodes:
                AddNodes(nodes);
                break;
            case EventOutput output:
                AddObject(output.Plan.Root, parents);
                break;
        }
    }

    private void AddNodes(NodesOutput nodes)
    {
        var count = _parameters[nodes.CountSlot].Integer;
        Statements = Sum(Statements, nodes.Sources.Count);
        Rows = Sum(Rows, count);
        foreach (var source in nodes.Sources)
            AddObject(source.Node, count);
    }

    private void AddConnection(ConnectionOutput connection, long parents)
    {
        var (page, selection) = (connection.Relation.Page, connection.Selection);
        var size = _parameters[page.LimitSlot].Integer;
        var (hasProbe, hasCount) = (selection.NeedsHasNext || selection.NeedsHasPrevious, selection.NeedsTotalCount);
        Statements = Sum(Statements, Times(parents, (selection.NeedsRows ? 1 : 0) + (hasProbe ? 1 : 0) + (hasCount ? 1 : 0)));
        if (hasCount)
            Counts = Sum(Counts, parents);

        var before = Total;
        if (selection.NeedsRows)
            Rows = Sum(Rows, Times(parents, size));
        AddParts(selection.Fields, Times(parents, size));
        _pages.Add(new(connection.Site, page.IsBackward ? "last" : "first", size, Total - before));
    }

    private void AddParts(IReadOnlyList<ConnectionField> fields, long rows)
    {
        foreach (var field in fields)
        {
            switch (field)
            {
                case EdgesField edges:
                    AddParts(edges.Edge, rows);
                    break;
                case NodeField node:
                    AddObject(node.Node, rows);
                    break;
            }
        }
    }

    /// <summary>A page and what of the cost grows with it.</summary>
    private readonly record struct PageCost(FieldSite Site, string Argument, long Size, long Inside);
}
