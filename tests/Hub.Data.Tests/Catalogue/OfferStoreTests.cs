using Hub.Data.Catalogue;
using Microsoft.EntityFrameworkCore;

namespace Hub.Data.Tests.Catalogue;

public sealed class OfferStoreTests : IAsyncLifetime
{
    private StoreFixture _hub = null!;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _hub = await StoreFixture.CreateAsync();

    public async ValueTask DisposeAsync() => await _hub.DisposeAsync();

    [Fact]
    public async Task A_new_item_is_shown_and_logged()
    {
        var decisions = await _hub.DeltaAsync(StoreFixture.Item("a", 1));

        Assert.Equal(new(Outcome.Applied, Effect.Created, null, 1), decisions[0]);
        var offer = await _hub.OfferAsync("a");
        Assert.Equal((OfferState.Published, 1L, "Barista"), (offer.State, offer.Revision, offer.Title));
        await using var db = _hub.Database.Open();
        var change = await db.Changes.SingleAsync(Cancel);
        Assert.Equal((1L, ChangeKind.Published, "33.25"), (change.Position, change.Kind, change.AreaAfter));
        Assert.Equal(1, (await db.Sources.SingleAsync(Cancel)).LiveOffers);
    }

    [Fact]
    public async Task The_log_keeps_the_areas_of_all_places_before_and_after()
    {
        await _hub.DeltaAsync(StoreFixture.Item("a", 1, "A|33.25+31.74|2|"));
        await _hub.DeltaAsync(StoreFixture.Item("a", 2, "A|31.74|2|"));
        await _hub.DeltaAsync(StoreFixture.Item("a", 3, "A|31.74+51+52|2|"), StoreFixture.Tombstone("a", 4));
        await _hub.DeltaAsync(StoreFixture.Item("a", 5, "A||2|"));

        await using var db = _hub.Database.Open();
        var changes = await db.Changes.OrderBy(c => c.Position).Select(c => new { c.AreaBefore, c.AreaAfter }).ToListAsync(Cancel);
        Assert.Equal(
            [(null, "33.25 31.74"), ("33.25 31.74", "31.74"), ("31.74", "31.74 51 52"), ("31.74 51 52", null), (null, null)],
            changes.Select(c => (c.AreaBefore, c.AreaAfter)));
    }

    [Fact]
    public async Task A_revision_that_is_not_newer_changes_nothing()
    {
        await _hub.DeltaAsync(StoreFixture.Item("a", 2, "Second"));

        var decisions = await _hub.DeltaAsync(
            StoreFixture.Item("a", 2, "Second"), StoreFixture.Item("a", 2, "Again"), StoreFixture.Item("a", 1, "Late"));

        Assert.Equal([Outcome.Unchanged, Outcome.RevisionConflict, Outcome.Stale], decisions.Select(d => d.Outcome));
        Assert.Equal("Second", (await _hub.OfferAsync("a")).Title);
    }

    [Fact]
    public async Task A_higher_revision_with_equal_content_raises_the_revision_and_logs_nothing()
    {
        await _hub.DeltaAsync(StoreFixture.Item("a", 1));

        var decisions = await _hub.DeltaAsync(StoreFixture.Item("a", 7));

        Assert.Equal(Outcome.Unchanged, decisions[0].Outcome);
        var offer = await _hub.OfferAsync("a");
        Assert.Equal((7L, 1L), (offer.Revision, offer.ContentRevision));
        await using var db = _hub.Database.Open();
        Assert.Equal(1, await db.Changes.CountAsync(Cancel));
    }

    [Fact]
    public async Task A_late_older_message_cannot_bring_a_withdrawn_item_back()
    {
        await _hub.DeltaAsync(StoreFixture.Item("a", 1), StoreFixture.Tombstone("a", 3));

        var decisions = await _hub.DeltaAsync(StoreFixture.Item("a", 2, "Late"), StoreFixture.Tombstone("never", 5), StoreFixture.Item("never", 4));

        Assert.Equal([Outcome.Stale, Outcome.Unchanged, Outcome.Stale], decisions.Select(d => d.Outcome));
        Assert.Equal(OfferState.Withdrawn, (await _hub.OfferAsync("a")).State);
        Assert.Equal(OfferState.Withdrawn, (await _hub.OfferAsync("never")).State);
    }

    [Fact]
    public async Task A_withdrawn_item_is_reopened_by_a_higher_revision()
    {
        await _hub.DeltaAsync(StoreFixture.Item("a", 1), StoreFixture.Tombstone("a", 2));

        var decisions = await _hub.DeltaAsync(StoreFixture.Item("a", 3));

        Assert.Equal(new(Outcome.Applied, Effect.Reopened, null, 3), decisions[0]);
        Assert.Equal(OfferState.Published, (await _hub.OfferAsync("a")).State);
    }

    [Theory]
    [InlineData(Outcome.Rejected, OfferState.Rejected)]
    [InlineData(Outcome.Quarantined, OfferState.Quarantined)]
    public async Task A_bad_new_version_leaves_the_last_good_one_visible(Outcome rule, OfferState firstState)
    {
        await _hub.DeltaAsync(StoreFixture.Item("good", 1, "Good"));

        var decisions = await _hub.DeltaAsync(StoreFixture.Item("good", 2, "Bad", rule), StoreFixture.Item("new", 1, "Bad", rule));

        Assert.All(decisions, d => Assert.Equal(rule, d.Outcome));
        var good = await _hub.OfferAsync("good");
        Assert.Equal((OfferState.Published, 1L, 2L, "Good"), (good.State, good.Revision, good.SaidRevision, good.Title));
        Assert.Equal((firstState, 0L), ((await _hub.OfferAsync("new")).State, (await _hub.OfferAsync("new")).Revision));
        await using var db = _hub.Database.Open();
        var verdict = await db.Verdicts.FirstAsync(Cancel);
        Assert.Equal(("AREA_UNKNOWN", "course.area_codes[0]", "Atlantis"), (verdict.Reason, verdict.Field, verdict.Detail));
    }

    [Fact]
    public async Task A_quarantined_version_is_released_when_it_comes_again_and_its_code_is_known()
    {
        await _hub.DeltaAsync(StoreFixture.Item("a", 1, "Waiting", Outcome.Quarantined));
        var still = await _hub.DeltaAsync(StoreFixture.Item("a", 1, "Waiting", Outcome.Quarantined));

        var released = await _hub.DeltaAsync(StoreFixture.Item("a", 1, "Waiting"));

        Assert.Equal((Outcome.Unchanged, "STILL_QUARANTINED"), (still[0].Outcome, still[0].Reason));
        Assert.Equal((Outcome.Applied, Effect.Created), (released[0].Outcome, released[0].Effect));
        await using var db = _hub.Database.Open();
        Assert.Equal(0, await db.PendingItems.CountAsync(Cancel));
    }

    [Fact]
    public async Task One_key_never_names_another_kind_of_thing()
    {
        await _hub.DeltaAsync(StoreFixture.Item("a", 1));

        var decisions = await _hub.DeltaAsync(StoreFixture.Item("a", 2, "Gig", kind: OfferKind.Gig));

        Assert.Equal((Outcome.Rejected, "KIND_CHANGED"), (decisions[0].Outcome, decisions[0].Reason));
        Assert.Equal(OfferKind.Course, (await _hub.OfferAsync("a")).Kind);
    }

    [Fact]
    public async Task Until_a_version_was_good_the_kind_is_that_of_the_last_word()
    {
        await _hub.DeltaAsync(StoreFixture.Tombstone("a", 1));

        await _hub.DeltaAsync(StoreFixture.Item("a", 2, "Waiting", Outcome.Quarantined, kind: OfferKind.Gig));

        Assert.Equal((OfferKind.Gig, OfferState.Quarantined), ((await _hub.OfferAsync("a")).Kind, (await _hub.OfferAsync("a")).State));
    }

    [Fact]
    public async Task A_touch_confirms_the_stored_revision_and_nothing_else()
    {
        await _hub.DeltaAsync(StoreFixture.Item("a", 2));

        var decisions = await _hub.DeltaAsync(
            StoreFixture.Touch("a", 2), StoreFixture.Touch("a", 1), StoreFixture.Touch("a", 3), StoreFixture.Touch("b", 1));

        Assert.Equal([Outcome.Unchanged, Outcome.Stale, Outcome.Rejected, Outcome.Rejected], decisions.Select(d => d.Outcome));
    }

    [Fact]
    public async Task Repeated_sequences_are_skipped_and_a_gap_is_refused()
    {
        var session = (await _hub.Store.OpenAsync(new(_hub.SourceId, SyncMode.Delta, null), Cancel)).Session!;
        await await _hub.Store.EnqueueAsync(session.Id, 1, [StoreFixture.Item("a", 1), StoreFixture.Item("b", 1)], Cancel);

        var repeat = await await _hub.Store.EnqueueAsync(session.Id, 2, [StoreFixture.Item("b", 1), StoreFixture.Item("c", 1)], Cancel);
        var gap = await await _hub.Store.EnqueueAsync(session.Id, 9, [StoreFixture.Item("d", 1)], Cancel);

        Assert.Equal((1, 3L), (repeat.Skipped, repeat.Session!.DurableThrough));
        Assert.Equal((SessionFault.SequenceGap, 3L), (gap.Fault, gap.Detail));
        Assert.Equal(3, repeat.Session.Totals.Created);
    }

    [Fact]
    public async Task A_delta_holds_tombstones_from_the_first_beyond_its_guard()
    {
        await using var hub = await StoreFixture.CreateAsync(guard: 2);
        await hub.DeltaAsync([.. Enumerable.Range(1, 5).Select(i => StoreFixture.Item($"{i}", 1))]);

        var held = (await hub.Store.UpsertAsync(hub.SourceId, [.. Enumerable.Range(1, 5).Select(i => StoreFixture.Tombstone($"{i}", 2))], Cancel)).Session!;

        Assert.Equal((2L, 3L, 3L), (held.Totals.Withdrawn, held.Totals.Held, held.HeldNow));
        Assert.Equal(OfferState.Published, (await hub.OfferAsync("3")).State);

        var tooMany = await hub.Store.ApproveWithdrawalsAsync(held.PublicId, 2, Cancel);
        await hub.DeltaAsync(StoreFixture.Item("4", 3, "Newer"));
        var approved = await hub.Store.ApproveWithdrawalsAsync(held.PublicId, 3, Cancel);
        Assert.Equal((SessionFault.CeilingExceeded, 3L), (tooMany.Fault, tooMany.Detail));
        Assert.Equal((2L, 1L, 0L), (approved.Settled, approved.Superseded, approved.Session!.HeldNow));
        Assert.Equal(OfferState.Withdrawn, (await hub.OfferAsync("3")).State);
        Assert.Equal("Newer", (await hub.OfferAsync("4")).Title);
    }

    [Fact]
    public async Task Positions_of_the_change_log_have_no_gaps()
    {
        await _hub.DeltaAsync([.. Enumerable.Range(1, 50).Select(i => StoreFixture.Item($"{i}", 1))]);
        await _hub.DeltaAsync([.. Enumerable.Range(1, 50).Select(i => StoreFixture.Item($"{i}", 2, i % 2 == 0 ? "Other" : "Barista"))]);
        await _hub.SnapshotAsync(StoreFixture.Item("1", 3));

        await using var db = _hub.Database.Open();
        var positions = await db.Changes.OrderBy(c => c.Position).Select(c => c.Position).ToListAsync(Cancel);
        Assert.Equal(Enumerable.Range(1, positions.Count).Select(i => (long)i), positions);
    }
}
