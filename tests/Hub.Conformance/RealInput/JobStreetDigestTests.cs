using System.Globalization;
using Hub.Catalogue.V1;
using Hub.Registry.V1;
using PartnerSync;

namespace Hub.Conformance.RealInput;

/// <summary>
/// Eighteen days of JobStreet's ads as a growing catalogue: each day the partner syncs the union of all days so far as a snapshot, to one source by
/// digest and to another in full. What goes over the wire is compared, and what both sources hold.
/// </summary>
public sealed class JobStreetDigestTests(HubFixture fixture, ITestOutputHelper output)
{
    private static readonly string[] Header = ["day", "union", "new", "changed", "digest, bytes", "beside items", "unchanged", "full, bytes", "share"];

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Each_day_costs_what_is_new_or_changed_and_the_hub_ends_with_the_same_ads()
    {
        RealData.Require("jobs/jobstreet-id");
        using var byDigest = await fixture.AddPartnerAsync(OfferKind.Vacancy, Cancel);
        using var inFull = await fixture.AddPartnerAsync(OfferKind.Vacancy, Cancel);
        var union = new Dictionary<string, Item>(StringComparer.Ordinal);
        List<string[]> table = [Header];
        WireCost digests = default, fulls = default;

        foreach (var day in JobStreetDay.All)
        {
            var (added, changed, itemBytes) = Join(union, day);
            var digest = await PushAsync(byDigest, union.Values, byDigest: true);
            var again = await PushAsync(byDigest, union.Values, byDigest: true);
            var full = await PushAsync(inFull, union.Values, byDigest: false);

            Assert.Equal((day.New, day.Changed), (added, changed));
            Assert.Equal((CloseOutcome.Committed, CloseOutcome.Committed), (digest.Closed.Outcome, full.Closed.Outcome));
            Assert.Equal((added + (long)changed, (long)union.Count), (digest.Wire.Items, full.Wire.Items));
            Assert.Equal((CloseOutcome.Unchanged, 0L), (again.Closed.Outcome, again.Wire.Items));
            Assert.Equal((full.Closed.Counts.Created, full.Closed.Counts.Changed), (digest.Closed.Counts.Created, digest.Closed.Counts.Changed));
            // The contract's price: 4 KiB of nodes, as much for each node that differs, and the keys.
            var beside = digest.Wire.BytesSent - itemBytes;
            Assert.InRange(beside, 1, 4_500 + (4_120 * Math.Min(256, added + changed)) + (25 * union.Count));
            (digests, fulls) = (digests + digest.Wire, fulls + full.Wire);
            table.Add(
            [
                day.Date, Number(union.Count), Number(added), Number(changed), Number(digest.Wire.BytesSent), Number(beside),
                Number(again.Wire.BytesSent), Number(full.Wire.BytesSent), Share(digest.Wire, full.Wire),
            ]);
        }

        table.Add(["all", "", Number(digests.Items), "", Number(digests.BytesSent), "", "", Number(fulls.BytesSent), Share(digests, fulls)]);
        foreach (var row in table)
            output.WriteLine("| " + string.Join(" | ", row.Select((cell, i) => i == 0 ? cell.PadRight(10) : cell.PadLeft(Header[i].Length))) + " |");
        Assert.Equal(15_070, union.Count);
        Assert.True(digests.BytesSent * 2 < fulls.BytesSent);
        await AssertSameAsync(byDigest, inFull, union.Values);
    }

    /// <summary>
    /// Takes a day's ads into the union. An ad seen again with equal content keeps its revision, as a partner that counts keeps it; else the day is
    /// the revision.
    /// </summary>
    private static (int Added, int Changed, long Bytes) Join(Dictionary<string, Item> union, JobStreetDay day)
    {
        var mapper = new Mapper(MapReader.Read(RealData.Map("jobstreet.json")), day.File);
        var (added, changed, bytes) = (0, 0, 0L);
        foreach (var item in InputFile.Read(day.File).Select(row => mapper.Map(row)))
        {
            if (!union.TryGetValue(item.ExternalId, out var known))
                added++;
            else if (!known.Vacancy.Equals(item.Vacancy))
                changed++;
            else
                continue;
            union[item.ExternalId] = item;
            bytes += item.CalculateSize();
        }

        return (added, changed, bytes);
    }

    private static Task<PushResult> PushAsync(PartnerClient partner, Dictionary<string, Item>.ValueCollection items, bool byDigest) => partner.PushAsync(
        new() { Source = partner.Source, Mode = SyncMode.Snapshot, ByDigest = byDigest, ExpectedCount = items.Count }, items, new(), Cancel);

    private static async Task AssertSameAsync(PartnerClient byDigest, PartnerClient inFull, Dictionary<string, Item>.ValueCollection union)
    {
        var live = await byDigest.LiveOffersAsync(Cancel);
        Assert.Equal(live, await inFull.LiveOffersAsync(Cancel));
        Assert.InRange(live, 15_000, union.Count);
        foreach (var item in union.Where((_, i) => i % 300 == 0))
        {
            var stored = await byDigest.GetItemAsync(item.ExternalId, Cancel);
            Assert.Equal(item.Revision, stored.Input.Revision);
            Assert.Equal(item.Vacancy.Title, stored.Input.Vacancy.Title);
            Assert.Equal((await inFull.GetItemAsync(item.ExternalId, Cancel)).Published, stored.Published);
        }

        // Each source now takes what the other has for its own.
        Assert.Equal(CloseOutcome.Unchanged, (await PushAsync(inFull, union, byDigest: true)).Closed.Outcome);
    }

    private static string Number(long number) => number.ToString("N0", CultureInfo.InvariantCulture);

    private static string Share(in WireCost digest, in WireCost full) =>
        (digest.BytesSent / (double)full.BytesSent).ToString("P1", CultureInfo.InvariantCulture).Replace(" ", "", StringComparison.Ordinal);
}
