using System.Diagnostics;
using System.Net.Http.Json;
using System.Text.Json;
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
    private GrpcChannel? _opened;
    private long _openedAt;
    private Upload _upload = null!;

    public override string Name => $"hub over gRPC, {IngestOptions.Streams} streams, {IngestOptions.PerMessage} a message";

    public override int ProcessId => _hub.Id;

    private GrpcChannel Channel => _opened ?? throw new InvalidOperationException("No channel is open.");

    public override async Task PrepareAsync(IReadOnlyList<Item> items)
    {
        _hub = await HubProcess.StartAsync(_folder.Path, CancellationToken.None);
        _partner = await _hub.OnboardAsync("Gig Nusantara", "PLATFORM", "GIG", "catalogue.write", CancellationToken.None);
        await OpenAsync();
        Ready(items);
        await WriteAsync(items);
    }

    public override void Ready(IReadOnlyList<Item> items) => _upload = new(items);

    public override Task WriteAsync(IReadOnlyList<Item> items) => _upload.SendAsync(Channel, _partner.SourceId);

    /// <summary>Rollups and the search index follow what was written; they are the hub's own work, but not of this write.</summary>
    public override async Task SettleAsync()
    {
        // A token lives for a quarter of an hour, a run with all peers does not end by then.
        if (Stopwatch.GetElapsedTime(_openedAt) > TimeSpan.FromMinutes(8))
            await OpenAsync();
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

    private async Task OpenAsync()
    {
        _opened?.Dispose();
        _opened = _hub.Channel(await _hub.TokenAsync(_partner, CancellationToken.None));
        _openedAt = Stopwatch.GetTimestamp();
    }

    /// <summary>How long an acknowledgement takes while new items come at two fifths of the rate that was reached.</summary>
    public async Task SayLatencyAsync(IngestOptions options, double peak)
    {
        var batches = ItemFactory.Gigs(100_000_000, Math.Min(options.Items, 20_000), 1).Chunk(IngestOptions.PerMessage).ToArray();
        var sent = new long[batches.Length];
        var waits = new List<double>();
        using var call = new CatalogueSyncService.CatalogueSyncServiceClient(Channel).Sync();
        await call.RequestStream.WriteAsync(new() { Open = new() { Source = _partner.SourceId, Mode = SyncMode.Delta } });
        var reading = Task.Run(async () =>
        {
            var through = 0;
            while (await call.ResponseStream.MoveNext(CancellationToken.None))
            {
                for (var durable = call.ResponseStream.Current.Progress?.DurableThrough ?? 0; through < durable / IngestOptions.PerMessage; through++)
                    waits.Add(Stopwatch.GetElapsedTime(sent[through]).TotalMilliseconds);
            }
        });
        var started = Stopwatch.GetTimestamp();
        for (var i = 0; i < batches.Length; i++)
        {
            var due = TimeSpan.FromSeconds(i * IngestOptions.PerMessage / (0.4 * peak)) - Stopwatch.GetElapsedTime(started);
            if (due > TimeSpan.Zero)
                await Task.Delay(due);
            sent[i] = Stopwatch.GetTimestamp();
            await call.RequestStream.WriteAsync(new() { Items = new() { FirstSequence = (i * IngestOptions.PerMessage) + 1, Items_ = { batches[i] } } });
        }

        await call.RequestStream.CompleteAsync();
        await reading;
        waits.Sort();
        Read.Bar.AtMost(
            string.Create(System.Globalization.CultureInfo.InvariantCulture, $"acknowledgement at 40 % of the peak: p99 (p50 {waits[waits.Count / 2]:0.0} ms)"),
            waits[(int)(waits.Count * 0.99)], 200, "ms");
    }

    public override async ValueTask DisposeAsync()
    {
        _opened?.Dispose();
        await _hub.DisposeAsync();
        _folder.Dispose();
    }
}
