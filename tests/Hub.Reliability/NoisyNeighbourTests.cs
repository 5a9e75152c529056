using System.Collections.Concurrent;
using System.Diagnostics;
using Google.Rpc;
using Grpc.Core;
using Hub.Catalogue.V1;
using Hub.Testing;

namespace Hub.Reliability;

/// <summary>R16: one partner asks for a hundred times what it may have. It is told to wait; another is served as before, without an error.</summary>
public sealed class NoisyNeighbourTests
{
    private const int Quota = 16;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_partner_beyond_its_quota_is_told_to_wait_and_its_neighbour_is_served()
    {
        var time = TimeSpan.FromSeconds(Rigs.Times(3, 30));
        var excess = Rigs.Times(20, 100);
        using var folder = new TemporaryFolder();
        await using var hub = await HubProcess.StartAsync(folder.Path, Cancel);
        var noisy = await hub.OnboardAsync("Gig Nusantara", "PLATFORM", "GIG", "catalogue.write catalogue.read", Cancel);
        var quiet = await hub.OnboardAsync("Balai Latihan Kerja", "PLATFORM", "GIG", "catalogue.write catalogue.read", Cancel);
        using var quietChannel = hub.Channel(await hub.TokenAsync(quiet, Cancel));
        var neighbour = new CatalogueSyncService.CatalogueSyncServiceClient(quietChannel);
        await P99Async(neighbour, quiet, TimeSpan.FromSeconds(1));
        var before = await P99Async(neighbour, quiet, time);

        using var channel = hub.Channel(await hub.TokenAsync(noisy, Cancel), manyConnections: true);
        var client = new CatalogueSyncService.CatalogueSyncServiceClient(channel);
        using var over = CancellationTokenSource.CreateLinkedTokenSource(Cancel);
        var answers = new ConcurrentDictionary<string, int>();
        var flood = Task.WhenAll(Enumerable.Range(0, Quota * excess).Select(i => FloodAsync(client, noisy, i, answers, over.Token)));
        var during = await P99Async(neighbour, quiet, time);
        await over.CancelAsync();
        await flood;

        Assert.Subset(new HashSet<string> { "stored", "told to wait" }, answers.Keys.ToHashSet());
        Assert.True(answers.GetValueOrDefault("told to wait") > 0);
        Rigs.Say($"{Quota * excess} calls at once of one partner, whose quota is {Quota}: {answers.GetValueOrDefault("stored")} stored, {answers["told to wait"]} told to wait; the other's p99 of a durable item {before:0.0} -> {during:0.0} ms, no errors");
    }

    /// <summary>One call after the other, however it is told to wait.</summary>
    private static async Task FloodAsync(
        CatalogueSyncService.CatalogueSyncServiceClient client, Partner partner, int number, ConcurrentDictionary<string, int> answers, CancellationToken over)
    {
        var request = new UpsertItemsRequest { Source = partner.SourceId, Items = { Enumerable.Range(1, 20).Select(i => Upload.Item((number * 20) + i)) } };
        while (!over.IsCancellationRequested)
        {
            try
            {
                await client.UpsertItemsAsync(request, cancellationToken: Cancel);
                answers.AddOrUpdate("stored", 1, static (_, count) => count + 1);
            }
            catch (RpcException exception)
            {
                var said = exception.StatusCode == StatusCode.ResourceExhausted && Retry(exception) > TimeSpan.Zero ? "told to wait" : exception.Status.ToString();
                answers.AddOrUpdate(said, 1, static (_, count) => count + 1);
            }
        }
    }

    private static TimeSpan Retry(RpcException exception)
    {
        var details = Google.Rpc.Status.Parser.ParseFrom(exception.Trailers.GetValueBytes("grpc-status-details-bin")).Details;
        return details.SingleOrDefault(detail => detail.Is(RetryInfo.Descriptor))?.Unpack<RetryInfo>().RetryDelay.ToTimeSpan() ?? TimeSpan.Zero;
    }

    /// <summary>The 99th percentile of storing one item after the other, in milliseconds. Each must be stored.</summary>
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
        }

        took.Sort();
        return took[took.Count * 99 / 100];
    }
}
