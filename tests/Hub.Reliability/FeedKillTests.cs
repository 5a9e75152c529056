using System.Globalization;
using Grpc.Core;
using Hub.Catalogue.V1;
using Hub.Feed.V1;
using Hub.Testing;

namespace Hub.Reliability;

/// <summary>Kills the hub while a partner pushes and a reader follows the feed: nothing is missed and nothing comes twice.</summary>
public sealed class FeedKillTests
{
    private const int Kills = 5;
    private const int Keys = 2_000;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_reader_misses_nothing_and_gets_nothing_twice_though_the_hub_is_killed()
    {
        using var folder = new TemporaryFolder();
        await using var hub = await HubProcess.StartAsync(folder.Path, Cancel);
        var partner = await hub.OnboardAsync("Gig Nusantara", "PLATFORM", "GIG", "catalogue.write feed.read", Cancel);
        var token = await hub.TokenAsync(partner, Cancel);
        var copy = new Copy();
        var random = new Random(2026);
        var revision = 0L;

        for (var kill = 0; kill < Kills; kill++)
        {
            using var channel = hub.Channel(token);
            var reading = copy.FollowAsync(new(channel), Cancel);
            var pushing = PushAsync(new(channel), partner.SourceId, revision, random.Next());
            var enough = copy.Committed + random.Next(500, 4_000);
            while (copy.Committed < enough && !pushing.IsCompleted)
                await Task.Delay(5, Cancel);
            await hub.KillAsync(Cancel);
            revision = await pushing;
            await reading;
            await hub.StartAsync(Cancel);
            TestContext.Current.TestOutputHelper?.WriteLine($"kill {kill + 1}: bookmark {copy.Committed}, {copy.Changes} changes, {copy.Taken} streams");
        }

        using var last = hub.Channel(token);
        var feed = new ChangeFeedService.ChangeFeedServiceClient(last);
        var state = await feed.GetFeedStateAsync(new(), cancellationToken: Cancel);
        await copy.ReadAsync(feed, follow: false, Cancel);
        var snapshot = new Copy();
        await snapshot.ReadAsync(feed, follow: false, Cancel, snapshot: true);

        // Every position once: as many changes as the log has, each behind the one before it.
        Assert.Equal(state.LastPosition, copy.Committed);
        Assert.Equal(state.LastPosition, copy.Changes);
        Assert.True(copy.Changes > 2_000, $"{copy.Changes}");
        Assert.Equal(snapshot.Offers.OrderBy(o => o.Key, StringComparer.Ordinal), copy.Offers.OrderBy(o => o.Key, StringComparer.Ordinal));
        TestContext.Current.TestOutputHelper?.WriteLine($"{Kills} kills, {copy.Changes} changes: 0 missed, 0 doubled, {copy.Offers.Count} offers equal");
    }

    /// <summary>Pushes rounds until the hub is gone. Gives the last revision it used.</summary>
    private static async Task<long> PushAsync(CatalogueSyncService.CatalogueSyncServiceClient sync, string source, long revision, int seed)
    {
        var random = new Random(seed);
        try
        {
            for (var round = 0; round < 2_000; round++)
            {
                revision++;
                var items = Enumerable.Range(0, 50).Select(_ => random.Next(Keys)).Distinct().Select(key => ItemOf(key, revision, random.Next(12)));
                await sync.UpsertItemsAsync(new() { Source = source, Items = { items } }, cancellationToken: Cancel);
            }
        }
        catch (RpcException)
        {
            // The hub is gone, as meant.
        }

        return revision;
    }

    private static Item ItemOf(int key, long revision, int what)
    {
        var item = new Item { ExternalId = key.ToString(CultureInfo.InvariantCulture), Revision = revision };
        if (what == 0)
            item.Tombstone = new();
        else
            item.Gig = new() { Title = $"Servis {key} {revision}", Sector = Sector.Repair, AreaCodes = { "31.74" } };
        return item;
    }

    /// <summary>A copy as the contract tells readers to keep it: what came after the last bookmark is dropped when the stream ends.</summary>
    private sealed class Copy
    {
        private readonly Dictionary<string, string?> _open = new(StringComparer.Ordinal);
        private long _last;
        private long _openChanges;
        private long _committed;

        public Dictionary<string, string> Offers { get; } = new(StringComparer.Ordinal);

        public long Committed => Volatile.Read(ref _committed);

        public long Changes { get; private set; }

        public int Taken { get; private set; }

        public async Task FollowAsync(ChangeFeedService.ChangeFeedServiceClient feed, CancellationToken cancel)
        {
            try
            {
                await ReadAsync(feed, follow: true, cancel);
            }
            catch (RpcException)
            {
                // The hub is gone, as meant.
            }
        }

        public async Task ReadAsync(ChangeFeedService.ChangeFeedServiceClient feed, bool follow, CancellationToken cancel, bool snapshot = false)
        {
            Taken++;
            _open.Clear();
            (_last, _openChanges) = (Committed, 0);
            var request = new WatchRequest { Follow = follow, WithSnapshot = snapshot };
            if (!snapshot)
                request.Cursor = Committed;
            using var call = feed.Watch(request, cancellationToken: cancel);
            await foreach (var message in call.ResponseStream.ReadAllAsync(cancel))
                Take(message, snapshot);
        }

        private void Take(WatchResponse message, bool snapshot)
        {
            if (message.Change is { } change)
            {
                if (!snapshot)
                {
                    Assert.Equal((_last, _last + 1), (change.PrevPosition, change.Position));
                    _last = change.Position;
                }

                _open[change.OfferId] = change.Item?.ToString();
                _openChanges++;
            }
            else if (message.Bookmark is { } bookmark)
            {
                foreach (var (id, item) in _open)
                {
                    if (item is null)
                        Offers.Remove(id);
                    else
                        Offers[id] = item;
                }

                Changes += _openChanges;
                _open.Clear();
                _openChanges = 0;
                Volatile.Write(ref _committed, bookmark.Position);
            }
        }
    }
}
