using Hub.Catalogue.V1;
using Hub.Registry.V1;
using Hub.Testing;
using PartnerSync;

namespace Hub.Conformance.PartnerSync;

/// <summary>Snapshots by digest against a hub: what they send, and how they end when something comes between.</summary>
public sealed class DigestPushTests(HubFixture fixture)
{
    private const int Count = 2_000;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_snapshot_costs_what_changed_and_the_hub_ends_with_the_same_items()
    {
        using var partner = await fixture.AddPartnerAsync(OfferKind.Course, Cancel);
        var first = await PushAsync(partner, Items());
        var again = await PushAsync(partner, Items());
        var changed = await PushAsync(partner, [.. Items().Skip(10).Select(item => item.ExternalId == "77" ? Course("77", 2, "Las") : item), Course("new", 1, "Las")]);

        Assert.Equal((CloseOutcome.Committed, (long)Count, (long)Count), (first.Closed.Outcome, first.Closed.Counts.Created, first.Wire.Items));
        Assert.Equal((CloseOutcome.Unchanged, 0L, 1), (again.Closed.Outcome, again.Wire.Items, again.Streams));
        Assert.InRange(again.Wire.BytesSent + again.Wire.BytesReceived, 1, 2_000);
        var counts = changed.Closed.Counts;
        Assert.Equal((2L, 1L, 1L, 10L), (changed.Wire.Items, counts.Created, counts.Changed, counts.Withdrawn));
        Assert.InRange(changed.Wire.BytesSent, 1, 100_000);
        Assert.Equal(Count - 9, await partner.LiveOffersAsync(Cancel));
        Assert.Equal("Las", (await partner.GetItemAsync("77", Cancel)).Published.Course.Title);
    }

    [Fact]
    public async Task What_the_hub_holds_by_other_ways_is_not_sent()
    {
        using var partner = await fixture.AddPartnerAsync(OfferKind.Course, Cancel);
        await partner.PushAsync(SyncMode.Delta, Items().Take(1_500), Cancel);
        await partner.PushAsync(SyncMode.Delta, [new() { ExternalId = "1", Revision = 2, Tombstone = new() }], Cancel);

        var result = await PushAsync(partner, Items().Skip(1));

        Assert.Equal((500L, 500L), (result.Wire.Items, result.Closed.Counts.Created));
        Assert.Equal(Count - 1, await partner.LiveOffersAsync(Cancel));
        Assert.Equal(CloseOutcome.Unchanged, (await PushAsync(partner, Items().Skip(1))).Closed.Outcome);
    }

    [Fact]
    public async Task Newer_revisions_at_the_hub_stay_and_the_rest_is_taken()
    {
        using var partner = await fixture.AddPartnerAsync(OfferKind.Course, Cancel);
        await partner.PushAsync(SyncMode.Delta, [Course("1", 9, "Newer"), new() { ExternalId = "2", Revision = 9, Tombstone = new() }], Cancel);

        var result = await PushAsync(partner, Items());

        Assert.True(result.IsBehind);
        Assert.Equal((Count - 2L, 2L), (result.Closed.Counts.Created, result.Closed.Counts.Stale));
        Assert.Equal("Newer", (await partner.GetItemAsync("1", Cancel)).Published.Course.Title);
        Assert.Equal(Count - 1, await partner.LiveOffersAsync(Cancel));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Items_without_a_usable_key_are_refused_each_time_and_stop_nothing(bool byDigest)
    {
        using var partner = await fixture.AddPartnerAsync(OfferKind.Course, Cancel);
        Item[] items = [Course("a", 1, "Las"), Course("", 1, "Las"), Course("b", 0, "Las"), Course("", 1, "Batik"), Course("c", 1, "Batik")];

        var first = await PushAsync(partner, items, byDigest);
        var again = await PushAsync(partner, items, byDigest);

        Assert.Equal((CloseOutcome.Committed, 2L, 3L), (first.Closed.Outcome, first.Closed.Counts.Created, first.Closed.Counts.Rejected));
        Assert.Equal((CloseOutcome.Committed, 0L, 3L), (again.Closed.Outcome, again.Closed.Counts.Applied, again.Closed.Counts.Rejected));
        Assert.Equal(byDigest ? 3 : 5, again.Wire.Items);
    }

    [Fact]
    public async Task An_item_that_was_refused_is_sent_again_when_its_revision_rises()
    {
        using var partner = await fixture.AddPartnerAsync(OfferKind.Course, Cancel);

        var refused = await PushAsync(partner, [Course("a", 1, ""), Course("b", 1, "Las")]);
        var same = await PushAsync(partner, [Course("a", 1, ""), Course("b", 1, "Las")]);
        var mended = await PushAsync(partner, [Course("a", 2, "Batik"), Course("b", 1, "Las")]);

        Assert.Equal((1L, 1L), (refused.Closed.Counts.Rejected, refused.Closed.Counts.Created));
        Assert.Equal((CloseOutcome.Unchanged, 0L), (same.Closed.Outcome, same.Wire.Items));
        Assert.Equal((1L, 1L), (mended.Wire.Items, mended.Closed.Counts.Created));
    }

    [Fact]
    public async Task A_hub_that_is_killed_is_asked_again_and_items_on_its_disk_are_not_sent_twice()
    {
        using var data = new TemporaryFolder();
        await using var hub = await HubProcess.StartAsync(data.Path, Cancel);
        using var partner = new PartnerClient(hub, await hub.OnboardAsync("Kursus Jambi", "PLATFORM", "COURSE", "catalogue.write", Cancel));
        var killing = new Killing(hub, after: 200);
        var readings = 0;

        // In the second reading, the second half waits until the hub was killed.
        IEnumerable<Item> Read()
        {
            var reading = ++readings;
            foreach (var item in Items())
            {
                if (reading == 2 && item.ExternalId == $"{Count / 2}")
                    killing.Done.Task.Wait(Cancel);
                yield return item;
            }
        }

        var result = await partner.PushAsync(Options(partner) with { BatchSize = 50 }, Read(), killing, Cancel);

        Assert.True(result.Streams > 1);
        Assert.Equal((CloseOutcome.Committed, (long)Count), (result.Closed.Outcome, result.Closed.Counts.Created));
        Assert.InRange(result.Wire.Items, Count, (Count * 2) - 200);
        Assert.Equal(Count, await partner.LiveOffersAsync(Cancel));
    }

    [Fact]
    public async Task A_session_is_resumed_by_another_run_with_what_the_hub_still_wants()
    {
        using var partner = await fixture.AddPartnerAsync(OfferKind.Course, Cancel);
        var options = Options(partner) with { BatchSize = 50, SessionId = Guid.CreateVersion7().ToString() };
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Cancel);
        var stopping = new Stopping(stop, after: 200);
        var readings = 0;

        IEnumerable<Item> Stuck()
        {
            var reading = ++readings;
            foreach (var item in Items())
            {
                if (reading == 2 && item.ExternalId == $"{Count / 2}")
                    stop.Token.WaitHandle.WaitOne();
                stop.Token.ThrowIfCancellationRequested();
                yield return item;
            }
        }

        await Assert.ThrowsAnyAsync<Exception>(() => partner.PushAsync(options, Stuck(), stopping, stop.Token));

        var result = await partner.PushAsync(options, Items(), new(), Cancel);

        Assert.InRange(result.ResumedAfter, 200, Count / 2);
        Assert.Equal(Count - result.ResumedAfter, result.Wire.Items);
        Assert.Equal((CloseOutcome.Committed, (long)Count), (result.Closed.Outcome, result.Closed.Counts.Created));
    }

    [Fact]
    public async Task Held_withdrawals_are_told_as_in_a_full_snapshot()
    {
        using var partner = await fixture.AddPartnerAsync(OfferKind.Course, Cancel);
        await PushAsync(partner, Items());

        var few = await PushAsync(partner, Items().Take(10));
        var approved = await partner.ApproveAsync(few.Closed.SessionId, Count - 10, Cancel);

        Assert.Equal((0L, Count - 10L), (few.Wire.Items, few.Closed.Held));
        Assert.Equal(Count - 10, approved.Withdrawn);
        Assert.Equal(10, await partner.LiveOffersAsync(Cancel));
    }

    private static Task<PushResult> PushAsync(PartnerClient partner, IEnumerable<Item> items, bool byDigest = true) =>
        partner.PushAsync(Options(partner) with { ByDigest = byDigest }, items, new(), Cancel);

    private static PushOptions Options(PartnerClient partner) => new() { Source = partner.Source, Mode = SyncMode.Snapshot, ByDigest = true };

    private static IEnumerable<Item> Items() => Enumerable.Range(1, Count).Select(i => Course($"{i}", 1, $"Pelatihan {i}"));

    private static Item Course(string id, long revision, string title) =>
        new() { ExternalId = id, Revision = revision, Course = new() { Title = title, AreaCodes = { "33.25" }, PriceIdr = 250_000 } };

    private sealed class Killing(HubProcess hub, long after) : PushListener
    {
        private bool _isKilled;

        public TaskCompletionSource Done { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public override void OnProgress(in PushProgress progress)
        {
            if (_isKilled || progress.DurableThrough < after)
                return;
            _isKilled = true;
            _ = KillAsync();
        }

        private async Task KillAsync()
        {
            await hub.KillAsync(Cancel);
            Done.SetResult();
            await hub.StartAsync(Cancel);
        }
    }

    private sealed class Stopping(CancellationTokenSource stop, long after) : PushListener
    {
        public override void OnProgress(in PushProgress progress)
        {
            if (progress.DurableThrough >= after)
                stop.Cancel();
        }
    }
}
