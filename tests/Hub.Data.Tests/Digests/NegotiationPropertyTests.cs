using FsCheck;
using FsCheck.Fluent;
using Hub.Data.Catalogue;
using Hub.Data.Digests;
using Hub.Data.Tests.Catalogue;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Outcome = Hub.Data.Catalogue.Outcome;

namespace Hub.Data.Tests.Digests;

/// <summary>
/// Random catalogues of a partner, each brought to two sources: to one by a negotiation by digest, to the other whole. Both end alike, and the
/// digest is the partner's.
/// </summary>
public sealed class NegotiationPropertyTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    /// <summary>An item of the partner; its revision decides what it says and whether the rules refuse it.</summary>
    private sealed record Item(string Key, int Revision, bool IsTombstone)
    {
        public ItemWrite Write(long sequence) => IsTombstone
            ? StoreFixture.Tombstone(Key, Revision)
            : StoreFixture.Item(Key, Revision, $"content {Revision}", Revision % 5 == 4 ? Outcome.Rejected : Revision % 5 == 3 ? Outcome.Quarantined : null, sequence);
    }

    private static readonly Gen<Item[]> Changes = Gen.ArrayOf(
        from key in Gen.Choose(0, 30)
        from what in Gen.Choose(0, 5)
        select new Item($"item {key}", 0, what == 0),
        6);

    /// <summary>Steps of a partner: which items it changes or ends (tombstone), and then which it just drops.</summary>
    private static readonly Gen<(Item[] Changed, int[] Dropped, bool KeepsTombstones)[]> Stories =
        (from changed in Changes
         from dropped in Gen.ArrayOf(Gen.Choose(0, 30), 2)
         from keeps in Gen.Elements(true, false)
         select (changed, dropped, keeps)).ArrayOf(4);

    /// <summary>Two tombstones wait for approval; then one comes back, and the other is forgotten. Generated once, and told otherwise by the two ways.</summary>
    private static readonly (Item[] Changed, int[] Dropped, bool KeepsTombstones)[] ForgetsOneOfTwoHeld =
    [
        ([new("item 12", 0, false), new("item 24", 0, false)], [], true),
        ([new("item 12", 0, true), new("item 24", 0, true)], [], true),
        ([new("item 12", 0, true), new("item 24", 0, false)], [], false),
    ];

    [Theory]
    [InlineData(1_000, false)]
    [InlineData(1, false)]
    [InlineData(1_000, true)]
    [InlineData(1, true)]
    public async Task A_negotiated_snapshot_ends_as_a_whole_one(int guard, bool byKeys)
    {
        await using var hub = await StoreFixture.CreateAsync(guard);
        var digests = new DigestStore(hub.Database, hub.Writer);
        var number = 0;
        foreach (var story in Gen.Sample(Stories, 15).Prepend(ForgetsOneOfTwoHeld))
        {
            var whole = await hub.AddSourceAsync($"whole {++number}", guard);
            var negotiated = await hub.AddSourceAsync($"negotiated {number}", guard);
            var partner = new Dictionary<string, Item>();
            var revisions = new Dictionary<string, int>();
            foreach (var (changed, dropped, keepsTombstones) in story)
            {
                foreach (var item in changed)
                    partner[item.Key] = item with { Revision = revisions[item.Key] = revisions.GetValueOrDefault(item.Key) + 1 };
                foreach (var key in dropped)
                    partner.Remove($"item {key}");
                if (!keepsTombstones)
                {
                    foreach (var (key, _) in partner.Where(p => p.Value.IsTombstone).ToList())
                        partner.Remove(key);
                }

                await SendWholeAsync(hub, whole, partner);
                var sent = await NegotiateAsync(hub, digests, negotiated, partner, byKeys);

                var (expected, shown) = (await ShownAsync(hub, whole), await ShownAsync(hub, negotiated));
                Assert.True(expected.SequenceEqual(shown), $"{Tell(story)}: [{string.Join(", ", shown)}], not [{string.Join(", ", expected)}]");
                await SumsOracle.AssertAsync(hub.Database, whole);
                await SumsOracle.AssertAsync(hub.Database, negotiated);
                await AssertUnchangedAsync(hub, negotiated, partner);
                Assert.True(sent <= partner.Count);
                Assert.Equal(0, await NegotiateAsync(hub, digests, negotiated, partner, byKeys));
            }
        }

        await RebuildAsync(hub);
        await using var db = hub.Database.Open();
        foreach (var source in await db.Sources.Select(s => s.Id).ToListAsync(Cancel))
            await SumsOracle.AssertAsync(hub.Database, source);
    }

    /// <summary>A database from before there were sums.</summary>
    private static async Task RebuildAsync(StoreFixture hub)
    {
        await using var db = hub.Database.Open();
        await db.SourceSums.ExecuteDeleteAsync(Cancel);
        await db.Database.OpenConnectionAsync(Cancel);
        await db.Database.ExecuteSqlAsync($"UPDATE sources SET said_live = 0", Cancel);
        SumsBuild.Run((SqliteConnection)db.Database.GetDbConnection());
    }

    private static string Tell((Item[] Changed, int[] Dropped, bool KeepsTombstones)[] story) => string.Join("; ", story.Select(step =>
        $"{string.Join(' ', step.Changed.Select(item => (item.IsTombstone ? "-" : "+") + item.Key[5..]))} drop {string.Join(' ', step.Dropped)}{(step.KeepsTombstones ? "" : " forget")}"));

    private static async Task SendWholeAsync(StoreFixture hub, long source, Dictionary<string, Item> partner)
    {
        var session = (await hub.Store.OpenAsync(new(source, SyncMode.Snapshot, null), Cancel)).Session!;
        if (partner.Count > 0)
            await await hub.Store.EnqueueAsync(session.Id, 1, [.. partner.Values.Select((item, i) => item.Write(i + 1))], Cancel);
        var end = new SnapshotEnd(partner.Count) { Digest = ItemDigest.OfSource(SumsOracle.Of(Keys(partner)).Nodes) };
        Assert.Equal(SessionFault.None, (await hub.Store.CommitAsync(session.Id, end, Cancel)).Fault);
    }

    /// <summary>As a partner's client does it.</summary>
    private static async Task<int> NegotiateAsync(StoreFixture hub, DigestStore digests, long source, Dictionary<string, Item> partner, bool byKeys)
    {
        var session = (await hub.Store.OpenAsync(new(source, SyncMode.Snapshot, null), Cancel)).Session!;
        var (nodes, leaves) = SumsOracle.Of(Keys(partner));
        var comparison = new DigestComparison();
        var (hubNodes, items) = await digests.NegotiateAsync(source, session.Id, Cancel);
        comparison.TakeNodes(nodes, hubNodes, byKeys ? items : long.MaxValue);
        Assert.Equal(byKeys && !nodes.AsSpan().SequenceEqual(hubNodes), comparison.WantsAllKeys);
        var wantedNodes = comparison.Nodes.ToList();
        var hubLeaves = await digests.LeavesAsync(source, wantedNodes, Cancel);
        foreach (var node in wantedNodes)
        {
            var joined = new byte[4096];
            SumNode.Join(leaves.AsSpan(node * 256, 256), joined);
            Assert.True(comparison.TakeLeaves(node, joined, hubLeaves[node]));
        }

        var listed = Keys(partner).Where(key => comparison.IsIn(key.ExternalId)).ToList();
        var known = await digests.FindAsync(source, session.Id, [.. listed.Select(key => key.ExternalId)], Cancel);
        var wanted = new List<ItemWrite>();
        for (var i = 0; i < listed.Count; i++)
        {
            Assert.True(comparison.TakeKey(listed[i], known[i], out var isWanted));
            if (isWanted)
                wanted.Add(partner[listed[i].ExternalId].Write(wanted.Count + 1));
        }

        if (wanted.Count > 0)
            await await hub.Store.EnqueueAsync(session.Id, 1, wanted, Cancel);
        foreach (var item in wanted)
            comparison.TakeItem(item.ExternalId);
        Assert.Equal(0, comparison.Missing);

        List<LeftOutItem> leftOut = [];
        if (comparison.MayHoldMore(await digests.LeavesAsync(source, [.. comparison.Leaves.Select(leaf => leaf / 256).Distinct()], Cancel)))
            leftOut.AddRange((await digests.ScanAsync(source, comparison.IsLeftOut, Cancel)).Select(comparison.LeftOut));
        var end = new SnapshotEnd(partner.Values.Count(item => !item.IsTombstone)) { Digest = ItemDigest.OfSource(nodes), LeftOut = leftOut };
        var ended = await hub.Store.CommitAsync(session.Id, end, Cancel);
        Assert.Equal(SessionFault.None, ended.Fault);
        return wanted.Count;
    }

    /// <summary>Whoever opens with the digest is told at once that there is nothing to do.</summary>
    private static async Task AssertUnchangedAsync(StoreFixture hub, long source, Dictionary<string, Item> partner)
    {
        var digest = ItemDigest.OfSource(SumsOracle.Of(Keys(partner)).Nodes);
        var opened = await hub.Store.OpenAsync(new(source, SyncMode.Snapshot, null) { Digest = digest }, Cancel);
        Assert.True(opened.Session!.IsUnchanged);
        Assert.Equal(SessionState.Closed, opened.Session.State);
    }

    private static IEnumerable<ListedKey> Keys(Dictionary<string, Item> partner) =>
        partner.Values.Select(item => new ListedKey(item.Key, item.Revision, item.IsTombstone));

    private static async Task<List<string>> ShownAsync(StoreFixture hub, long source)
    {
        await using var db = hub.Database.Open();
        return await db.Offers.Where(o => o.SourceId == source && o.State == OfferState.Published).OrderBy(o => o.ExternalId)
            .Select(o => o.ExternalId + " " + o.Revision + ": " + o.Title).ToListAsync(Cancel);
    }
}
