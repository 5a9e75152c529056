using System.Globalization;
using Hub.Catalogue.V1;
using Spectre.Console;

namespace PartnerSync;

/// <summary>Shows how a push ended: counts, what was not taken and why.</summary>
internal static class PushReport
{
    private const int MostRows = 20;

    public static void Write(IAnsiConsole console, PushResult result, long rows, IReadOnlyList<Verdict> verdicts)
    {
        WriteCounts(console, result);
        WriteWire(console, result, rows);
        WriteReasons(console, verdicts);
        WriteItems(console, [.. verdicts.Where(NotTaken)]);
        if (result.Closed.Held > 0)
        {
            var (held, session) = (result.Closed.Held, result.Closed.SessionId);
            console.MarkupLineInterpolated(
                $"[yellow]{held} withdrawals are held.[/] Look at them, then: partner-sync approve --session {session} --ceiling {held}");
        }
    }

    /// <summary>Tells of values that the map could not read; their items are sent without them.</summary>
    public static void WriteUnread(IAnsiConsole console, string name, CheckedFile file)
    {
        foreach (var value in file.Unread)
            console.MarkupLineInterpolated($"[yellow]{name}[/], {value.ToString()}");
        if (file.UnreadCount > file.Unread.Count)
            console.MarkupLineInterpolated($"[yellow]{name}[/]: {Number(file.UnreadCount - file.Unread.Count)} more values could not be read.");
    }

    /// <summary>Something broke a rule or contradicts what the hub has; the partner must mend it.</summary>
    public static bool IsRefused(OutcomeCounts counts) => counts.Rejected + counts.RevisionConflict > 0;

    /// <summary>Something was kept but is not shown yet.</summary>
    public static bool IsWaiting(OutcomeCounts counts) => counts.Quarantined + counts.Held > 0;

    private static bool NotTaken(Verdict verdict) =>
        verdict.Outcome is Outcome.Rejected or Outcome.RevisionConflict or Outcome.Quarantined or Outcome.Held;

    private static void WriteCounts(IAnsiConsole console, PushResult result)
    {
        var counts = result.Closed.Counts;
        console.MarkupLineInterpolated($"Session {result.Closed.SessionId}: {Names.Of(result.Closed.Outcome)}");
        var table = new Table();
        table.AddColumn("outcome");
        table.AddColumn(new TableColumn("items").RightAligned());
        foreach (var (name, count) in new (string, long)[]
        {
            ("applied", counts.Applied), ("  created", counts.Created), ("  changed", counts.Changed), ("  withdrawn", counts.Withdrawn),
            ("  reopened", counts.Reopened), ("unchanged", counts.Unchanged), ("stale", counts.Stale), ("quarantined", counts.Quarantined),
            ("held", counts.Held), ("rejected", counts.Rejected), ("revision conflict", counts.RevisionConflict),
        })
        {
            table.AddRow(new Text(name), new Text(Number(count), count == 0 ? new Style(Color.Grey) : Style.Plain));
        }

        console.Write(table);
    }

    private static void WriteWire(IAnsiConsole console, PushResult result, long rows)
    {
        var wire = result.Wire;
        console.WriteLine($"Over the wire: {Number(wire.Items)} items of {Number(rows)}, {Number(wire.BytesSent)} bytes sent, {Number(wire.BytesReceived)} received.");
        if (result.IsBehind)
            console.MarkupLine("[yellow]The hub has newer revisions than this file.[/] Its other items were taken; the digests differ still.");
    }

    private static void WriteReasons(IAnsiConsole console, IReadOnlyList<Verdict> verdicts)
    {
        var groups = verdicts.Where(v => v.Reason.Length > 0)
            .GroupBy(v => (v.Outcome, v.Severity, v.Reason, Field: FieldOf(v)))
            .OrderByDescending(g => g.Key.Severity).ThenByDescending(g => g.Count()).ToList();
        if (groups.Count == 0)
            return;

        var table = new Table { Title = new("Why") };
        table.AddColumns("outcome", "severity", "reason", "field");
        table.AddColumn(new TableColumn("items").RightAligned());
        foreach (var group in groups)
        {
            table.AddRow(
                new Text(Names.Of(group.Key.Outcome)), new Text(Names.Of(group.Key.Severity)), new Text(group.Key.Reason), new Text(group.Key.Field),
                new Text(Number(group.Count())));
        }

        console.Write(table);
    }

    private static void WriteItems(IAnsiConsole console, IReadOnlyList<Verdict> verdicts)
    {
        if (verdicts.Count == 0)
            return;

        var table = new Table { Title = new(verdicts.Count > MostRows ? $"Not taken, {MostRows} of {Number(verdicts.Count)}" : "Not taken") };
        table.AddColumns("item", "outcome", "field", "what", "fix");
        foreach (var verdict in verdicts.Take(MostRows))
        {
            table.AddRow(
                new Text(verdict.ExternalId), new Text(Names.Of(verdict.Outcome)), new Text(verdict.Field),
                new Text(verdict.Text?.En ?? verdict.Reason), new Text(verdict.Fix?.En ?? ""));
        }

        console.Write(table);
    }

    /// <summary>The field without its place in a list.</summary>
    private static string FieldOf(Verdict verdict)
    {
        var bracket = verdict.Field.IndexOf('[', StringComparison.Ordinal);
        return bracket < 0 ? verdict.Field : verdict.Field[..bracket];
    }

    private static string Number(long number) => number.ToString("N0", CultureInfo.InvariantCulture);
}
