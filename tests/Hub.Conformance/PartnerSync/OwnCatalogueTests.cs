using System.Globalization;
using Google.Protobuf;
using Hub.Catalogue.V1;
using PartnerSync;

namespace Hub.Conformance.PartnerSync;

public sealed class OwnCatalogueTests
{
    [Fact]
    public void Digests_are_those_of_the_contract()
    {
        Assert.Equal((5, 4), (DigestVectors.Items.Count, DigestVectors.Catalogues.Count));
        Assert.All(DigestVectors.Items, vector =>
        {
            Assert.Equal((vector.Node * 256) + vector.Leaf, ItemDigest.PlaceOf(vector.Item.ExternalId));
            var digest = ItemDigest.Of(vector.Item.ExternalId, vector.Item.Revision, vector.Item.Tombstone is not null);
            Assert.Equal(vector.Digest, digest.ToString("x32", CultureInfo.InvariantCulture));
        });
        Assert.All(DigestVectors.Catalogues, vector =>
            Assert.Equal(vector.Digest, Convert.ToHexStringLower(OwnCatalogue.Read(vector.Items).SourceDigest().Span)));
    }

    [Fact]
    public void Leaves_nodes_and_keys_tell_the_same_items()
    {
        var own = OwnCatalogue.Read(Items(20_000));
        var (id, place) = ("1234", ItemDigest.PlaceOf("1234"));

        var leaf = own.Leaves(place / 256).Span.Slice(place % 256 * 16, 16);
        var some = own.Keys([place], all: false).Single();
        var all = own.Keys([], all: true).ToList();

        Assert.Equal((4096, 4096), (own.Nodes().Length, own.Leaves(0).Length));
        Assert.Contains(some.Keys_, key => key.ExternalId == id);
        Assert.All(some.Keys_, key => Assert.Equal(place, ItemDigest.PlaceOf(key.ExternalId)));
        var sum = some.Keys_.Aggregate(UInt128.Zero, (sum, key) => sum ^ ItemDigest.Of(key.ExternalId, key.Revision, key.Tombstone));
        Assert.Equal(sum.ToString("x32", CultureInfo.InvariantCulture), Convert.ToHexStringLower(leaf));
        Assert.Equal([(10_000, false), (10_000, true)], all.Select(keys => (keys.Keys_.Count, keys.Last)));
        Assert.Equal(20_000, all.SelectMany(keys => keys.Keys_).Select(key => key.ExternalId).Distinct().Count());
    }

    [Fact]
    public void Of_rows_with_one_key_the_highest_revision_counts_and_all_are_picked()
    {
        Item[] items = [Course("a", 1), Course("a", 3), Course("a", 2), End("b", 1), Course("c", 1)];
        var own = OwnCatalogue.Read(items);
        own.Want("a");
        own.Want("b");

        var picked = own.Pick(items).Select(item => $"{item.ExternalId}{item.Revision}").ToList();

        Assert.Equal((3, 2L), (own.Count, own.Live));
        Assert.Equal(["a1", "a3", "a2", "b1"], picked);
        Assert.Equal(OwnCatalogue.Read([Course("a", 3), End("b", 1), Course("c", 1)]).SourceDigest(), own.SourceDigest());
    }

    [Fact]
    public void What_the_hub_cannot_file_is_in_no_digest_and_is_sent_each_time()
    {
        Item[] items = [Course("", 1), Course("a", 0), Course("a\0", 1), Course(new('é', 129), 1), new() { ExternalId = "d", Revision = 1 }];

        var own = OwnCatalogue.Read(items);

        Assert.Equal((0, 5L), (own.Count, own.Unusable));
        Assert.Equal(ByteString.CopyFrom(Convert.FromHexString(DigestVectors.Catalogues[0].Digest)), own.SourceDigest());
        Assert.Equal(items, own.Pick(items));
    }

    [Fact]
    public void An_input_that_changed_between_two_readings_is_noticed()
    {
        Item[] items = [Course("a", 1), Course("b", 1)];
        foreach (var later in (Item[][])[[items[0]], [.. items, Course("c", 1)], [items[0], Course("b", 2)]])
        {
            var own = OwnCatalogue.Read(items);
            own.Want("a");
            own.Want("b");
            Assert.Throws<InvalidDataException>(() => own.Pick(later).Count());
        }

        Assert.Throws<InvalidDataException>(() => OwnCatalogue.Read(items).Want("z"));
    }

    [Fact]
    public void An_item_takes_at_most_130_bytes_of_memory()
    {
        // Other tests run beside and free what they held: the middle one of some readings is this catalogue's.
        var each = Enumerable.Range(0, 5).Select(_ => BytesAnItem()).Order().ElementAt(2);

        TestContext.Current.TestOutputHelper!.WriteLine($"{each} bytes an item");
        Assert.InRange(each, 1, 130);
    }

    private static long BytesAnItem()
    {
        var before = GC.GetTotalMemory(forceFullCollection: true);
        var own = OwnCatalogue.Read(Items(200_000), 200_000);
        var each = (GC.GetTotalMemory(forceFullCollection: true) - before) / own.Count;
        GC.KeepAlive(own);
        return each;
    }

    private static IEnumerable<Item> Items(int count) => Enumerable.Range(1, count).Select(i => Course($"{i}", 1));

    private static Item Course(string id, long revision) => new() { ExternalId = id, Revision = revision, Course = new() { Title = "Las" } };

    private static Item End(string id, long revision) => new() { ExternalId = id, Revision = revision, Tombstone = new() };
}
