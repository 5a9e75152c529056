using Hub.Api.Catalogue;
using Hub.Catalogue.V1;
using Hub.Data.Catalogue;
using Outcome = Hub.Data.Catalogue.Outcome;
using Severity = Hub.Data.Catalogue.Severity;

namespace Hub.Api.Tests.Catalogue;

public sealed class VerdictsTests
{
    private static readonly ItemDecision Rejected = new(Outcome.Rejected, Effect.None, null, long.MaxValue);

    [Fact]
    public void A_full_unary_answer_of_the_longest_findings_stays_below_4_MiB()
    {
        var items = Enumerable.Range(1, 1_000).Select(i => Report(i, 20)).ToArray();

        var answer = new UpsertItemsResponse
        {
            Verdicts = { Verdicts.OfAll(items, [.. items.Select(_ => Rejected)], DateTimeOffset.UnixEpoch) },
        };

        Assert.InRange(answer.CalculateSize(), 1 << 20, (4 << 20) - 1);
        Assert.All(answer.Verdicts, verdict =>
        {
            Assert.NotEmpty(verdict.Reason);
            Assert.Equal(20, 1 + verdict.FurtherFindings.Count + verdict.FindingsLeftOff);
        });
    }

    [Fact]
    public void A_few_items_are_told_everything_and_how_much_the_rules_left_off()
    {
        var verdict = Assert.Single(Verdicts.OfAll([Report(1, 20) with { LeftOff = 7 }], [Rejected], DateTimeOffset.UnixEpoch));

        Assert.Equal((19, 7), (verdict.FurtherFindings.Count, verdict.FindingsLeftOff));
    }

    [Fact]
    public void The_rules_tell_twenty_findings_and_count_the_others()
    {
        var findings = new Findings("gig");
        for (var i = 0; i < 25; i++)
            findings.Reject("URL_MALFORMED", $"attributes[{new string('k', 5_000)}]", new string('x', 78) + "😀" + new string('y', 1_000_000));

        Assert.Equal((20, 5), (findings.All.Count, findings.LeftOff));
        Assert.All(findings.All, finding =>
        {
            Assert.Equal(200, finding.Field.Length);
            Assert.Equal(new string('x', 78) + "…", finding.Detail);
        });
    }

    /// <summary>As long as the rules let a report become, in characters of three bytes.</summary>
    private static ItemReport Report(int sequence, int count)
    {
        var findings = Enumerable.Range(0, count)
            .Select(_ => new ItemFinding("URL_MALFORMED", new string('界', 200), Severity.Error, new string('界', 80)))
            .ToArray();
        return new(sequence, new string('界', 256), long.MaxValue, findings[0], findings, 0);
    }
}
