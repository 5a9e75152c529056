using Hub.Data.Catalogue;
using Hub.Data.Participants;
using Microsoft.EntityFrameworkCore;
using static Hub.Data.Tests.Catalogue.StoreFixture;

namespace Hub.Data.Tests.Catalogue;

/// <summary>What the clock does to offers and sources, under a clock moved by hand.</summary>
public sealed class OfferClockTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_offer_stands_through_its_time_and_expires_after_it()
    {
        await using var hub = await CreateAsync();
        await hub.DeltaAsync(Until("a", 1, hub.Clock.GetUtcNow().AddHours(1)), Item("b", 1));

        hub.Clock.Advance(TimeSpan.FromHours(1));
        await SweepAsync(hub);
        var atItsTime = (await hub.OfferAsync("a")).State;
        hub.Clock.Advance(TimeSpan.FromMilliseconds(1));
        await SweepAsync(hub);

        Assert.Equal(OfferState.Published, atItsTime);
        Assert.Equal((OfferState.Expired, OfferState.Published), ((await hub.OfferAsync("a")).State, (await hub.OfferAsync("b")).State));
        Assert.Equal(1, (await SourceAsync(hub)).LiveOffers);
        Assert.Equal(["a Published", "b Published", "a Expired"], await LogAsync(hub));
        await using var db = hub.Database.Open();
        var expired = await db.Changes.SingleAsync(c => c.Kind == ChangeKind.Expired, Cancel);
        Assert.Equal(("33.25", null), (expired.AreaBefore, expired.AreaAfter));
    }

    [Fact]
    public async Task A_deadline_ends_an_offer_as_its_validity_does()
    {
        await using var hub = await CreateAsync();
        var content = new OfferContent { Kind = OfferKind.Vacancy, Title = "Teknisi", Deadline = hub.Clock.GetUtcNow().AddHours(1).ToUnixTimeMilliseconds() };
        await hub.DeltaAsync(Of("a", 1, content));

        hub.Clock.Advance(TimeSpan.FromHours(2));
        await SweepAsync(hub);

        Assert.Equal(OfferState.Expired, (await hub.OfferAsync("a")).State);
    }

    [Fact]
    public async Task A_later_time_shows_it_again_and_a_repeat_does_not()
    {
        await using var hub = await CreateAsync();
        var item = Until("a", 1, hub.Clock.GetUtcNow().AddHours(1));
        await hub.DeltaAsync(item);
        hub.Clock.Advance(TimeSpan.FromHours(2));
        await SweepAsync(hub);

        var repeated = await hub.DeltaAsync(item);
        var raised = await hub.DeltaAsync(Of("a", 2, item.Content!));
        var stillExpired = await hub.OfferAsync("a");
        var later = await hub.DeltaAsync(Until("a", 3, hub.Clock.GetUtcNow().AddHours(1)));

        Assert.Equal((Outcome.Unchanged, Outcome.Unchanged), (repeated[0].Outcome, raised[0].Outcome));
        Assert.Equal((OfferState.Expired, 2L), (stillExpired.State, stillExpired.Revision));
        Assert.Equal((Outcome.Applied, Effect.Reopened), (later[0].Outcome, later[0].Effect));
        Assert.Equal(["a Published", "a Expired", "a Reopened"], await LogAsync(hub));
        Assert.Equal(1, (await SourceAsync(hub)).LiveOffers);
    }

    [Fact]
    public async Task Content_whose_time_has_passed_is_stored_expired_and_never_shown()
    {
        await using var hub = await CreateAsync();
        var past = hub.Clock.GetUtcNow().AddHours(-1);
        await hub.DeltaAsync(Item("b", 1));

        var decisions = await hub.DeltaAsync(Until("a", 1, past), Until("b", 2, past));
        var again = await hub.DeltaAsync(Until("a", 2, past.AddMinutes(1)));

        Assert.Equal([("ALREADY_EXPIRED", Effect.Created), ("ALREADY_EXPIRED", Effect.Changed)], decisions.Select(d => (d.Reason!, d.Effect)));
        Assert.Equal((Outcome.Applied, Effect.Changed), (again[0].Outcome, again[0].Effect));
        Assert.Equal(["b Published", "b Expired"], await LogAsync(hub));
        Assert.Equal(0, (await SourceAsync(hub)).LiveOffers);
    }

    [Fact]
    public async Task A_vacancy_whose_openings_are_taken_is_filled_until_a_revision_says_otherwise()
    {
        await using var hub = await CreateAsync();
        await hub.DeltaAsync(Of("a", 1, Openings(2, 1)));
        await hub.DeltaAsync(Of("a", 2, Openings(2, 2)));
        var filled = (await hub.OfferAsync("a")).State;
        await hub.DeltaAsync(Of("a", 3, Openings(3, 2)));

        Assert.Equal(OfferState.Filled, filled);
        Assert.Equal(["a Published", "a Filled", "a Reopened"], await LogAsync(hub));
    }

    [Fact]
    public async Task A_refused_version_leaves_an_expired_offer_expired()
    {
        await using var hub = await CreateAsync();
        await hub.DeltaAsync(Until("a", 1, hub.Clock.GetUtcNow().AddHours(-1)), Item("a", 2, "?", Outcome.Rejected));

        Assert.Equal(OfferState.Expired, (await hub.OfferAsync("a")).State);
    }

    [Fact]
    public async Task Silence_makes_a_source_stale_then_suspends_it_and_thirty_days_delete_nothing()
    {
        await using var hub = await CreateAsync();
        var clock = NewClock(hub);
        await hub.SnapshotAsync([.. Enumerable.Range(1, 1_200).Select(i => Item($"{i}", 1))]);

        hub.Clock.Advance(TimeSpan.FromHours(168));
        await clock.SweepAsync(Cancel);
        var onTime = (await SourceAsync(hub)).State;
        hub.Clock.Advance(TimeSpan.FromSeconds(1));
        await clock.SweepAsync(Cancel);
        var late = await SourceAsync(hub);
        hub.Clock.Advance(TimeSpan.FromDays(30));
        await clock.SweepAsync(Cancel);
        var silent = await SourceAsync(hub);

        Assert.Equal((SourceState.Active, SourceState.Stale, 1_200L), (onTime, late.State, late.LiveOffers));
        Assert.Equal((SourceState.Suspended, SuspendedBy.Silence, 0L), (silent.State, silent.SuspendedBy!.Value, silent.LiveOffers));
        await using var db = hub.Database.Open();
        Assert.Equal(1_200, await db.Offers.CountAsync(o => o.State == OfferState.Suspended, Cancel));
        Assert.Equal(1_200, await db.Changes.CountAsync(c => c.Kind == ChangeKind.Suspended, Cancel));
        Assert.Equal(0, await db.Changes.CountAsync(c => c.Kind == ChangeKind.Withdrawn, Cancel));
    }

    [Fact]
    public async Task The_next_sync_brings_a_silent_source_back_what_it_names_at_once_and_the_rest_with_the_sweep()
    {
        await using var hub = await CreateAsync();
        var clock = NewClock(hub);
        var end = hub.Clock.GetUtcNow().AddDays(31);
        await hub.DeltaAsync(Item("a", 1), Item("b", 1), Until("c", 1, end), Item("d", 1));
        await SilenceAsync(hub, clock);
        hub.Clock.Advance(TimeSpan.FromDays(2));

        var decisions = await hub.DeltaAsync(Item("a", 1), Item("b", 2, "?", Outcome.Rejected));
        var source = await SourceAsync(hub);
        var named = ((await hub.OfferAsync("a")).State, (await hub.OfferAsync("b")).State, (await hub.OfferAsync("d")).State);
        await clock.SweepAsync(Cancel);

        Assert.Equal([Outcome.Unchanged, Outcome.Rejected], decisions.Select(d => d.Outcome));
        Assert.Equal((SourceState.Active, null, 2L), (source.State, source.SuspendedBy, source.LiveOffers));
        Assert.Equal((OfferState.Published, OfferState.Published, OfferState.Suspended), named);
        Assert.Equal((OfferState.Expired, OfferState.Published), ((await hub.OfferAsync("c")).State, (await hub.OfferAsync("d")).State));
        Assert.Equal(["a Resumed", "b Resumed", "d Resumed"], (await LogAsync(hub)).Where(e => e.EndsWith("Resumed", StringComparison.Ordinal)));
        Assert.Equal(3, (await SourceAsync(hub)).LiveOffers);
    }

    [Fact]
    public async Task A_snapshot_after_a_long_silence_is_held_by_the_guard_as_if_all_were_shown()
    {
        await using var hub = await CreateAsync();
        var clock = NewClock(hub);
        await hub.SnapshotAsync([.. Enumerable.Range(1, 30).Select(i => Item($"{i}", 1))]);
        await SilenceAsync(hub, clock);

        var session = await hub.SnapshotAsync(Item("1", 1));

        Assert.Equal((29L, 0L), (session.HeldNow, session.Totals.Withdrawn));
        Assert.Equal(30, (await SourceAsync(hub)).LiveOffers);
    }

    [Fact]
    public async Task An_operators_suspension_hides_and_no_sweep_lifts_it()
    {
        await using var hub = await CreateAsync();
        var clock = NewClock(hub);
        await hub.DeltaAsync(Item("a", 1));
        var store = new ParticipantStore(new Contexts(hub.Database), hub.Clock);
        var id = (await SourceAsync(hub)).PublicId;

        await store.SetSuspendedAsync(id, true, Cancel);
        await clock.SweepAsync(Cancel);
        hub.Clock.Advance(TimeSpan.FromDays(60));
        await clock.SweepAsync(Cancel);
        var suspended = await SourceAsync(hub);
        var hidden = (await hub.OfferAsync("a")).State;
        await store.SetSuspendedAsync(id, false, Cancel);
        hub.Clock.Advance(TimeSpan.FromHours(-60 * 24));
        await clock.SweepAsync(Cancel);

        Assert.Equal((SourceState.Suspended, SuspendedBy.Operator, true), (suspended.State, suspended.SuspendedBy!.Value, suspended.IsClosed));
        Assert.Equal(OfferState.Suspended, hidden);
        Assert.Equal(["a Published", "a Suspended", "a Resumed"], await LogAsync(hub));
    }

    [Fact]
    public async Task A_suspended_participant_has_its_offers_hidden_until_it_is_resumed()
    {
        await using var hub = await CreateAsync();
        var clock = NewClock(hub);
        await hub.DeltaAsync(Item("a", 1));
        var store = new ParticipantStore(new Contexts(hub.Database), hub.Clock);
        await using var db = hub.Database.Open();
        var id = (await db.Participants.SingleAsync(Cancel)).PublicId;

        await store.UpdateAsync(id, ParticipantStatus.Suspended, null, Cancel);
        await clock.SweepAsync(Cancel);
        await clock.SweepAsync(Cancel);
        var (hidden, live) = ((await hub.OfferAsync("a")).State, (await SourceAsync(hub)).LiveOffers);
        await store.UpdateAsync(id, ParticipantStatus.Active, null, Cancel);
        await clock.SweepAsync(Cancel);

        Assert.Equal((OfferState.Suspended, 0L), (hidden, live));
        Assert.Equal(["a Published", "a Suspended", "a Resumed"], await LogAsync(hub));
        Assert.Equal(SourceState.Active, (await SourceAsync(hub)).State);
    }

    [Fact]
    public async Task A_hub_that_was_down_gives_its_partners_time_before_it_suspends_them()
    {
        await using var hub = await CreateAsync();
        await hub.DeltaAsync(Item("a", 1));
        hub.Clock.Advance(TimeSpan.FromDays(60));
        var clock = NewClock(hub);

        await clock.SweepAsync(Cancel);
        var atStart = (await SourceAsync(hub)).State;
        hub.Clock.Advance(TimeSpan.FromHours(6));
        await clock.SweepAsync(Cancel);

        Assert.Equal((SourceState.Stale, SourceState.Suspended), (atStart, (await SourceAsync(hub)).State));
    }

    [Fact]
    public async Task A_clock_that_jumps_silences_nobody_and_time_that_passes_still_does()
    {
        await using var hub = await CreateAsync();
        var clock = NewClock(hub);
        await hub.DeltaAsync(Item("a", 1));
        hub.Clock.Advance(TimeSpan.FromHours(7));

        hub.Clock.Jump(TimeSpan.FromDays(60));
        await clock.SweepAsync(Cancel);
        var ahead = (await SourceAsync(hub)).State;
        hub.Clock.Jump(TimeSpan.FromDays(-60) - TimeSpan.FromHours(1));
        await clock.SweepAsync(Cancel);
        var behind = (await SourceAsync(hub)).State;
        hub.Clock.Advance(TimeSpan.FromHours(168));
        await clock.SweepAsync(Cancel);
        var silent = (await SourceAsync(hub)).State;

        Assert.Equal((SourceState.Active, SourceState.Active, SourceState.Stale), (ahead, behind, silent));
        Assert.Equal(["a Published"], await LogAsync(hub));
    }

    [Fact]
    public async Task A_jump_does_not_shorten_the_time_partners_have_after_a_start()
    {
        await using var hub = await CreateAsync();
        await hub.DeltaAsync(Item("a", 1));
        hub.Clock.Advance(TimeSpan.FromDays(60));
        var clock = NewClock(hub);

        hub.Clock.Jump(TimeSpan.FromHours(7));
        await clock.SweepAsync(Cancel);

        Assert.Equal(SourceState.Stale, (await SourceAsync(hub)).State);
    }

    [Fact]
    public async Task Changes_keep_their_order_when_the_clock_goes_back()
    {
        await using var hub = await CreateAsync();
        await hub.DeltaAsync(Item("a", 1));
        hub.Clock.Jump(TimeSpan.FromHours(-1));
        await hub.DeltaAsync(Item("b", 1));
        hub.Clock.Jump(TimeSpan.FromHours(2));
        await hub.DeltaAsync(Item("c", 1));
        hub.Clock.Jump(TimeSpan.FromHours(-1));
        await hub.DeltaAsync(Item("a", 2, "Baru"));

        Assert.Equal(["a Published", "b Published", "c Published", "a Changed"], await LogAsync(hub));
    }

    [Fact]
    public async Task An_offer_that_ends_on_a_leap_day_stands_through_it()
    {
        await using var hub = await CreateAsync();
        var end = new DateTimeOffset(2028, 2, 29, 23, 59, 59, TimeSpan.Zero);
        await hub.DeltaAsync(Until("a", 1, end));

        hub.Clock.Jump(end - hub.Clock.GetUtcNow());
        await SweepAsync(hub);
        var onTheLeapDay = (await hub.OfferAsync("a")).State;
        hub.Clock.Advance(TimeSpan.FromSeconds(1));
        await SweepAsync(hub);

        Assert.Equal((OfferState.Published, OfferState.Expired), (onTheLeapDay, (await hub.OfferAsync("a")).State));
    }

    private static async Task SilenceAsync(StoreFixture hub, OfferClock clock)
    {
        hub.Clock.Advance(TimeSpan.FromDays(30));
        await clock.SweepAsync(Cancel);
        Assert.Equal(SourceState.Suspended, (await SourceAsync(hub)).State);
    }

    private static OfferClock NewClock(StoreFixture hub) => new(hub.Writer, new(), hub.Clock);

    private static Task SweepAsync(StoreFixture hub) => NewClock(hub).SweepAsync(Cancel);

    private static ItemWrite Until(string id, long revision, DateTimeOffset validThrough) => Of(
        id, revision,
        new()
        {
            Kind = OfferKind.Course, Title = "Barista", Places = [new("33.25", "33.25")], ValidThrough = validThrough.ToUnixTimeMilliseconds(),
        });

    private static OfferContent Openings(int openings, int filled) =>
        new() { Kind = OfferKind.Vacancy, Title = "Teknisi", Openings = openings, Filled = filled };

    private static ItemWrite Of(string id, long revision, OfferContent content) => new()
    {
        Sequence = 0,
        ExternalId = id,
        Revision = revision,
        Verb = ItemVerb.Content,
        Content = content,
        Hash = (UInt128)(uint)HashCode.Combine(content.Title, content.ValidThrough, content.Deadline, content.Openings, content.Filled) + 1,
    };

    private static async Task<Source> SourceAsync(StoreFixture hub)
    {
        await using var db = hub.Database.Open();
        return await db.Sources.SingleAsync(s => s.Id == hub.SourceId, Cancel);
    }

    private static async Task<List<string>> LogAsync(StoreFixture hub)
    {
        await using var db = hub.Database.Open();
        var entries = await db.Changes.OrderBy(c => c.Position)
            .Join(db.Offers, c => c.OfferId, o => o.Id, (c, o) => new { o.ExternalId, c.Kind })
            .ToListAsync(Cancel);
        return [.. entries.Select(e => $"{e.ExternalId} {e.Kind}")];
    }

    private sealed class Contexts(HubDatabase database) : IDbContextFactory<HubDbContext>
    {
        public HubDbContext CreateDbContext() => database.Open();
    }
}
