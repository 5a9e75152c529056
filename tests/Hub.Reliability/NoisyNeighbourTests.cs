using System.Diagnostics;
using Google.Rpc;
using Grpc.Core;
using Hub.Catalogue.V1;
using Hub.Testing;

namespace Hub.Reliability;

/// <summary>R16: one partner asks for a hundred times what it may have. It is told to wait; another is served as before, without an error.</summary>
public sealed class NoisyNeighbourTests
{
    private const string Upsert = "/hub.catalogue.v1.CatalogueSyncService/UpsertItems";
    private const int Quota = 16;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_partner_beyond_its_quota_is_told_to_wait_and_its_neighbour_is_served()
    {
        var time = TimeSpan.FromSeconds(Rigs.Times(3, 30));
        var excess = Rigs.Times(25, 100);
        using var folder = new TemporaryFolder();
        await using var hub = await HubProcess.StartAsync(folder.Path, Cancel);
        var noisy = await hub.OnboardAsync("Gig Nusantara", "PLATFORM", "GIG", "catalogue.write catalogue.read", Cancel);
        var quiet = await hub.OnboardAsync("Balai Latihan Kerja", "PLATFORM", "GIG", "catalogue.write catalogue.read", Cancel);
        using var quietChannel = hub.Channel(await hub.TokenAsync(quiet, Cancel));
        var neighbour = new CatalogueSyncService.CatalogueSyncServiceClient(quietChannel);
        await P99Async(neighbour, quiet, TimeSpan.FromSeconds(1));
        var before = await P99Async(neighbour, quiet, time);

        var token = await hub.TokenAsync(noisy, Cancel);
        var request = new UpsertItemsRequest { Source = noisy.SourceId, Items = { Enumerable.Range(1, 20).Select(i => Upload.Item(i)) } };
        var connections = await Task.WhenAll(Enumerable.Range(0, Quota * excess / CallFlood.AtOnce).Select(_ => CallFlood.OpenAsync(hub.GrpcUrl, Upsert, token, request, Cancel)));
        using var over = CancellationTokenSource.CreateLinkedTokenSource(Cancel);
        var floods = connections.Select(connection => Task.Run(() => connection.RunAsync(over.Token))).ToArray();
        var during = await P99Async(neighbour, quiet, time);
        using (var channel = hub.Channel(token))
            Assert.True(await RetryAsync(new(channel), request) > TimeSpan.Zero);
        await over.CancelAsync();
        await Task.WhenAll(floods);
        foreach (var connection in connections)
            await connection.DisposeAsync();

        var (stored, refused) = (connections.Sum(flood => flood.Stored), connections.Sum(flood => flood.ToldToWait));
        Assert.Equal(0, connections.Sum(flood => flood.Others));
        Assert.True(stored > 0 && refused > 0, $"{stored} stored, {refused} told to wait");
        Rigs.Say($"{Quota * excess} calls at once of one partner, whose quota is {Quota}: {stored} stored, {refused} told to wait; the other's p99 of a durable item {before:0.0} -> {during:0.0} ms, no errors");
    }

    /// <summary>When the hub says to try again, once it refuses a call.</summary>
    private static async Task<TimeSpan> RetryAsync(CatalogueSyncService.CatalogueSyncServiceClient client, UpsertItemsRequest request)
    {
        while (true)
        {
            try
            {
                await client.UpsertItemsAsync(request, cancellationToken: Cancel);
            }
            catch (RpcException exception)
            {
                Assert.Equal(StatusCode.ResourceExhausted, exception.StatusCode);
                return Retry(exception);
            }
        }
    }

    private static TimeSpan Retry(RpcException exception)
    {
        var details = Google.Rpc.Status.Parser.ParseFrom(exception.Trailers.GetValueBytes("grpc-status-details-bin")).Details;
        return details.SingleOrDefault(detail => detail.Is(RetryInfo.Descriptor))?.Unpack<RetryInfo>().RetryDelay.ToTimeSpan() ?? TimeSpan.Zero;
    }

    /// <summary>The 99th percentile of storing an item, in milliseconds, at some forty a second, well within a quota. Each must be stored.</summary>
    private static async Task<double> P99Async(CatalogueSyncService.CatalogueSyncServiceClient client, Partner partner, TimeSpan time)
    {
        var started = Stopwatch.GetTimestamp();
        var took = new List<double>();
        while (Stopwatch.GetElapsedTime(started) < time)
        {
            var call = Stopwatch.GetTimestamp();
            var item = Upload.Item(1);
            item.Revision = call;
            var answer = await client.UpsertItemsAsync(new() { Source = partner.SourceId, Items = { item } }, cancellationToken: Cancel);
            Assert.True(answer.Verdicts.All(verdict => verdict.Outcome is not Outcome.Rejected));
            took.Add(Stopwatch.GetElapsedTime(call).TotalMilliseconds);
            await Task.Delay(TimeSpan.FromMilliseconds(20), Cancel);
        }

        took.Sort();
        return took[took.Count * 99 / 100];
    }
}
