using System.Globalization;
using CsvHelper;
using Hub.Catalogue.V1;

namespace PartnerSync;

/// <summary>Writes verdicts as CSV, a row for each finding.</summary>
internal static class VerdictCsv
{
    private static readonly string[] Header =
    [
        "sequence", "external_id", "revision", "outcome", "severity", "reason", "field", "text_en", "text_id", "fix_en", "fix_id",
        "current_revision",
    ];

    public static void Write(TextWriter writer, IEnumerable<Verdict> verdicts)
    {
        using var csv = new CsvWriter(writer, CultureInfo.InvariantCulture, leaveOpen: true);
        WriteRow(csv, Header);
        foreach (var verdict in verdicts)
        {
            WriteFinding(csv, verdict, verdict.Severity, verdict.Reason, verdict.Field, verdict.Text, verdict.Fix);
            foreach (var finding in verdict.FurtherFindings)
                WriteFinding(csv, verdict, finding.Severity, finding.Reason, finding.Field, finding.Text, finding.Fix);
        }
    }

    private static void WriteFinding(
        CsvWriter csv, Verdict verdict, Severity severity, string reason, string field, LocalizedText? text, LocalizedText? fix) => WriteRow(csv,
    [
        verdict.Sequence.ToString(CultureInfo.InvariantCulture),
        verdict.ExternalId,
        verdict.Revision.ToString(CultureInfo.InvariantCulture),
        Names.Of(verdict.Outcome),
        severity == Severity.Unspecified ? "" : Names.Of(severity),
        reason,
        field,
        text?.En ?? "",
        text?.Id ?? "",
        fix?.En ?? "",
        fix?.Id ?? "",
        verdict.HasCurrentRevision ? verdict.CurrentRevision.ToString(CultureInfo.InvariantCulture) : "",
    ]);

    private static void WriteRow(CsvWriter csv, string[] values)
    {
        foreach (var value in values)
            csv.WriteField(value);
        csv.NextRecord();
    }
}
