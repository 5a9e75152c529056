using System.Security.Cryptography;
using Google.Protobuf;
using Grpc.Core;
using Hub.Benchmarks.Ingest;
using Hub.Catalogue.V1;
using Hub.Data.Catalogue;
using Hub.Data.Digests;
using SyncMode = Hub.Catalogue.V1.SyncMode;

namespace Hub.Benchmarks.Resync;

/// <summary>What a synchronisation took over the wire, as the messages' own bytes with five each for their frame.</summary>
/// <param name="Sent">Bytes to the hub.</param>
/// <param name="Received">Bytes from the hub.</param>
/// <param name="ItemBytes">Of those sent, the bytes of items.</param>
/// <param name="Items">Items sent.</param>
/// <param name="Closed">How it ended.</param>
internal sealed record WireCost(long Sent, long Received, long ItemBytes, int Items, Closed Closed)
{
    public long Beside => Sent + Received - ItemBytes;
}

/// <summary>A partner's catalogue of generated gigs: their revisions, and the sums over them.</summary>
internal sealed class WireCatalogue
{
    private readonly UInt128[] _leaves = new UInt128[ItemDigest.Leaves];
    private readonly List<int> _revisions = [];
    private readonly List<string> _keys = [];
    private readonly Dictionary<string, int> _numbers = new(StringComparer.Ordinal);
    private long _sent;
    private long _received;
    private long _itemBytes;

    public int Count => _keys.Count;

    /// <summary>Adds the next item; its content is made when it is sent.</summary>
    public void Add()
    {
        var key = ItemFactory.Gig(Count, 1).ExternalId;
        _numbers.Add(key, Count);
        _keys.Add(key);
        _revisions.Add(1);
        _leaves[ItemDigest.LeafOf(key)] ^= ItemDigest.Of(key, 1, SaidState.Live);
    }

    public void Change(int number)
    {
        var key = _keys[number];
        _leaves[ItemDigest.LeafOf(key)] ^= ItemDigest.Of(key, _revisions[number], SaidState.Live);
        _leaves[ItemDigest.LeafOf(key)] ^= ItemDigest.Of(key, ++_revisions[number], SaidState.Live);
    }

    /// <summary>One snapshot by digest.</summary>
    public async Task<WireCost> SyncAsync(CatalogueSyncService.CatalogueSyncServiceClient sync, string source)
    {
        (_sent, _received, _itemBytes) = (0, 0, 0);
        using var call = sync.Sync();
        var nodes = Nodes();
        var digest = ByteString.CopyFrom(SHA256.HashData(nodes.Span));
        await SendAsync(call, new() { Open = new() { Source = source, Mode = SyncMode.Snapshot, SourceDigest = digest, ExpectedCount = Count } });
        var wanted = new List<int>();
        while (await call.ResponseStream.MoveNext(CancellationToken.None))
        {
            var answer = call.ResponseStream.Current;
            _received += answer.CalculateSize() + 5;
            if (answer.Closed is { } closed)
                return new(_sent, _received, _itemBytes, wanted.Count, closed);
            if (answer.Opened is { } opened && opened.SourceDigest != digest)
                await SendAsync(call, new() { Nodes = new() { Digests = nodes } });
            if (answer.Wanted is not { } next)
                continue;
            wanted.AddRange(next.ExternalIds.Select(id => _numbers[id]));
            await AnswerAsync(call, next);
            if (next.Last)
                await FinishAsync(call, wanted, digest);
        }

        throw new InvalidOperationException("The stream ended without Closed.");
    }

    private async Task AnswerAsync(AsyncDuplexStreamingCall<SyncRequest, SyncResponse> call, Wanted next)
    {
        if (next.Nodes.Count > 0)
            await SendAsync(call, new() { Leaves = new() { Nodes = { next.Nodes.Select(node => new NodeLeaves { Node = node, Digests = Leaves(node) }) } } });
        if (next.Leaves.Count == 0 && !next.AllKeys)
            return;
        var leaves = next.Leaves.ToHashSet();
        foreach (var chunk in Enumerable.Range(0, Count).Where(n => next.AllKeys || leaves.Contains(ItemDigest.LeafOf(_keys[n]))).Chunk(10_000))
            await SendAsync(call, new() { Keys = new() { Keys_ = { chunk.Select(n => new Key { ExternalId = _keys[n], Revision = _revisions[n] }) } } });
        await SendAsync(call, new() { Keys = new() { Last = true } });
    }

    private async Task FinishAsync(AsyncDuplexStreamingCall<SyncRequest, SyncResponse> call, List<int> wanted, ByteString digest)
    {
        long sequence = 1;
        foreach (var chunk in wanted.Chunk(1_000))
        {
            Item[] items = [.. chunk.Select(n => ItemFactory.Gig(n, _revisions[n]))];
            _itemBytes += items.Sum(item => item.CalculateSize());
            await SendAsync(call, new() { Items = new() { FirstSequence = sequence, Items_ = { items } } });
            sequence += chunk.Length;
        }

        await SendAsync(call, new() { Commit = new() { ExpectedCount = Count, SourceDigest = digest } });
        await call.RequestStream.CompleteAsync();
    }

    private Task SendAsync(AsyncDuplexStreamingCall<SyncRequest, SyncResponse> call, SyncRequest message)
    {
        _sent += message.CalculateSize() + 5;
        return call.RequestStream.WriteAsync(message);
    }

    private ByteString Leaves(int node)
    {
        var joined = new byte[ItemDigest.Fan * ItemDigest.Size];
        SumNode.Join(_leaves.AsSpan(node * ItemDigest.Fan, ItemDigest.Fan), joined);
        return ByteString.CopyFrom(joined);
    }

    private ByteString Nodes()
    {
        var totals = new UInt128[ItemDigest.Fan];
        for (var node = 0; node < totals.Length; node++)
            totals[node] = SumNode.Total(_leaves.AsSpan(node * ItemDigest.Fan, ItemDigest.Fan));
        var joined = new byte[ItemDigest.Fan * ItemDigest.Size];
        SumNode.Join(totals, joined);
        return ByteString.CopyFrom(joined);
    }
}
