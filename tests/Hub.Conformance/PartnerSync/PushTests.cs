using Hub.Catalogue.V1;
using Hub.Registry.V1;
using Hub.Testing;
using PartnerSync;

namespace Hub.Conformance.PartnerSync;

/// <summary>Uploads that are cut: by the hub's end, or by the client's.</summary>
public sealed class PushTests(HubFixture fixture)
{
    private const int Count = 3_000;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_upload_goes_on_by_itself_when_the_hub_is_killed_and_comes_back()
    {
        using var killed = new ManualResetEventSlim();
        using var data = new TemporaryFolder();
        await using var hub = await HubProcess.StartAsync(data.Path, Cancel);
        using var partner = new PartnerClient(hub, await hub.OnboardAsync("Kursus Jambi", "PLATFORM", "COURSE", "catalogue.write", Cancel));
        var listener = new CuttingListener(after: 200, () => KillAndServeAsync(hub, killed));

        // The second half of the items is not there before the hub was killed.
        var items = Items().Select(item =>
        {
            if (item.ExternalId == $"{Count / 2}")
                killed.Wait(Cancel);
            return item;
        });
        var result = await partner.PushAsync(Options(partner) with { BatchSize = 50 }, items, listener, Cancel);
        await listener.Cut;

        Assert.Equal(Count, result.Closed.Counts.Created + result.Closed.Counts.Unchanged);
        Assert.Equal(Count, await partner.LiveOffersAsync(Cancel));
        Assert.True(result.Streams > 1);
        Assert.NotEmpty(listener.Waits);
    }

    [Theory]
    [InlineData(SyncMode.Delta)]
    [InlineData(SyncMode.Snapshot)]
    public async Task A_session_is_resumed_by_another_run_after_what_the_hub_has(SyncMode mode)
    {
        using var partner = await fixture.AddPartnerAsync(OfferKind.Course, Cancel);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Cancel);
        var options = Options(partner, mode) with { BatchSize = 50, SessionId = Guid.CreateVersion7().ToString() };
        var first = new CuttingListener(after: 200, stop.CancelAsync);
        await Assert.ThrowsAnyAsync<Exception>(() => partner.PushAsync(options, Endless(stop.Token), first, stop.Token));
        await first.Cut;

        var result = await partner.PushAsync(options, Items(), new(), Cancel);

        Assert.InRange(result.ResumedAfter, 200, Count - 1);
        Assert.Equal((Count, Count), (result.Items, result.Closed.Counts.Created));
        Assert.Equal(Count, await partner.LiveOffersAsync(Cancel));
    }

    [Fact]
    public async Task A_session_that_has_ended_answers_again_with_its_end()
    {
        using var partner = await fixture.AddPartnerAsync(OfferKind.Course, Cancel);
        var options = Options(partner, SyncMode.Snapshot) with { SessionId = Guid.CreateVersion7().ToString() };
        var first = await partner.PushAsync(options, Items(), new(), Cancel);

        var again = await partner.PushAsync(options, Items(), new(), Cancel);

        Assert.Equal(first.Closed, again.Closed);
    }

    [Fact]
    public async Task An_input_that_fails_ends_the_push_and_changes_nothing_of_a_snapshot()
    {
        using var partner = await fixture.AddPartnerAsync(OfferKind.Course, Cancel);
        var items = Items().Select(item => item.ExternalId == "2000" ? throw new InvalidDataException("Line 2001 is broken.") : item);

        var failed = await Assert.ThrowsAsync<InvalidDataException>(
            () => partner.PushAsync(Options(partner, SyncMode.Snapshot), items, new(), Cancel));

        Assert.Equal("Line 2001 is broken.", failed.Message);
        Assert.Equal(0, await partner.LiveOffersAsync(Cancel));
    }

    [Fact]
    public async Task A_source_of_somebody_else_is_not_tried_twice()
    {
        using var partner = await fixture.AddPartnerAsync(OfferKind.Course, Cancel);
        var listener = new Recorder();

        var refused = await Assert.ThrowsAsync<Grpc.Core.RpcException>(() => partner.PushAsync(
            Options(partner) with { Source = Guid.CreateVersion7().ToString() }, Items(), listener, Cancel));

        Assert.Equal("SOURCE_NOT_FOUND", HubFailure.From(refused).Reason);
        Assert.Empty(listener.Waits);
    }

    /// <summary>The items until a reader stops asking; the last ones never come.</summary>
    private static IEnumerable<Item> Endless(CancellationToken stop)
    {
        foreach (var item in Items().Take(Count - 1))
            yield return item;
        stop.WaitHandle.WaitOne();
        stop.ThrowIfCancellationRequested();
    }

    private static IEnumerable<Item> Items() => Enumerable.Range(1, Count).Select(i => new Item
    {
        ExternalId = $"{i}",
        Revision = 1,
        Course = new() { Title = $"Pelatihan {i}", AreaCodes = { "33.25" }, PriceIdr = 250_000 },
    });

    private static async Task KillAndServeAsync(HubProcess hub, ManualResetEventSlim killed)
    {
        await hub.KillAsync(Cancel);
        killed.Set();
        await hub.StartAsync(Cancel);
    }

    private static PushOptions Options(PartnerClient partner, SyncMode mode = SyncMode.Delta) => new() { Source = partner.Source, Mode = mode };

    /// <summary>Does something once, as soon as so many items are on the hub's disk.</summary>
    private sealed class CuttingListener(long after, Func<Task> cut) : Recorder
    {
        public Task Cut { get; private set; } = Task.CompletedTask;

        private bool _isCut;

        public override void OnProgress(in PushProgress progress)
        {
            if (_isCut || progress.DurableThrough < after)
                return;
            _isCut = true;
            Cut = cut();
        }
    }
}
