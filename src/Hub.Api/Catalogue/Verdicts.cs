using Google.Protobuf.WellKnownTypes;
using Hub.Catalogue.V1;
using Hub.Data.Catalogue;
using Outcome = Hub.Data.Catalogue.Outcome;
using Severity = Hub.Data.Catalogue.Severity;
using Verdict = Hub.Catalogue.V1.Verdict;

namespace Hub.Api.Catalogue;

/// <summary>Builds the contract's verdicts and counts from decisions.</summary>
internal static class Verdicts
{
    // Tag and length of a finding in its verdict.
    private const int FindingFraming = 4;

    /// <summary>True when a partner should see the verdict without having asked for all.</summary>
    public static bool IsNeeded(in ItemReport item, in ItemDecision decision) =>
        decision.Outcome is not (Outcome.Applied or Outcome.Unchanged)
        || decision.Reason is not null
        || (decision.Outcome == Outcome.Applied && item.Findings.Count > 0);

    /// <summary>The verdicts of a unary call, in the order of its items; together they stay below what every client takes.</summary>
    public static IEnumerable<Verdict> OfAll(ItemReport[] items, IReadOnlyList<ItemDecision> decisions, DateTimeOffset decidedAt)
    {
        var share = CatalogueOptions.AnswerBytes / items.Length;
        return items.Select((item, i) => Of(item, decisions[i], decidedAt, share));
    }

    /// <param name="item">The item.</param>
    /// <param name="decision">What was decided about it.</param>
    /// <param name="decidedAt">When.</param>
    /// <param name="mostBytes">Findings that would take the verdict beyond this are left off; the gravest never is.</param>
    public static Verdict Of(in ItemReport item, in ItemDecision decision, DateTimeOffset decidedAt, int mostBytes = int.MaxValue)
    {
        var verdict = new Verdict
        {
            Sequence = item.Sequence,
            ExternalId = item.ExternalId,
            Revision = item.Revision,
            Outcome = (Hub.Catalogue.V1.Outcome)decision.Outcome,
            DecidedAt = Timestamp.FromDateTimeOffset(decidedAt),
        };
        if (decision.CurrentRevision is { } revision)
            verdict.CurrentRevision = revision;

        var gravest = decision.Reason is { } reason
            ? new ItemFinding(reason, "", SeverityOf(decision.Outcome))
            : item.Gravest;
        if (gravest is null)
            return verdict;

        Explain(verdict, gravest);
        AddFurther(verdict, item, gravest, mostBytes);
        return verdict;
    }

    /// <summary>A verdict as it was stored.</summary>
    public static Verdict Of(Hub.Data.Catalogue.Verdict stored)
    {
        var verdict = new Verdict
        {
            Sequence = stored.Sequence,
            ExternalId = stored.ExternalId,
            Revision = stored.Revision,
            Outcome = (Hub.Catalogue.V1.Outcome)stored.Outcome,
            DecidedAt = Timestamp.FromDateTimeOffset(stored.DecidedAt),
        };
        if (stored.CurrentRevision is { } revision)
            verdict.CurrentRevision = revision;
        Explain(verdict, new(stored.Reason, stored.Field, stored.Severity, stored.Detail));
        return verdict;
    }

    public static OutcomeCounts CountsOf(in SessionTotals totals) => new()
    {
        Applied = totals.Applied,
        Created = totals.Created,
        Changed = totals.Changed,
        Withdrawn = totals.Withdrawn,
        Reopened = totals.Reopened,
        Unchanged = totals.Unchanged,
        Stale = totals.Stale,
        RevisionConflict = totals.RevisionConflict,
        Rejected = totals.Rejected,
        Quarantined = totals.Quarantined,
        Held = totals.Held,
    };

    private static void Explain(Verdict verdict, ItemFinding finding)
    {
        verdict.Reason = finding.Reason;
        verdict.Field = finding.Field;
        verdict.Severity = (Hub.Catalogue.V1.Severity)finding.Severity;
        verdict.Text = Reasons.TextOf(finding.Reason, finding.Detail);
        verdict.Fix = Reasons.FixOf(finding.Reason);
    }

    private static void AddFurther(Verdict verdict, in ItemReport item, ItemFinding gravest, int mostBytes)
    {
        var leftOff = item.LeftOff;
        var bytes = item.Findings.Count > 1 ? verdict.CalculateSize() : 0;
        foreach (var finding in item.Findings)
        {
            if (ReferenceEquals(finding, gravest))
                continue;
            var further = Further(finding);
            bytes += further.CalculateSize() + FindingFraming;
            if (bytes <= mostBytes)
                verdict.FurtherFindings.Add(further);
            else
                leftOff++;
        }

        verdict.FindingsLeftOff = leftOff;
    }

    private static Finding Further(ItemFinding finding) => new()
    {
        Reason = finding.Reason,
        Field = finding.Field,
        Severity = (Hub.Catalogue.V1.Severity)finding.Severity,
        Text = Reasons.TextOf(finding.Reason, finding.Detail),
        Fix = Reasons.FixOf(finding.Reason),
    };

    private static Severity SeverityOf(Outcome outcome) => outcome switch
    {
        Outcome.Applied or Outcome.Unchanged => Severity.Info,
        Outcome.Held => Severity.Warning,
        _ => Severity.Error,
    };
}
