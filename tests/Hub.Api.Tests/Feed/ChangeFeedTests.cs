using Grpc.Core;
using Hub.Api.Feed;
using Hub.Catalogue.V1;
using Hub.Data;
using Hub.Data.Followers;
using Hub.Feed.V1;
using Hub.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using static Hub.Api.Tests.Feed.FeedHub;

namespace Hub.Api.Tests.Feed;

/// <summary>The change feed over the network, as a reader sees it.</summary>
public sealed class ChangeFeedTests : IAsyncLifetime
{
    private FeedHub _hub = null!;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() =>
        _hub = await StartAsync("--Hub:Feed:StreamsPerClient=3");

    public async ValueTask DisposeAsync() => await _hub.DisposeAsync();

    [Fact]
    public async Task A_snapshot_is_sent_whole_and_the_changes_after_it_follow()
    {
        await _hub.PushAsync(Gig("a", 1), Gig("b", 1));
        await _hub.PushAsync(Gig("a", 2), Gone("b", 2), Gig("c", 1));
        using var call = _hub.Feed.Watch(new() { WithSnapshot = true, Follow = true }, cancellationToken: Cancel);

        Assert.Equal(["begin 5", "5<0 Published a r2", "5<0 Published c r1", "end 5 of 2"], await ManyAsync(call, 4));
        await _hub.PushAsync(Gig("d", 1), Gig("a", 3));

        Assert.Equal(["6<5 Published d r1", "7<6 Changed a r3", "bookmark 7/7"], await ManyAsync(call, 3));
    }

    [Fact]
    public async Task Changes_after_a_cursor_come_in_order_and_end_with_a_bookmark()
    {
        await _hub.PushAsync(Gig("a", 1), Gig("b", 1));
        await _hub.PushAsync(Gig("a", 2), Gone("b", 2));

        Assert.Equal(
            ["bookmark 0/4", "1<0 Published a r2", "2<1 Published b -", "3<2 Changed a r2", "4<3 Withdrawn b -", "bookmark 4/4"],
            (await _hub.ReadAsync(new() { Cursor = 0 })).Select(Short));
        Assert.Equal(["bookmark 2/4", "3<2 Changed a r2", "4<3 Withdrawn b -", "bookmark 4/4"], (await _hub.ReadAsync(new() { Cursor = 2 })).Select(Short));
        Assert.Equal(["bookmark 4/4"], (await _hub.ReadAsync(new() { Cursor = 4 })).Select(Short));
        Assert.Equal(["bookmark 4/4"], (await _hub.ReadAsync(new())).Select(Short));
        Assert.Equal(["begin 4", "4<0 Published a r2", "end 4 of 1", "bookmark 4/4"], (await _hub.ReadAsync(new() { WithSnapshot = true })).Select(Short));
    }

    [Fact]
    public async Task A_change_tells_its_keys_before_and_after()
    {
        await _hub.PushAsync(Gig("a", 1, "31.74 33.25"));
        await _hub.PushAsync(Gig("a", 2, "51", Sector.Cleaning));

        var change = (await _hub.ReadAsync(new() { Cursor = 1 }))[1].Change;

        Assert.Equal(["31.74", "33.25"], change.Before.AreaCodes);
        Assert.Equal(["51"], change.After.AreaCodes);
        Assert.Equal((Sector.Repair, Sector.Cleaning), (change.Before.Sector, change.After.Sector));
        Assert.Equal((Hub.Registry.V1.OfferKind.Gig, _hub.Source), (change.After.OfferKind, change.Source));
        Assert.Equal("Servis a 2", change.Item.Gig.Title);
    }

    [Fact]
    public async Task An_offer_enters_and_leaves_a_filter_with_any_of_its_places()
    {
        await _hub.PushAsync(Gig("a", 1, "31.74 33.25"));
        await _hub.PushAsync(Gig("a", 2, "33.25 51"));
        await _hub.PushAsync(Gig("a", 3, "51"));
        await _hub.PushAsync(Gig("a", 4, "52"));
        await _hub.PushAsync(Gig("a", 5, "52 33"));
        await _hub.PushAsync(Gone("a", 6));

        var changes = await _hub.ReadAsync(new() { Cursor = 0, Filter = new() { AreaCodes = { "33" } } });

        Assert.Equal(
            [
                "bookmark 0/6", "1<0 Published a -", "2<1 Changed a -", "3<2 LeftFilter a -", "5<3 EnteredFilter a -", "6<5 Withdrawn a -", "bookmark 6/6",
            ],
            changes.Select(Short));
    }

    [Fact]
    public async Task Parts_of_a_filter_are_joined_by_and_and_values_by_or()
    {
        var other = await _hub.AddSourceAsync("other");
        await _hub.PushAsync(Gig("a", 1), Gig("b", 1, sector: Sector.Cleaning), Gig("c", 1, sector: Sector.Beauty));
        await _hub.PushAsync(other, Gig("d", 1), new Item { ExternalId = "e", Revision = 1, Course = new() { Title = "Las", Sector = Sector.Repair } });

        async Task<string> NamesAsync(FeedFilter filter)
        {
            var log = await _hub.ReadAsync(new() { Cursor = 0, Filter = filter });
            var snapshot = await _hub.ReadAsync(new() { WithSnapshot = true, Filter = filter });
            var names = string.Concat(log.Where(m => m.Change is not null).Select(m => m.Change.ExternalId));
            Assert.Equal(names, string.Concat(snapshot.Where(m => m.Change is not null).Select(m => m.Change.ExternalId).Order()));
            return names;
        }

        Assert.Equal("abcde", await NamesAsync(new()));
        Assert.Equal("de", await NamesAsync(new() { Sources = { other } }));
        Assert.Equal("abd", await NamesAsync(new() { Kinds = { Hub.Registry.V1.OfferKind.Gig }, Sectors = { Sector.Repair, Sector.Cleaning } }));
        Assert.Equal("d", await NamesAsync(new() { Sources = { other }, AreaCodes = { "33", "31.74" }, Sectors = { Sector.Repair } }));
        Assert.Equal("", await NamesAsync(new() { AreaCodes = { "33" } }));
    }

    [Fact]
    public async Task What_the_hub_does_not_know_is_refused_with_its_field()
    {
        var unknown = await _hub.FailAsync(new()
        {
            Filter = new() { Sources = { _hub.Source, $"{Guid.CreateVersion7()}", "x" }, AreaCodes = { "31", "99" }, Kinds = { (Hub.Registry.V1.OfferKind)9 }, Sectors = { 0 } },
        });
        var ahead = await _hub.FailAsync(new() { Cursor = 7 });

        Assert.Equal("FILTER_INVALID", unknown.Reason);
        Assert.Equal(
            ["filter.kinds[0]", "filter.sources[1]", "filter.sources[2]", "filter.area_codes[1]", "filter.sectors[0]"],
            unknown.BadRequest!.FieldViolations.Select(violation => violation.Field));
        Assert.Equal(("CURSOR_AHEAD", "7", "0"), (ahead.Reason, ahead.Info.Metadata["cursor"], ahead.Info.Metadata["last_position"]));
        Assert.Equal("CURSOR_NEGATIVE", (await _hub.FailAsync(new() { Cursor = -1 })).Reason);
        Assert.Equal("CURSOR_WITH_SNAPSHOT", (await _hub.FailAsync(new() { Cursor = 0, WithSnapshot = true })).Reason);
    }

    [Fact]
    public async Task A_compacted_cursor_is_answered_with_a_snapshot_and_a_subscription_is_told()
    {
        await _hub.PushAsync(Gig("a", 1), Gig("b", 1));
        await _hub.PushAsync(Gone("b", 2), Gig("c", 1));
        await CompactAllAsync();

        var state = await _hub.Feed.GetFeedStateAsync(new(), cancellationToken: Cancel);
        Assert.Equal((4, 4, 720), (state.FirstPosition, state.LastPosition, state.RetentionHours));
        Assert.Equal(
            ["begin 4", "4<0 Published a r1", "4<0 Published c r1", "end 4 of 2", "bookmark 4/4"],
            (await _hub.ReadAsync(new() { Cursor = 2 })).Select(Short));
        Assert.Equal(["bookmark 3/4", "4<3 Published c r1", "bookmark 4/4"], (await _hub.ReadAsync(new() { Cursor = 3 })).Select(Short));

        using var request = new HttpRequestMessage(HttpMethod.Post, "/graphql");
        request.Headers.Authorization = new("Bearer", _hub.Token);
        request.Headers.Add("Accept", "text/event-stream");
        request.Headers.Add("Last-Event-ID", "2");
        request.Content = new StringContent("{\"query\":\"subscription { catalogueChanged { position } }\"}", System.Text.Encoding.UTF8, "application/json");
        using var response = await _hub.Hub.Http.SendAsync(request, Cancel);
        Assert.Contains("POSITION_COMPACTED", await response.Content.ReadAsStringAsync(Cancel), StringComparison.Ordinal);

        await _hub.PushAsync(Gig("d", 1));
        Assert.Equal(5, (await _hub.Feed.GetFeedStateAsync(new(), cancellationToken: Cancel)).LastPosition);
    }

    [Fact]
    public async Task A_cursor_of_another_log_is_refused_where_the_reader_tells_what_it_read_there()
    {
        await _hub.PushAsync(Gig("a", 1));
        await _hub.PushAsync(Gig("b", 1));
        var snapshot = await _hub.ReadAsync(new() { WithSnapshot = true });
        var (read, ended) = (snapshot[^1].Bookmark, snapshot[^2].SnapshotEnd);
        await _hub.PushAsync(Gig("c", 1));

        var rest = await _hub.ReadAsync(new() { Cursor = read.Position, CursorCommittedAt = read.CommittedAt });
        await ExecuteAsync("UPDATE changes SET committed_at = committed_at - 1 WHERE position <= 2");
        var changed = await _hub.FailAsync(new() { Cursor = read.Position, CursorCommittedAt = read.CommittedAt });
        var malformed = await _hub.FailAsync(new() { Cursor = 1, CursorCommittedAt = new() { Nanos = -1 } });

        Assert.Equal((2L, read.CommittedAt), (ended.Position, ended.CommittedAt));
        Assert.Equal(["bookmark 2/3", "3<2 Published c r1", "bookmark 3/3"], rest.Select(Short));
        Assert.Equal([rest[0].Bookmark.CommittedAt, rest[1].Change.CommittedAt], [read.CommittedAt, rest[2].Bookmark.CommittedAt]);
        Assert.Equal(("HISTORY_CHANGED", "2"), (changed.Reason, changed.Info.Metadata["cursor"]));
        Assert.Equal("HISTORY_CHANGED", malformed.Reason);
    }

    [Fact]
    public async Task A_reader_that_takes_nothing_is_ended_with_its_position_and_slows_nobody()
    {
        // A clock moved by hand: on a machine that does other work, a reader that reads may take nothing for a while, too.
        var clock = new ManualClock();
        await using var hub = await StartAsync(services => services.AddSingleton<TimeProvider>(clock));
        using var slow = hub.Feed.Watch(new() { Cursor = 0, Follow = true }, cancellationToken: Cancel);
        Assert.Equal("bookmark 0/0", Short(await NextAsync(slow)));
        using (var quick = hub.Feed.Watch(new() { Cursor = 0, Follow = true }, cancellationToken: Cancel))
        {
            Assert.Equal("bookmark 0/0", Short(await NextAsync(quick)));
            var reading = ReadToAsync(quick, 1_200);
            for (var round = 0; round < 12; round++)
                await hub.PushAsync([.. Enumerable.Range(0, 100).Select(i => WithText(Gig($"{round}-{i}", 1)))]);
            await reading;
        }

        // The slow one takes nothing until the hub has had enough of it. What was on its way comes, then why it ended.
        await WaitForPlacesAsync(hub, 1);
        clock.Advance(TimeSpan.FromSeconds(30));
        await WaitForPlacesAsync(hub, 0);
        var read = new List<WatchResponse>();
        var failure = FailureDetails.Of(await Assert.ThrowsAsync<RpcException>(async () =>
        {
            while (true)
                read.Add(await NextAsync(slow));
        }));
        Assert.Equal("READER_TOO_SLOW", failure.Reason);
        Assert.NotNull(failure.Retry);
        var resume = long.Parse(failure.Info.Metadata["resume_after"], null);
        Assert.InRange(resume, 0, 1_199);
        Assert.True(read.Where(m => m.Change is not null).All(m => m.Change.PrevPosition == m.Change.Position - 1));
        Assert.True(read.Sum(m => m.CalculateSize()) < 1 << 20);

        var rest = await hub.ReadAsync(new() { Cursor = resume });
        Assert.Equal(1_200 - resume, rest.Count(m => m.Change is not null));
    }

    [Fact]
    public async Task A_client_has_only_so_many_streams()
    {
        var calls = Enumerable.Range(0, 3).Select(_ => _hub.Feed.Watch(new() { Follow = true }, cancellationToken: Cancel)).ToList();
        foreach (var call in calls)
            await NextAsync(call);

        var refused = await Assert.ThrowsAsync<RpcException>(() => _hub.ReadAsync(new() { Follow = true }));
        Assert.Equal("TOO_MANY_STREAMS", FailureDetails.Of(refused).Reason);
        Assert.Equal(("3", "3"), (refused.Trailers.GetValue("hub-feed-streams-most"), refused.Trailers.GetValue("hub-feed-streams-open")));
        foreach (var call in calls)
            call.Dispose();
        await WaitForPlacesAsync(_hub, 0);
    }

    [Fact]
    public async Task A_hub_that_stops_tells_where_to_go_on()
    {
        await _hub.PushAsync(Gig("a", 1));
        using var call = _hub.Feed.Watch(new() { Cursor = 0, Follow = true }, cancellationToken: Cancel);
        Assert.Equal(["bookmark 0/1", "1<0 Published a r1", "bookmark 1/1"], await ManyAsync(call, 3));

        var stopping = _hub.Hub.StopAsync(Cancel);
        var failure = FailureDetails.Of(await Assert.ThrowsAsync<RpcException>(() => NextAsync(call)));
        await stopping;

        Assert.Equal(("HUB_STOPPING", "1"), (failure.Reason, failure.Info.Metadata["resume_after"]));
    }

    [Fact]
    public async Task Large_offers_are_read_ahead_only_as_far_as_a_stream_may_hold()
    {
        await _hub.PushAsync([.. Enumerable.Range(0, 5).Select(i => Large(Gig($"{i}", 1)))]);
        using var view = _hub.Hub.Services.GetRequiredService<Hub.Data.Feed.FeedLog>().View();

        var (sizes, after) = (new List<long>(), 0L);
        while (after < view.LastPosition)
        {
            var page = view.Read(after, Hub.Data.Feed.FeedFilter.All, FeedOptions.PageRows, FeedOptions.PageBytes);
            sizes.Add(page.Changes.Sum(change => (long)change.Offer!.Body.Length));
            after = page.ReadTo;
        }

        Assert.Equal(5, sizes.Count);
        Assert.All(sizes, size => Assert.InRange(size, 1, FeedOptions.PageBytes));
        Assert.Equal(5, (await _hub.ReadAsync(new() { Cursor = 0 })).Count(message => message.Change is not null));
    }

    private static Item Large(Item gig)
    {
        for (var i = 0; i < 65; i++)
            gig.Gig.Attributes[$"{i}"] = new('x', 3_900);
        return gig;
    }

    private static Item WithText(Item gig)
    {
        gig.Gig.Description = new('x', 15_000);
        return gig;
    }

    private async Task CompactAllAsync()
    {
        await ExecuteAsync("UPDATE changes SET committed_at = 0");
        await _hub.Hub.Services.GetRequiredService<FollowerRunner>().CatchUpAsync(Cancel);
        await _hub.Hub.Services.GetRequiredService<FeedCompaction>().CompactAsync(Cancel);
    }

    private async Task ExecuteAsync(string sql)
    {
        await using var db = await _hub.Hub.Services.GetRequiredService<IDbContextFactory<HubDbContext>>().CreateDbContextAsync(Cancel);
        await db.Database.ExecuteSqlRawAsync(sql, Cancel);
    }

    /// <summary>Waits until so many streams are open: the hub learns a moment later that a call was cancelled.</summary>
    private static async Task WaitForPlacesAsync(FeedHub hub, int open)
    {
        while (hub.Hub.Services.GetRequiredService<FeedServices>().Places.Count != open)
            await Task.Delay(20, Cancel);
    }

    private static async Task ReadToAsync(AsyncServerStreamingCall<WatchResponse> call, long position)
    {
        while (await NextAsync(call) is not { Bookmark: { } bookmark } || bookmark.Position < position)
        {
        }
    }

    private static async Task<List<string>> ManyAsync(AsyncServerStreamingCall<WatchResponse> call, int count)
    {
        var many = new List<string>();
        for (var i = 0; i < count; i++)
            many.Add(Short(await NextAsync(call)));
        return many;
    }
}
