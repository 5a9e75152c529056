using Hub.Data.Catalogue;
using Microsoft.EntityFrameworkCore;

namespace Hub.Data.Tests.Catalogue;

public sealed class SnapshotTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_snapshot_is_invisible_until_it_is_committed_and_then_visible_whole()
    {
        await using var hub = await StoreFixture.CreateAsync();
        await hub.DeltaAsync(StoreFixture.Item("old", 1), StoreFixture.Item("kept", 1));
        var session = (await hub.Store.OpenAsync(new(hub.SourceId, SyncMode.Snapshot, null), Cancel)).Session!;
        await await hub.Store.EnqueueAsync(session.Id, 1, [StoreFixture.Item("kept", 2, "Changed"), StoreFixture.Item("new", 1)], Cancel);
        await using var db = hub.Database.Open();
        Assert.Equal(["kept", "old"], await Shown(db));

        var flipped = (await hub.Store.CommitAsync(session.Id, 2, Cancel)).Session!;

        Assert.Equal(["kept", "new"], await Shown(db));
        Assert.Equal((1L, 1L, 1L), (flipped.Totals.Created, flipped.Totals.Changed, flipped.Totals.Withdrawn));
        Assert.Equal(0, await db.StagedItems.CountAsync(Cancel));
    }

    [Fact]
    public async Task A_count_that_does_not_match_changes_nothing()
    {
        await using var hub = await StoreFixture.CreateAsync();
        var session = (await hub.Store.OpenAsync(new(hub.SourceId, SyncMode.Snapshot, null), Cancel)).Session!;
        await await hub.Store.EnqueueAsync(session.Id, 1, [StoreFixture.Item("a", 1)], Cancel);

        var refused = await hub.Store.CommitAsync(session.Id, 2, Cancel);

        Assert.Equal((SessionFault.CountMismatch, 1L), (refused.Fault, refused.Detail));
        await using var db = hub.Database.Open();
        Assert.Empty(await Shown(db));
    }

    [Fact]
    public async Task Withdrawals_above_the_guard_are_held_whole_and_additions_apply()
    {
        await using var hub = await StoreFixture.CreateAsync();
        await hub.SnapshotAsync([.. Enumerable.Range(1, 30).Select(i => StoreFixture.Item($"{i}", 1))]);

        var held = await hub.SnapshotAsync(StoreFixture.Item("1", 2), StoreFixture.Item("new", 1));

        Assert.Equal((29L, 1L, 0L), (held.HeldNow, held.Totals.Created, held.Totals.Withdrawn));
        await using var db = hub.Database.Open();
        Assert.Equal(31, (await Shown(db)).Count);
        var approved = await hub.Store.ApproveWithdrawalsAsync(held.PublicId, 29, Cancel);
        Assert.Equal(29, approved.Settled);
        Assert.Equal(["1", "new"], await Shown(db));
        Assert.Equal(2, (await db.Sources.AsNoTracking().SingleAsync(Cancel)).LiveOffers);
    }

    [Fact]
    public async Task A_later_snapshot_supersedes_what_an_earlier_one_holds()
    {
        await using var hub = await StoreFixture.CreateAsync(guard: 0);
        await hub.SnapshotAsync(StoreFixture.Item("a", 1), StoreFixture.Item("b", 1));
        var held = await hub.SnapshotAsync(StoreFixture.Item("a", 1));
        await hub.SnapshotAsync(StoreFixture.Item("a", 1), StoreFixture.Item("b", 1));

        var approved = await hub.Store.ApproveWithdrawalsAsync(held.PublicId, 10, Cancel);

        Assert.Equal(0, approved.Settled);
        Assert.Equal(OfferState.Published, (await hub.OfferAsync("b")).State);
    }

    [Fact]
    public async Task What_a_snapshot_left_out_is_reopened_by_a_snapshot_but_not_by_a_delta_of_the_same_revision()
    {
        await using var hub = await StoreFixture.CreateAsync();
        await hub.SnapshotAsync(StoreFixture.Item("a", 1), StoreFixture.Item("b", 1));
        await hub.SnapshotAsync(StoreFixture.Item("a", 1));
        Assert.Equal((OfferState.Withdrawn, SaidState.Absent, 1L), await StateOf(hub, "b"));

        var delta = await hub.DeltaAsync(StoreFixture.Item("b", 1));
        var snapshot = await hub.SnapshotAsync(StoreFixture.Item("a", 1), StoreFixture.Item("b", 1));

        Assert.Equal((Outcome.Stale, "REOPEN_NEEDS_HIGHER_REVISION"), (delta[0].Outcome, delta[0].Reason));
        Assert.Equal(1, snapshot.Totals.Reopened);
        Assert.Equal((OfferState.Published, SaidState.Live, 1L), await StateOf(hub, "b"));
    }

    [Fact]
    public async Task Committing_again_gives_the_same_answer()
    {
        await using var hub = await StoreFixture.CreateAsync();
        var first = await hub.SnapshotAsync(StoreFixture.Item("a", 1));

        var again = await hub.Store.CommitAsync(first.Id, 1, Cancel);

        Assert.Equal(first.Totals, again.Session!.Totals);
        Assert.Equal(SessionFault.None, again.Fault);
    }

    [Fact]
    public async Task A_bad_item_in_a_snapshot_keeps_its_last_good_version()
    {
        await using var hub = await StoreFixture.CreateAsync();
        await hub.SnapshotAsync(StoreFixture.Item("a", 1, "Good"));

        var flipped = await hub.SnapshotAsync(StoreFixture.Item("a", 2, "Bad", Outcome.Rejected));

        Assert.Equal((1L, 0L), (flipped.Totals.Rejected, flipped.Totals.Withdrawn));
        Assert.Equal("Good", (await hub.OfferAsync("a")).Title);
    }

    private static async Task<(OfferState, SaidState, long)> StateOf(StoreFixture hub, string id)
    {
        var offer = await hub.OfferAsync(id);
        return (offer.State, offer.SaidState, offer.SaidRevision);
    }

    private static Task<List<string>> Shown(HubDbContext db) =>
        db.Offers.Where(o => o.State == OfferState.Published).OrderBy(o => o.ExternalId).Select(o => o.ExternalId).ToListAsync(Cancel);
}
