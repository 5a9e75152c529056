namespace Hub.GraphQL.Execution;

/// <summary>What running one operation took. An executor without a database has nothing to count.</summary>
public sealed class ExecutionStatistics
{
    private Dictionary<string, StatementReport>? _reports;

    /// <summary>Statements run, a repeated one every time.</summary>
    public long Statements { get; set; }

    /// <summary>Rows the statements gave.</summary>
    public long Rows { get; set; }

    /// <summary>Steps of the database's own machine, which tell what was looked at besides the rows that were given.</summary>
    public long Steps { get; set; }

    /// <summary>True when nothing the plan writes can fail in a way that takes back what was written, so that a large answer is sent while it is read.</summary>
    public bool IsTotal { get; set; }

    /// <summary>True when every statement is to be told by itself.</summary>
    public bool IsDetailed { get; init; }

    /// <summary>The statements, each text once, in the order of their first run; empty unless <see cref="IsDetailed"/>.</summary>
    public IReadOnlyCollection<StatementReport> Reports => _reports is null ? [] : _reports.Values;

    /// <summary>The report of a statement.</summary>
    public StatementReport Report(string text)
    {
        _reports ??= new(StringComparer.Ordinal);
        if (!_reports.TryGetValue(text, out var report))
            _reports.Add(text, report = new(text));
        return report;
    }
}

/// <summary>What one statement took.</summary>
public sealed class StatementReport(string text)
{
    /// <summary>The statement. It holds no value of a client.</summary>
    public string Text => text;

    /// <summary>How often it was run.</summary>
    public long Executions { get; set; }

    /// <summary>Rows it gave, of all runs together.</summary>
    public long Rows { get; set; }

    /// <summary>Steps of the database's own machine.</summary>
    public long Steps { get; set; }

    /// <summary>How the database finds the rows, in its own words.</summary>
    public IReadOnlyList<string> QueryPlan { get; set; } = [];

    /// <summary>Tables that are read from end to end.</summary>
    public IReadOnlyList<string> Scans { get; set; } = [];
}
