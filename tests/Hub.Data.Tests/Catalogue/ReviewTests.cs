using Hub.Data.Catalogue;
using Hub.Data.Participants;
using Microsoft.EntityFrameworkCore;
using static Hub.Data.Tests.Catalogue.StoreFixture;

namespace Hub.Data.Tests.Catalogue;

/// <summary>Versions that wait beside the last good one: for a review, or until a code is known.</summary>
public sealed class ReviewTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_version_waits_until_exactly_it_is_approved()
    {
        await using var hub = await ReviewedAsync();

        var held = await hub.DeltaAsync(Held("a", 1, "One"));
        var waiting = (await hub.OfferAsync("a")).State;
        var other = await Reviews(hub).ApproveAsync(hub.SourceId, [new("a", 2), new("b", 1)], Cancel);
        var approved = await Reviews(hub).ApproveAsync(hub.SourceId, [new("a", 1)], Cancel);
        var again = await Reviews(hub).ApproveAsync(hub.SourceId, [new("a", 1)], Cancel);

        Assert.Equal((Outcome.Held, "PENDING_REVIEW"), (held[0].Outcome, held[0].Reason));
        Assert.Equal(OfferState.PendingReview, waiting);
        Assert.Equal((0L, 1L, 0L), (other.Settled, approved.Settled, again.Settled));
        Assert.Equal([(ReviewFault.OtherRevision, 1L), (ReviewFault.Missing, null)], other.Problems.Select(p => (p.Fault, p.WaitingRevision)));
        Assert.Equal(ReviewFault.NotWaiting, again.Problems.Single().Fault);
        var offer = await hub.OfferAsync("a");
        Assert.Equal((OfferState.Published, 1L, "One"), (offer.State, offer.Revision, offer.Title));
        Assert.Equal(["PENDING_REVIEW", "APPROVED"], await VerdictsAsync(hub));
        Assert.Equal([ChangeKind.Published], await LogAsync(hub));
    }

    [Fact]
    public async Task A_change_leaves_the_approved_version_shown_and_approved_content_needs_no_second_approval()
    {
        await using var hub = await ReviewedAsync();
        await hub.DeltaAsync(Held("a", 1, "One"));
        await Reviews(hub).ApproveAsync(hub.SourceId, [new("a", 1)], Cancel);

        var changed = await hub.DeltaAsync(Held("a", 2, "Two"));
        var shown = await hub.OfferAsync("a");
        var repeated = await hub.DeltaAsync(Held("a", 2, "Two"));
        var back = await hub.DeltaAsync(Held("a", 3, "One"));

        Assert.Equal((Outcome.Held, OfferState.Published, "One", 1L), (changed[0].Outcome, shown.State, shown.Title, shown.Revision));
        Assert.Equal((Outcome.Unchanged, "STILL_PENDING_REVIEW"), (repeated[0].Outcome, repeated[0].Reason));
        Assert.Equal((Outcome.Unchanged, 3L), (back[0].Outcome, (await hub.OfferAsync("a")).Revision));
        await using var db = hub.Database.Open();
        Assert.Empty(await db.PendingItems.ToListAsync(Cancel));
    }

    [Fact]
    public async Task A_refused_version_stays_hidden_with_the_reason_and_may_be_approved_later()
    {
        await using var hub = await ReviewedAsync();
        await hub.DeltaAsync(Held("a", 1, "One"));

        var refused = await Reviews(hub).RefuseAsync(hub.SourceId, [new("a", 1)], "no employer", Cancel);
        var state = (await hub.OfferAsync("a")).State;
        var repeated = await hub.DeltaAsync(Held("a", 1, "One"));
        await using (var db = hub.Database.Open())
        {
            var verdict = await db.Verdicts.SingleAsync(v => v.Reason == "REVIEW_REFUSED", Cancel);
            Assert.Equal((Outcome.Rejected, "no employer"), (verdict.Outcome, verdict.Detail));
        }

        var approved = await Reviews(hub).ApproveAsync(hub.SourceId, [new("a", 1)], Cancel);

        Assert.Equal((1L, OfferState.Rejected), (refused.Settled, state));
        Assert.Equal((Outcome.Rejected, "STILL_REFUSED"), (repeated[0].Outcome, repeated[0].Reason));
        Assert.Equal((1L, OfferState.Published), (approved.Settled, (await hub.OfferAsync("a")).State));
    }

    [Fact]
    public async Task A_snapshot_waits_for_reviews_too_and_a_tombstone_ends_the_wait()
    {
        await using var hub = await ReviewedAsync();

        var session = await hub.SnapshotAsync(Held("a", 1, "One"), Held("b", 1, "Two"));
        await hub.DeltaAsync(Tombstone("b", 2));
        var gone = await Reviews(hub).ApproveAsync(hub.SourceId, [new("b", 1)], Cancel);

        Assert.Equal((2L, 0L, SessionState.Closed), (session.Totals.Held, session.HeldNow, session.State));
        Assert.Equal(OfferState.PendingReview, (await hub.OfferAsync("a")).State);
        Assert.Equal(ReviewFault.NotWaiting, gone.Problems.Single().Fault);
    }

    [Fact]
    public async Task Held_reviews_do_not_use_up_the_guard_of_withdrawals()
    {
        await using var hub = await CreateAsync();
        await hub.DeltaAsync(Item("a", 1));

        var decisions = await hub.DeltaAsync(Held("b", 1, "One"), Tombstone("a", 2));

        Assert.Equal([Outcome.Held, Outcome.Applied], decisions.Select(d => d.Outcome));
    }

    [Fact]
    public async Task What_waits_for_a_code_is_shown_once_the_code_is_known_and_the_rest_stays()
    {
        await using var hub = await CreateAsync();
        await hub.DeltaAsync(Item("a", 1), Item("b", 1));
        await hub.DeltaAsync(Item("a", 2, "New", Outcome.Quarantined), Item("c", 1, "Las", Outcome.Quarantined), Item("d", 1, "?", Outcome.Quarantined));
        hub.AreaIsGone = true;
        var none = await Release(hub).RunAsync(Cancel);
        hub.AreaIsGone = false;

        var released = await Release(hub).RunAsync(Cancel);
        var again = await Release(hub).RunAsync(Cancel);

        Assert.Equal((0L, 2L, 0L), (none, released, again));
        Assert.Equal(("New", 2L), ((await hub.OfferAsync("a")).Title, (await hub.OfferAsync("a")).Revision));
        Assert.Equal((OfferState.Published, OfferState.Quarantined), ((await hub.OfferAsync("c")).State, (await hub.OfferAsync("d")).State));
        Assert.Equal([ChangeKind.Published, ChangeKind.Published, ChangeKind.Changed, ChangeKind.Published], await LogAsync(hub));
        await using var db = hub.Database.Open();
        Assert.Equal(3, (await db.Sources.SingleAsync(Cancel)).LiveOffers);
        Assert.Equal(2, await db.Verdicts.CountAsync(v => v.Reason == "CODE_KNOWN_NOW" && v.Outcome == Outcome.Applied, Cancel));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task What_is_let_go_while_its_source_is_suspended_is_shown_only_after_the_suspension(bool byReview)
    {
        await using var hub = byReview ? await ReviewedAsync() : await CreateAsync();
        var wait = byReview ? Outcome.Held : Outcome.Quarantined;
        await hub.DeltaAsync(Item("a", 1), Item("b", 1, "Las", wait));
        await hub.DeltaAsync(Item("a", 2, "New", wait));
        var clock = new OfferClock(hub.Writer, new(), hub.Clock);
        await SetSourceAsync(hub, SourceState.Suspended);
        await clock.SweepAsync(Cancel);

        if (byReview)
            await Reviews(hub).ApproveAsync(hub.SourceId, [new("a", 2), new("b", 1)], Cancel);
        else
            await Release(hub).RunAsync(Cancel);
        var hidden = new[] { (await hub.OfferAsync("a")).State, (await hub.OfferAsync("b")).State };
        var live = await LiveAsync(hub);
        await SetSourceAsync(hub, SourceState.Active);
        await clock.SweepAsync(Cancel);

        Assert.Equal([OfferState.Suspended, OfferState.Suspended], hidden);
        Assert.Equal((0L, 2L), (live, await LiveAsync(hub)));
        var offer = await hub.OfferAsync("a");
        Assert.Equal((OfferState.Published, "New", 2L), (offer.State, offer.Title, offer.Revision));
        Assert.Equal(
            [
                ChangeKind.Published, ChangeKind.Suspended,
                ChangeKind.Resumed, ChangeKind.Changed, ChangeKind.Suspended,
                ChangeKind.Published, ChangeKind.Suspended,
                ChangeKind.Resumed, ChangeKind.Resumed,
            ],
            await LogAsync(hub));
    }

    [Fact]
    public async Task Many_leave_quarantine_in_pieces()
    {
        await using var hub = await CreateAsync();
        await hub.DeltaAsync([.. Enumerable.Range(1, 450).Select(i => Item($"{i}", 1, "Las", Outcome.Quarantined))]);

        Assert.Equal(450, await Release(hub).RunAsync(Cancel));
    }

    [Fact]
    public async Task What_leaves_quarantine_of_a_reviewed_source_waits_for_its_review()
    {
        await using var hub = await ReviewedAsync();
        await hub.DeltaAsync(Item("a", 1, "Las", Outcome.Quarantined));

        await Release(hub).RunAsync(Cancel);
        var state = (await hub.OfferAsync("a")).State;
        var approved = await Reviews(hub).ApproveAsync(hub.SourceId, [new("a", 1)], Cancel);

        Assert.Equal((OfferState.PendingReview, 1L), (state, approved.Settled));
    }

    private static async Task<StoreFixture> ReviewedAsync()
    {
        var hub = await CreateAsync();
        await using var db = hub.Database.Open();
        await db.Sources.ExecuteUpdateAsync(s => s.SetProperty(x => x.VerificationPolicy, VerificationPolicy.BeforePublish), Cancel);
        return hub;
    }

    private static async Task SetSourceAsync(StoreFixture hub, SourceState state)
    {
        await using var db = hub.Database.Open();
        await db.Sources.ExecuteUpdateAsync(s => s.SetProperty(x => x.State, state), Cancel);
    }

    private static async Task<long> LiveAsync(StoreFixture hub)
    {
        await using var db = hub.Database.Open();
        return (await db.Sources.SingleAsync(Cancel)).LiveOffers;
    }

    private static ItemWrite Held(string id, long revision, string title) => Item(id, revision, title, Outcome.Held);

    private static ItemReviews Reviews(StoreFixture hub) => new(hub.Writer, hub.ReadAgain);

    private static QuarantineRelease Release(StoreFixture hub) => new(hub.Writer, hub.ReadAgain);

    private static async Task<List<string>> VerdictsAsync(StoreFixture hub)
    {
        await using var db = hub.Database.Open();
        return await db.Verdicts.OrderBy(v => v.Id).Select(v => v.Reason).ToListAsync(Cancel);
    }

    private static async Task<List<ChangeKind>> LogAsync(StoreFixture hub)
    {
        await using var db = hub.Database.Open();
        return await db.Changes.OrderBy(c => c.Position).Select(c => c.Kind).ToListAsync(Cancel);
    }
}
