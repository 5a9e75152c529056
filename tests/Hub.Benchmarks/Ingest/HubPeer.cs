using System.Net.Http.Json;
using System.Text.Json;
using Grpc.Core;
using Grpc.Net.Client;
using Hub.Catalogue.V1;
using Hub.Testing;
using Microsoft.EntityFrameworkCore;

namespace Hub.Benchmarks.Ingest;

/// <summary>The hub itself, in its own process: real tokens, gRPC over loopback, an answer only after the commit is on disk.</summary>
internal sealed class HubPeer : Peer
{
    private readonly TemporaryFolder _folder = new();
    private HubProcess _hub = null!;
    private Partner _partner = null!;
    private GrpcChannel _channel = null!;

    public override string Name => $"hub over gRPC, {IngestOptions.Streams} streams, {IngestOptions.PerMessage} a message";

    public override async Task PrepareAsync(IReadOnlyList<Item> items)
    {
        _hub = await HubProcess.StartAsync(_folder.Path, CancellationToken.None);
        _partner = await _hub.OnboardAsync("Gig Nusantara", "PLATFORM", "GIG", "catalogue.write", CancellationToken.None);
        _channel = _hub.Channel(await _hub.TokenAsync(_partner, CancellationToken.None));
        await WriteAsync(items);
    }

    public override Task WriteAsync(IReadOnlyList<Item> items)
    {
        var share = (items.Count + IngestOptions.Streams - 1) / IngestOptions.Streams;
        return Task.WhenAll(items.Chunk(share).Select(PushAsync));
    }

    /// <summary>Rollups and the search index follow what was written; they are the hub's own work, but not of this write.</summary>
    public override async Task SettleAsync()
    {
        while (true)
        {
            var health = await _hub.Http.GetFromJsonAsync<JsonElement>("/health/ready");
            if (health.GetProperty("followers").EnumerateArray().All(follower => follower.GetProperty("lag").GetInt64() == 0))
                return;
            await Task.Delay(50);
        }
    }

    public override async Task<long> CountAsync()
    {
        await using var db = new Hub.Data.HubDatabase(_folder.Path).Open();
        return await db.Offers.LongCountAsync();
    }

    private async Task PushAsync(Item[] items)
    {
        using var call = new CatalogueSyncService.CatalogueSyncServiceClient(_channel).Sync();
        await call.RequestStream.WriteAsync(new() { Open = new() { Source = _partner.SourceId, Mode = SyncMode.Delta } });
        var answers = ReadAsync(call.ResponseStream, items.Length);
        long sequence = 1;
        foreach (var batch in items.Chunk(IngestOptions.PerMessage))
        {
            await call.RequestStream.WriteAsync(new() { Items = new() { FirstSequence = sequence, Items_ = { batch } } });
            sequence += batch.Length;
        }

        await call.RequestStream.CompleteAsync();
        await answers;
    }

    private static async Task ReadAsync(IAsyncStreamReader<SyncResponse> answers, int expected)
    {
        long durable = 0;
        while (await answers.MoveNext(CancellationToken.None))
            durable = answers.Current.Progress?.DurableThrough ?? durable;
        if (durable != expected)
            throw new InvalidOperationException($"{durable} of {expected} items were acknowledged.");
    }

    public override async ValueTask DisposeAsync()
    {
        _channel.Dispose();
        await _hub.DisposeAsync();
        _folder.Dispose();
    }
}
