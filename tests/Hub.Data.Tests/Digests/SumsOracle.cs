using Hub.Data.Catalogue;
using Hub.Data.Digests;
using Microsoft.EntityFrameworkCore;

namespace Hub.Data.Tests.Digests;

/// <summary>The sums of a source counted afresh from what its rows say was said.</summary>
internal static class SumsOracle
{
    /// <summary>What is kept is what the rows come to.</summary>
    public static async Task AssertAsync(HubDatabase database, long source)
    {
        var cancel = TestContext.Current.CancellationToken;
        await using var db = database.Open();
        var said = await db.Offers.Where(o => o.SourceId == source && o.SaidState != SaidState.Absent)
            .Select(o => new { o.ExternalId, o.SaidRevision, o.SaidState }).ToListAsync(cancel);
        var leaves = new UInt128[ItemDigest.Leaves];
        foreach (var item in said)
            leaves[ItemDigest.LeafOf(item.ExternalId)] ^= ItemDigest.Of(item.ExternalId, item.SaidRevision, item.SaidState);

        var kept = new UInt128[ItemDigest.Leaves];
        foreach (var node in await db.SourceSums.Where(n => n.SourceId == source).ToListAsync(cancel))
            SumNode.Split(node.Leaves, kept.AsSpan(node.Node * ItemDigest.Fan, ItemDigest.Fan));
        Assert.Equal(leaves, kept);
        Assert.Equal(
            said.Count(i => i.SaidState == SaidState.Live),
            await db.Sources.Where(s => s.Id == source).Select(s => s.SaidLive).SingleAsync(cancel));
    }

    /// <summary>The digest of a catalogue: keys, revisions, and whether each is a tombstone.</summary>
    public static (byte[] Nodes, UInt128[] Leaves) Of(IEnumerable<ListedKey> keys)
    {
        var leaves = new UInt128[ItemDigest.Leaves];
        foreach (var key in keys)
            leaves[ItemDigest.LeafOf(key.ExternalId)] ^= ItemDigest.Of(key.ExternalId, key.Revision, key.IsTombstone ? SaidState.Tombstone : SaidState.Live);
        var totals = new UInt128[ItemDigest.Fan];
        for (var node = 0; node < totals.Length; node++)
            totals[node] = SumNode.Total(leaves.AsSpan(node * ItemDigest.Fan, ItemDigest.Fan));
        var nodes = new byte[ItemDigest.Fan * ItemDigest.Size];
        SumNode.Join(totals, nodes);
        return (nodes, leaves);
    }
}
