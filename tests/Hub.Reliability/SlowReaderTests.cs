using System.Diagnostics;
using System.Globalization;
using Google.Rpc;
using Grpc.Core;
using Hub.Catalogue.V1;
using Hub.Feed.V1;
using Hub.Testing;

namespace Hub.Reliability;

/// <summary>R7: readers of the feed that take nothing. What the hub holds for them, what others notice, and how they are ended.</summary>
public sealed class SlowReaderTests
{
    private const int Readers = 8;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Readers_that_take_nothing_hold_little_and_are_told_where_to_go_on()
    {
        // A token lives for ten minutes, and a stream no longer than its token.
        var patience = Rigs.Times(5, 540);
        using var folder = new TemporaryFolder();
        await using var hub = await HubProcess.StartAsync(
            folder.Path, Cancel, ("Hub:Feed:SlowReaderSeconds", patience.ToString(CultureInfo.InvariantCulture)), ("Hub:Feed:StreamsPerClient", "20"));
        var partner = await hub.OnboardAsync("Gig Nusantara", "PLATFORM", "GIG", "catalogue.write catalogue.read feed.read", Cancel);
        await new Upload(hub, partner).RunAsync(await hub.TokenAsync(partner, Cancel), Rigs.Times(20_000, 200_000), null, Cancel);

        // The slow ones share a connection, the quick one has its own: a connection's window is shared by its calls.
        var token = await hub.TokenAsync(partner, Cancel);
        using var slowChannel = hub.Channel(token);
        using var channel = hub.Channel(token);
        var sync = new CatalogueSyncService.CatalogueSyncServiceClient(channel);
        var last = (await new ChangeFeedService.ChangeFeedServiceClient(channel).GetFeedStateAsync(new(), cancellationToken: Cancel)).LastPosition;
        using var quick = new ChangeFeedService.ChangeFeedServiceClient(channel).Watch(new() { Follow = true, Cursor = last }, cancellationToken: Cancel);
        var pushes = Rigs.Times(100, 1_000);
        await LatencyAsync(sync, quick, partner, pushes);
        var before = await LatencyAsync(sync, quick, partner, pushes);
        var memory = ProcessMemory.AnonymousKiB(hub.Id);

        var slow = new List<AsyncServerStreamingCall<WatchResponse>>();
        for (var i = 0; i < Readers; i++)
        {
            slow.Add(new ChangeFeedService.ChangeFeedServiceClient(slowChannel).Watch(new() { Follow = true, Cursor = 0 }, cancellationToken: Cancel));
            Assert.True(await slow[i].ResponseStream.MoveNext(Cancel));
        }

        var during = await LatencyAsync(sync, quick, partner, pushes);
        await Task.Delay(TimeSpan.FromSeconds(patience - 2), Cancel);
        var held = (ProcessMemory.AnonymousKiB(hub.Id) - memory) / Readers;
        await Task.Delay(TimeSpan.FromSeconds(4), Cancel);

        var told = await Task.WhenAll(slow.Select(ReadToEndAsync));
        Rigs.Say($"{Readers} readers took nothing for {patience} s: {held} KiB each with all that grew meanwhile; a change reaches another reader in {before:0.0} -> {during:0.0} ms (p99); each was ended with its position, {told.Min()} to {told.Max()} of {last}");
        slow.ForEach(call => call.Dispose());
    }

    /// <summary>Reads what was on its way, and gives the position the end told.</summary>
    private static async Task<long> ReadToEndAsync(AsyncServerStreamingCall<WatchResponse> feed)
    {
        var (read, position) = (0L, 0L);
        var ended = await Assert.ThrowsAsync<RpcException>(async () =>
        {
            while (await feed.ResponseStream.MoveNext(Cancel))
            {
                read += feed.ResponseStream.Current.CalculateSize();
                position = feed.ResponseStream.Current.Change?.Position ?? position;
            }
        });

        Assert.Equal(StatusCode.ResourceExhausted, ended.StatusCode);
        var info = Google.Rpc.Status.Parser.ParseFrom(ended.Trailers.GetValueBytes("grpc-status-details-bin")).Details
            .Single(detail => detail.Is(ErrorInfo.Descriptor)).Unpack<ErrorInfo>();
        Assert.Equal("READER_TOO_SLOW", info.Type);
        var resume = long.Parse(info.Metadata["resume_after"], CultureInfo.InvariantCulture);
        Assert.InRange(resume, 0, position);
        Assert.True(read < 1 << 20, $"{read} bytes were on their way");
        return resume;
    }

    /// <summary>The 99th percentile of the time from a push to the change in another's hands, in milliseconds.</summary>
    private static async Task<double> LatencyAsync(
        CatalogueSyncService.CatalogueSyncServiceClient sync, AsyncServerStreamingCall<WatchResponse> feed, Partner partner, int pushes)
    {
        var took = new List<double>();
        for (var i = 0; i < pushes; i++)
        {
            var item = Upload.Item(1);
            item.Revision = Stopwatch.GetTimestamp();
            item.Gig.Title = $"Servis {item.Revision}";
            var started = Stopwatch.GetTimestamp();
            await sync.UpsertItemsAsync(new() { Source = partner.SourceId, Items = { item } }, cancellationToken: Cancel);
            do
                Assert.True(await feed.ResponseStream.MoveNext(Cancel));
            while (feed.ResponseStream.Current.Change is null);
            took.Add(Stopwatch.GetElapsedTime(started).TotalMilliseconds);
        }

        took.Sort();
        return took[took.Count * 99 / 100];
    }
}
