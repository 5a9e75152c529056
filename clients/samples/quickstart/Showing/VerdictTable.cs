using Hub.Catalogue.V1;

namespace Hub.Samples.Quickstart.Showing;

/// <summary>Shows the verdicts that need somebody's attention.</summary>
internal static class VerdictTable
{
    public static void Show(Screen screen, IEnumerable<(string Source, Verdict Verdict)> verdicts)
    {
        var table = Screen.NewTable("catalogue", "item", "outcome", "reason", "field", "what is wrong, and the cure");
        foreach (var (source, verdict) in verdicts)
        {
            Screen.AddRow(
                table,
                source,
                verdict.ExternalId,
                verdict.Outcome.ToString().ToUpperInvariant(),
                verdict.Reason,
                verdict.Field,
                $"{verdict.Text?.En} {verdict.Fix?.En}".Trim());
        }

        screen.Console.Write(table);
    }
}
