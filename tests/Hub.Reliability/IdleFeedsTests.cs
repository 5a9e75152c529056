using System.Diagnostics;
using Grpc.Core;
using Grpc.Net.Client;
using Hub.Catalogue.V1;
using Hub.Feed.V1;
using Hub.Testing;

namespace Hub.Reliability;

/// <summary>R9: ten thousand readers that wait for something to happen. What each takes, and how soon one change reaches them all.</summary>
public sealed class IdleFeedsTests
{
    private const int PerClient = 1_000;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task One_change_reaches_every_idle_reader()
    {
        var readers = Rigs.Times(500, 10_000);
        Environment.SetEnvironmentVariable("Hub__Feed__StreamsPerClient", PerClient.ToString(System.Globalization.CultureInfo.InvariantCulture));
        using var folder = new TemporaryFolder();
        await using var hub = await HubProcess.StartAsync(folder.Path, Cancel);
        var partner = await hub.OnboardAsync("Gig Nusantara", "PLATFORM", "GIG", "catalogue.write catalogue.read", Cancel);
        using var own = hub.Channel(await hub.TokenAsync(partner, Cancel));
        var sync = new CatalogueSyncService.CatalogueSyncServiceClient(own);
        await sync.UpsertItemsAsync(new() { Source = partner.SourceId, Items = { Upload.Item(1) } }, cancellationToken: Cancel);
        var alone = ProcessMemory.AnonymousKiB(hub.Id);

        var channels = new List<GrpcChannel>();
        var feeds = new List<AsyncServerStreamingCall<WatchResponse>>();
        try
        {
            while (feeds.Count < readers)
            {
                if (feeds.Count % PerClient == 0)
                {
                    var client = await hub.OnboardAsync($"Pembaca {channels.Count}", "AGENCY", "GIG", "feed.read", Cancel);
                    channels.Add(hub.Channel(await hub.TokenAsync(client, Cancel), manyConnections: true));
                }

                feeds.Add(new ChangeFeedService.ChangeFeedServiceClient(channels[^1]).Watch(new() { Follow = true, Cursor = 0 }, cancellationToken: Cancel));
                if (feeds.Count == 1)
                    await NextChangeAsync(feeds[0]);
            }

            await Task.WhenAll(feeds.Skip(1).Select(NextChangeAsync));
            await Task.Delay(TimeSpan.FromSeconds(1), Cancel);
            var idle = ProcessMemory.AnonymousKiB(hub.Id);

            var started = Stopwatch.GetTimestamp();
            await sync.UpsertItemsAsync(new() { Source = partner.SourceId, Items = { Upload.Item(2) } }, cancellationToken: Cancel);
            await Task.WhenAll(feeds.Select(NextChangeAsync));
            var reached = Stopwatch.GetElapsedTime(started);

            feeds.ForEach(feed => feed.Dispose());
            feeds.Clear();
            await Task.Delay(TimeSpan.FromSeconds(2), Cancel);
            Rigs.Say($"{readers} idle feeds: the hub has {idle / 1024} MiB of anonymous memory, {(idle - alone) / readers} KiB a feed more than idle without them; one change reached all in {reached.TotalSeconds:0.00} s");
        }
        finally
        {
            feeds.ForEach(feed => feed.Dispose());
            channels.ForEach(channel => channel.Dispose());
        }
    }

    private static async Task NextChangeAsync(AsyncServerStreamingCall<WatchResponse> feed)
    {
        while (await feed.ResponseStream.MoveNext(Cancel))
        {
            if (feed.ResponseStream.Current.Change is not null)
                return;
        }

        throw new InvalidOperationException("The feed ended.");
    }
}
