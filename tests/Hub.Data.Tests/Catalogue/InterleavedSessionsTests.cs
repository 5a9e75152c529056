using Hub.Data.Catalogue;
using Microsoft.EntityFrameworkCore;

namespace Hub.Data.Tests.Catalogue;

/// <summary>Sessions of one source that are open at the same time, and what a snapshot may conclude from silence.</summary>
public sealed class InterleavedSessionsTests : IAsyncLifetime
{
    private StoreFixture _hub = null!;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _hub = await StoreFixture.CreateAsync();

    public async ValueTask DisposeAsync() => await _hub.DisposeAsync();

    [Fact]
    public async Task A_snapshot_does_not_withdraw_what_was_said_after_it_was_opened()
    {
        await _hub.DeltaAsync(StoreFixture.Item("kept", 1), StoreFixture.Item("repeated", 1), StoreFixture.Item("raised", 1), StoreFixture.Item("gone", 1));
        var snapshot = await OpenAsync();
        await SendAsync(snapshot, StoreFixture.Item("kept", 1));
        await _hub.DeltaAsync(StoreFixture.Item("added", 1), StoreFixture.Touch("repeated", 1), StoreFixture.Item("raised", 2));

        var flipped = await CommitAsync(snapshot, 1);

        Assert.Equal(1, flipped.Totals.Withdrawn);
        Assert.Equal(["added", "kept", "raised", "repeated"], await ShownAsync());
    }

    [Fact]
    public async Task Of_two_snapshots_the_one_opened_later_says_what_is_there()
    {
        var earlier = await OpenAsync();
        await SendAsync(earlier, StoreFixture.Item("a", 1));
        var later = await OpenAsync();
        await SendAsync(later, StoreFixture.Item("a", 1), StoreFixture.Item("b", 1));

        await CommitAsync(later, 2);
        await CommitAsync(earlier, 1);

        Assert.Equal(["a", "b"], await ShownAsync());
    }

    [Fact]
    public async Task A_snapshot_opened_earlier_does_not_reopen_what_a_later_one_left_out()
    {
        await _hub.DeltaAsync(StoreFixture.Item("a", 1), StoreFixture.Item("b", 1));
        var earlier = await OpenAsync();
        await SendAsync(earlier, StoreFixture.Item("a", 1), StoreFixture.Item("b", 1));
        await _hub.SnapshotAsync(StoreFixture.Item("a", 1));

        var flipped = await CommitAsync(earlier, 2);

        Assert.Equal(["a"], await ShownAsync());
        Assert.Equal(1, flipped.Totals.Stale);
    }

    [Fact]
    public async Task What_is_repeated_after_its_absence_was_held_is_not_withdrawn_by_an_approval()
    {
        await using var hub = await StoreFixture.CreateAsync(guard: 0);
        await hub.SnapshotAsync(StoreFixture.Item("a", 1), StoreFixture.Item("b", 1), StoreFixture.Item("c", 1));
        var held = await hub.SnapshotAsync(StoreFixture.Item("a", 1));
        await hub.DeltaAsync(StoreFixture.Item("b", 1));

        var approved = await hub.Store.ApproveWithdrawalsAsync(held.PublicId, 2, Cancel);

        Assert.Equal((1L, 1L), (approved.Settled, approved.Superseded));
        Assert.Equal(OfferState.Published, (await hub.OfferAsync("b")).State);
    }

    [Fact]
    public async Task An_outcome_that_changes_before_the_commit_gets_its_final_verdict()
    {
        var snapshot = await OpenAsync();
        await SendAsync(snapshot, StoreFixture.Item("overtaken", 2, "Mine"), StoreFixture.Item("same", 1), StoreFixture.Item("plain", 1));
        await _hub.DeltaAsync(StoreFixture.Item("overtaken", 3, "Newer"), StoreFixture.Item("same", 1));

        var flipped = await CommitAsync(snapshot, 3);

        var verdicts = await VerdictsAsync(snapshot);
        Assert.Equal(
            [("overtaken", Outcome.Stale, "REVISION_STALE"), ("same", Outcome.Unchanged, "DECIDED_AT_COMMIT")],
            verdicts.Select(v => (v.ExternalId, v.Outcome, v.Reason)).Order());
        Assert.Equal((1L, 1L, 1L), (flipped.Totals.Stale, flipped.Totals.Unchanged, flipped.Totals.Created));
    }

    [Fact]
    public async Task A_code_that_is_gone_at_the_commit_quarantines_and_says_so()
    {
        var snapshot = await OpenAsync();
        await SendAsync(snapshot, StoreFixture.Item("a", 1));
        _hub.AreaIsGone = true;

        var flipped = await CommitAsync(snapshot, 1);

        Assert.Equal((0L, 1L), (flipped.Totals.Created, flipped.Totals.Quarantined));
        Assert.Equal(OfferState.Quarantined, (await _hub.OfferAsync("a")).State);
        var verdict = Assert.Single(await VerdictsAsync(snapshot));
        Assert.Equal((Outcome.Quarantined, "AREA_UNKNOWN", "33.25"), (verdict.Outcome, verdict.Reason, verdict.Detail));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_good_version_in_a_snapshot_is_shown_beside_a_higher_refused_one_in_any_order(bool refusedFirst)
    {
        ItemWrite[] words = [StoreFixture.Item("a", 1, "Good", sequence: 1), StoreFixture.Item("a", 2, "Bad", Outcome.Rejected, sequence: 2)];
        if (refusedFirst)
            words = [StoreFixture.Item("a", 2, "Bad", Outcome.Rejected, sequence: 1), StoreFixture.Item("a", 1, "Good", sequence: 2)];

        var snapshot = await OpenAsync();
        var told = await SendAsync(snapshot, words);
        var flipped = await CommitAsync(snapshot, 1);

        Assert.Equal([Outcome.Applied, Outcome.Rejected], told.Select(d => d.Outcome).Order());
        Assert.Equal((1L, 1L), (flipped.Totals.Created, flipped.Totals.Rejected));
        var offer = await _hub.OfferAsync("a");
        Assert.Equal((OfferState.Published, "Good", 1L, 2L), (offer.State, offer.Title, offer.Revision, offer.SaidRevision));
    }

    [Fact]
    public async Task A_good_version_that_comes_after_a_higher_refused_one_is_shown_and_a_tombstone_counts()
    {
        await _hub.DeltaAsync(StoreFixture.Item("a", 3, "?", Outcome.Quarantined), StoreFixture.Item("b", 1), StoreFixture.Item("b", 3, "Bad", Outcome.Rejected));

        var late = await _hub.DeltaAsync(
            StoreFixture.Item("a", 2, "Late"), StoreFixture.Item("a", 1, "Later"), StoreFixture.Tombstone("b", 2), StoreFixture.Item("b", 1));

        Assert.Equal([Outcome.Applied, Outcome.Stale, Outcome.Applied, Outcome.Stale], late.Select(d => d.Outcome));
        var a = await _hub.OfferAsync("a");
        Assert.Equal((OfferState.Published, "Late", 2L, 3L), (a.State, a.Title, a.Revision, a.SaidRevision));
        var b = await _hub.OfferAsync("b");
        Assert.Equal((OfferState.Withdrawn, 3L, SaidState.Live), (b.State, b.SaidRevision, b.SaidState));
        await using var db = _hub.Database.Open();
        Assert.Equal(1, await db.PendingItems.CountAsync(Cancel));
    }

    [Fact]
    public async Task A_touch_in_a_snapshot_does_not_stand_in_the_way_of_content()
    {
        var snapshot = await OpenAsync();
        var told = await SendAsync(
            snapshot, StoreFixture.Touch("a", 1), StoreFixture.Item("a", 1, "Content"), StoreFixture.Item("b", 1, "Lower"), StoreFixture.Touch("b", 2));

        await CommitAsync(snapshot, 2);

        Assert.Equal([Outcome.Rejected, Outcome.Applied, Outcome.Applied, Outcome.Rejected], told.Select(d => d.Outcome));
        Assert.Equal(["a", "b"], await ShownAsync());
    }

    [Fact]
    public async Task A_tombstone_below_a_refused_version_of_the_same_snapshot_withdraws()
    {
        await _hub.DeltaAsync(StoreFixture.Item("a", 1));
        var snapshot = await OpenAsync();
        await SendAsync(snapshot, StoreFixture.Tombstone("a", 2), StoreFixture.Item("a", 3, "Bad", Outcome.Rejected));

        var flipped = await CommitAsync(snapshot, 1);

        var offer = await _hub.OfferAsync("a");
        Assert.Equal((OfferState.Withdrawn, 3L, SaidState.Live), (offer.State, offer.SaidRevision, offer.SaidState));
        Assert.Equal((1L, 1L), (flipped.Totals.Withdrawn, flipped.Totals.Rejected));
    }

    [Fact]
    public async Task A_discarded_withdrawal_is_said_to_be_discarded_and_may_be_said_anew()
    {
        await using var hub = await StoreFixture.CreateAsync(guard: 0);
        await hub.DeltaAsync(StoreFixture.Item("a", 1));
        var held = (await hub.Store.UpsertAsync(hub.SourceId, [StoreFixture.Tombstone("a", 2)], Cancel)).Session!;
        var still = await hub.DeltaAsync(StoreFixture.Tombstone("a", 2));
        await hub.Store.DiscardWithdrawalsAsync(held.PublicId, Cancel);

        var repeated = await hub.DeltaAsync(StoreFixture.Tombstone("a", 2), StoreFixture.Item("a", 1), StoreFixture.Tombstone("a", 3));
        await hub.DeltaAsync(StoreFixture.Item("a", 4, "Back"));

        Assert.Equal("STILL_HELD", still[0].Reason);
        Assert.Equal(
            [(Outcome.Unchanged, "WITHDRAWAL_DISCARDED"), (Outcome.Stale, "REVISION_STALE"), (Outcome.Held, "WITHDRAWAL_HELD")],
            repeated.Select(d => (d.Outcome, d.Reason!)));
        Assert.Equal("Back", (await hub.OfferAsync("a")).Title);
    }

    [Fact]
    public async Task A_snapshot_left_without_commit_expires_and_says_so()
    {
        var left = await OpenAsync();
        await SendAsync(left, StoreFixture.Item("a", 1));
        _hub.Clock.Advance(TimeSpan.FromHours(23));
        var used = await OpenAsync();
        _hub.Clock.Advance(TimeSpan.FromHours(2));

        var refused = await _hub.Store.CommitAsync(left.Id, 1, Cancel);
        await _hub.Store.DropExpiredAsync(Cancel);

        Assert.Equal(SessionFault.Expired, refused.Fault);
        await using var db = _hub.Database.Open();
        Assert.Equal(0, await db.StagedItems.CountAsync(Cancel));
        Assert.Equal(SessionState.Expired, (await db.SyncSessions.SingleAsync(s => s.Id == left.Id, Cancel)).State);
        Assert.Equal(SessionFault.Expired, (await _hub.Store.OpenAsync(new(_hub.SourceId, SyncMode.Snapshot, left.PublicId), Cancel)).Fault);
        var written = await await _hub.Store.EnqueueAsync(left.Id, 2, [StoreFixture.Item("b", 1)], Cancel);
        Assert.Equal(SessionFault.Expired, written.Fault);
        Assert.Equal(SessionFault.None, (await _hub.Store.CommitAsync(used.Id, 0, Cancel)).Fault);
    }

    private async Task<SessionInfo> OpenAsync() =>
        (await _hub.Store.OpenAsync(new(_hub.SourceId, SyncMode.Snapshot, null), Cancel)).Session!;

    private async Task<IReadOnlyList<ItemDecision>> SendAsync(SessionInfo session, params ItemWrite[] items) =>
        (await await _hub.Store.EnqueueAsync(session.Id, 1, items, Cancel)).Decisions;

    private async Task<SessionInfo> CommitAsync(SessionInfo session, long count)
    {
        var result = await _hub.Store.CommitAsync(session.Id, count, Cancel);
        Assert.Equal(SessionFault.None, result.Fault);
        return result.Session!;
    }

    private async Task<List<string>> ShownAsync()
    {
        await using var db = _hub.Database.Open();
        return await db.Offers.Where(o => o.State == OfferState.Published).OrderBy(o => o.ExternalId).Select(o => o.ExternalId).ToListAsync(Cancel);
    }

    private async Task<List<Verdict>> VerdictsAsync(SessionInfo session)
    {
        await using var db = _hub.Database.Open();
        return await db.Verdicts.Where(v => v.SessionId == session.Id).OrderBy(v => v.Id).ToListAsync(Cancel);
    }
}
