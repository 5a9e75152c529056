using System.Globalization;
using Hub.Catalogue.V1;
using Hub.Registry.V1;
using PartnerSync;

namespace Hub.Conformance.RealInput;

/// <summary>Eighteen days of JobStreet's ads, pushed to a hub in order as a partner would.</summary>
public sealed class JobStreetTests(HubFixture fixture, ITestOutputHelper output)
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    /// <summary>
    /// How it is counted. A version that the hub quarantines is stored but not applied, so it is in none of the hub's counts of created and
    /// changed offers. New ads of a day are the created offers and the ids quarantined for the first time; changed ads are the changed
    /// offers and the ids that were quarantined again with other content than when last sent.
    /// </summary>
    [Fact]
    public async Task Every_day_is_stored_with_the_new_and_changed_ads_its_notes_count_and_again_changes_nothing()
    {
        RealData.Require("jobs/jobstreet-id");
        using var partner = await fixture.AddPartnerAsync(OfferKind.Vacancy, Cancel);

        var known = new Dictionary<string, string>();
        var quarantined = new Dictionary<string, Verdict>();
        foreach (var day in JobStreetDay.All)
            Assert.Equal(day, await PushDayAsync(partner, day, known, quarantined));

        var live = await partner.LiveOffersAsync(Cancel);
        Tell(live, quarantined);
        Assert.Equal(15_070, known.Count);
        Assert.Equal(15_070, live + quarantined.Count);
        await AssertKeptAsync(partner, quarantined.Keys);

        foreach (var day in JobStreetDay.All)
            await PushAgainAsync(partner, day);
        Assert.Equal(live, await partner.LiveOffersAsync(Cancel));
    }

    /// <summary>Pushes a day and counts what the hub made of it.</summary>
    private async Task<JobStreetDay> PushDayAsync(
        PartnerClient partner, JobStreetDay day, Dictionary<string, string> known, Dictionary<string, Verdict> quarantined)
    {
        var items = Items(day);
        var (result, heard) = await partner.PushAsync(SyncMode.Delta, items, Cancel);
        var counts = result.Closed.Counts;
        Assert.Equal(CloseOutcome.Completed, result.Closed.Outcome);
        Assert.Equal(items.Count, counts.Applied + counts.Unchanged + counts.Quarantined);

        var today = items.DistinctBy(item => item.ExternalId).ToDictionary(item => item.ExternalId, item => item.Vacancy.ToString());
        var waiting = heard.Verdicts.Where(verdict => verdict.Outcome == Outcome.Quarantined).ToList();
        var isNew = waiting.Count(verdict => !known.ContainsKey(verdict.ExternalId));
        var isChanged = waiting.Count(verdict => known.TryGetValue(verdict.ExternalId, out var before) && before != today[verdict.ExternalId]);

        // An ad that left quarantine would count as created though it was known; none does.
        Assert.DoesNotContain(quarantined.Keys, id => today.ContainsKey(id) && waiting.All(verdict => verdict.ExternalId != id));
        Assert.All(waiting, verdict => Assert.False(known.ContainsKey(verdict.ExternalId) && !quarantined.ContainsKey(verdict.ExternalId)));
        foreach (var verdict in waiting)
            quarantined[verdict.ExternalId] = verdict;
        foreach (var (id, content) in today)
            known[id] = content;

        output.WriteLine(
            $"{day.Date}: {items.Count} rows, {counts.Created} created and {isNew} quarantined first, "
            + $"{counts.Changed} changed and {isChanged} in quarantine, {counts.Unchanged} unchanged, {counts.Quarantined} quarantined");
        return new(day.Date, items.Count, items.Count - today.Count, (int)counts.Created + isNew, (int)counts.Changed + isChanged);
    }

    private static async Task PushAgainAsync(PartnerClient partner, JobStreetDay day)
    {
        var (result, _) = await partner.PushAsync(SyncMode.Delta, Items(day), Cancel);

        var counts = result.Closed.Counts;
        Assert.Equal(day.Rows, counts.Unchanged + counts.Stale);
        Assert.Equal(0, counts.Applied);
        Assert.False(result.Closed.HasFirstPosition);
    }

    /// <summary>A quarantined ad is kept with its input and is not shown; the verdict names the place.</summary>
    private static async Task AssertKeptAsync(PartnerClient partner, IEnumerable<string> ids)
    {
        foreach (var id in ids)
        {
            var item = await partner.GetItemAsync(id, Cancel);
            Assert.Null(item.Published);
            Assert.Equal(Outcome.Quarantined, item.Verdict.Outcome);
            Assert.Contains(PlaceOf(item.Input, item.Verdict), item.Verdict.Text.En, StringComparison.Ordinal);
        }
    }

    private static List<Item> Items(JobStreetDay day)
    {
        var mapper = new Mapper(MapReader.Read(RealData.Map("jobstreet.json")), day.File);
        return [.. InputFile.Read(day.File).Select(row => mapper.Map(row))];
    }

    private static string PlaceOf(Item input, Verdict verdict)
    {
        var start = "vacancy.area_codes[".Length;
        return input.Vacancy.AreaCodes[int.Parse(verdict.Field.AsSpan(start, verdict.Field.Length - start - 1), CultureInfo.InvariantCulture)];
    }

    private void Tell(long live, Dictionary<string, Verdict> quarantined)
    {
        output.WriteLine($"stored: {live} published, {quarantined.Count} quarantined");
        foreach (var group in quarantined.Values.GroupBy(verdict => (verdict.Reason, verdict.Text.En)).OrderByDescending(group => group.Count()))
            output.WriteLine($"  {group.Count()} × {group.Key.Reason}: {group.Key.En}");
    }
}
