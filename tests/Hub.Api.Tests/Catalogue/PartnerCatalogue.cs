using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using Google.Protobuf;
using Grpc.Core;
using Hub.Catalogue.V1;

namespace Hub.Api.Tests.Catalogue;

/// <summary>A partner's own catalogue, which it brings to the hub by digest, as the contract's README tells partners to.</summary>
internal sealed class PartnerCatalogue
{
    public SortedDictionary<string, Item> Items { get; } = new(StringComparer.Ordinal);

    public void Put(string id, long revision, string title = "Servis AC") =>
        Items[id] = new() { ExternalId = id, Revision = revision, Gig = new() { Title = title, Sector = Sector.Repair } };

    public void End(string id, long revision) => Items[id] = new() { ExternalId = id, Revision = revision, Tombstone = new() };

    public ByteString Digest() => ByteString.CopyFrom(SHA256.HashData(Nodes().Span));

    public ByteString Nodes()
    {
        var nodes = new byte[4096];
        for (var node = 0; node < 256; node++)
        {
            var leaves = Leaves(node).Span;
            for (var leaf = 0; leaf < 256; leaf++)
                Xor(nodes.AsSpan(node * 16, 16), leaves.Slice(leaf * 16, 16));
        }

        return ByteString.CopyFrom(nodes);
    }

    public ByteString Leaves(int node)
    {
        var leaves = new byte[4096];
        foreach (var item in Items.Values.Where(item => Place(item) / 256 == node))
            Xor(leaves.AsSpan(Place(item) % 256 * 16, 16), DigestOf(item));
        return ByteString.CopyFrom(leaves);
    }

    /// <summary>Sends the catalogue by digest, and tells how many items went over the wire and how the session ended.</summary>
    public async Task<(int Sent, Closed Closed)> SyncAsync(
        CatalogueSyncService.CatalogueSyncServiceClient sync, string source, string? session = null, CancellationToken cancel = default)
    {
        using var call = sync.Sync(cancellationToken: cancel);
        var open = new Open { Source = source, Mode = SyncMode.Snapshot, SourceDigest = Digest() };
        if (session is not null)
            open.SessionId = session;
        await call.RequestStream.WriteAsync(new() { Open = open }, cancel);
        var wanted = new List<Item>();
        var sequence = 0L;
        while (await call.ResponseStream.MoveNext(cancel))
        {
            switch (call.ResponseStream.Current)
            {
                case { Opened: { } opened } when opened.SourceDigest == open.SourceDigest:
                    break;
                case { Opened: { } opened }:
                    sequence = opened.ResumeAfter;
                    await call.RequestStream.WriteAsync(new() { Nodes = new() { Digests = Nodes() } }, cancel);
                    break;
                case { Wanted: { } next }:
                    await AnswerAsync(call.RequestStream, next, wanted, sequence, cancel);
                    break;
                case { Closed: { } closed }:
                    return (wanted.Count, closed);
            }
        }

        throw new InvalidOperationException("The stream ended without Closed.");
    }

    private async Task AnswerAsync(IClientStreamWriter<SyncRequest> requests, Wanted next, List<Item> wanted, long sequence, CancellationToken cancel)
    {
        wanted.AddRange(next.ExternalIds.Select(id => Items[id]));
        if (next.Nodes.Count > 0)
        {
            await requests.WriteAsync(
                new() { Leaves = new() { Nodes = { next.Nodes.Select(node => new NodeLeaves { Node = node, Digests = Leaves(node) }) } } }, cancel);
        }

        if (next.Leaves.Count > 0 || next.AllKeys)
        {
            var keys = Items.Values.Where(item => next.AllKeys || next.Leaves.Contains(Place(item)))
                .Select(item => new Key { ExternalId = item.ExternalId, Revision = item.Revision, Tombstone = item.Tombstone is not null }).ToList();
            foreach (var chunk in keys.Chunk(3))
                await requests.WriteAsync(new() { Keys = new() { Keys_ = { chunk } } }, cancel);
            await requests.WriteAsync(new() { Keys = new() { Last = true } }, cancel);
        }

        if (!next.Last)
            return;
        if (wanted.Count > 0)
            await requests.WriteAsync(new() { Items = new() { FirstSequence = sequence + 1, Items_ = { wanted } } }, cancel);
        await requests.WriteAsync(new() { Commit = new() { ExpectedCount = Items.Values.Count(item => item.Tombstone is null), SourceDigest = Digest() } }, cancel);
        await requests.CompleteAsync();
    }

    private static int Place(Item item) => SHA256.HashData(Encoding.UTF8.GetBytes(item.ExternalId)) is [var node, var leaf, ..] ? (node * 256) + leaf : 0;

    private static ReadOnlySpan<byte> DigestOf(Item item)
    {
        var key = Encoding.UTF8.GetBytes(item.ExternalId);
        var bytes = new byte[key.Length + 13];
        BinaryPrimitives.WriteInt32BigEndian(bytes, key.Length);
        key.CopyTo(bytes, 4);
        BinaryPrimitives.WriteInt64BigEndian(bytes.AsSpan(4 + key.Length), item.Revision);
        bytes[^1] = (byte)(item.Tombstone is null ? 1 : 2);
        return SHA256.HashData(bytes).AsSpan(0, 16);
    }

    private static void Xor(Span<byte> into, ReadOnlySpan<byte> digest)
    {
        for (var i = 0; i < into.Length; i++)
            into[i] ^= digest[i];
    }
}
