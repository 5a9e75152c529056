using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using Google.Protobuf;
using Hub.Catalogue.V1;

namespace PartnerSync;

/// <summary>
/// What a snapshot by digest must know of the whole catalogue: of each item its key, revision and state, never its content. A million items
/// with keys of 6 characters take 82 MB.
/// </summary>
internal sealed class OwnCatalogue
{
    private const int KeysAMessage = 10_000;

    private readonly Dictionary<string, Entry> _items;
    private readonly UInt128[] _leaves = new UInt128[ItemDigest.Fan * ItemDigest.Fan];

    private OwnCatalogue(long? expected) => _items = new((int)Math.Min(expected ?? 0, 10_000_000), StringComparer.Ordinal);

    [Flags]
    private enum Marks : byte
    {
        None = 0,
        Tombstone = 1,
        Wanted = 2,
        Picked = 4,
        Sent = 8,
    }

    /// <summary>Different keys.</summary>
    public int Count => _items.Count;

    /// <summary>Items that are no tombstones; what the commit states.</summary>
    public long Live { get; private set; }

    /// <summary>Items that the hub cannot file. No digest tells of them, so they are sent each time.</summary>
    public long Unusable { get; private set; }

    /// <summary>Items the hub wants.</summary>
    public int Wanted { get; private set; }

    /// <summary>Different items that were picked to be sent.</summary>
    public int Sent { get; private set; }

    /// <summary>Reads a catalogue through. Of rows with one key the highest revision counts; of equal ones the first.</summary>
    public static OwnCatalogue Read(IEnumerable<Item> items, long? expected = null)
    {
        var catalogue = new OwnCatalogue(expected);
        foreach (var item in items)
            catalogue.Add(item);
        foreach (var (id, entry) in catalogue._items)
        {
            catalogue._leaves[entry.Place] ^= ItemDigest.Of(id, entry.Revision, entry.Is(Marks.Tombstone));
            catalogue.Live += entry.Is(Marks.Tombstone) ? 0 : 1;
        }

        return catalogue;
    }

    /// <summary>The digest of the whole catalogue, 32 bytes.</summary>
    public ByteString SourceDigest() => ByteString.CopyFrom(SHA256.HashData(Nodes().Span));

    /// <summary>The 256 node digests, joined.</summary>
    public ByteString Nodes()
    {
        var nodes = new UInt128[ItemDigest.Fan];
        for (var place = 0; place < _leaves.Length; place++)
            nodes[place / ItemDigest.Fan] ^= _leaves[place];
        return Join(nodes);
    }

    /// <summary>The leaf digests of one node, joined.</summary>
    public ByteString Leaves(int node) => Join(_leaves.AsSpan(node * ItemDigest.Fan, ItemDigest.Fan));

    /// <summary>Keys of the leaves that are wanted, or all in order, in as many messages as it takes.</summary>
    public IEnumerable<Keys> Keys(IReadOnlyCollection<int> leaves, bool all)
    {
        var places = leaves.ToHashSet();
        var ids = _items.Where(item => all || places.Contains(item.Value.Place)).Select(item => item.Key);
        var message = new Keys();
        foreach (var id in all ? ids.Order(StringComparer.Ordinal) : ids)
        {
            if (message.Keys_.Count == KeysAMessage)
            {
                yield return message;
                message = new();
            }

            var entry = _items[id];
            message.Keys_.Add(new Key { ExternalId = id, Revision = entry.Revision, Tombstone = entry.Is(Marks.Tombstone) });
        }

        message.Last = true;
        yield return message;
    }

    /// <summary>Forgets what an earlier negotiation wanted.</summary>
    public void WantNothing()
    {
        Wanted = 0;
        foreach (var id in _items.Keys)
            CollectionsMarshal.GetValueRefOrNullRef(_items, id).Marks &= ~(Marks.Wanted | Marks.Picked);
    }

    /// <summary>Forgets what was sent in an earlier session.</summary>
    public void SendNothing()
    {
        Sent = 0;
        foreach (var id in _items.Keys)
            CollectionsMarshal.GetValueRefOrNullRef(_items, id).Marks &= ~Marks.Sent;
    }

    /// <summary>Notes that the hub wants an item.</summary>
    /// <exception cref="InvalidDataException">There is no such item.</exception>
    public void Want(string externalId)
    {
        ref var entry = ref CollectionsMarshal.GetValueRefOrNullRef(_items, externalId);
        if (Unsafe.IsNullRef(ref entry))
            throw new InvalidDataException($"The hub wants the item '{externalId}', which was not offered.");
        Wanted += entry.Is(Marks.Wanted) ? 0 : 1;
        entry.Marks |= Marks.Wanted;
    }

    /// <summary>Picks what the hub wants out of the items, which are read again.</summary>
    /// <exception cref="InvalidDataException">They are not the items that were read first.</exception>
    public IEnumerable<Item> Pick(IEnumerable<Item> items)
    {
        var missing = Wanted;
        foreach (var item in items)
        {
            if (ItemKey.IsUsable(item) && !IsWanted(item, ref missing))
                continue;
            yield return item;
        }

        if (missing > 0)
            throw Changed();
    }

    // Lower revisions of an item go along: the highest may be refused.
    private bool IsWanted(Item item, ref int missing)
    {
        ref var entry = ref CollectionsMarshal.GetValueRefOrNullRef(_items, item.ExternalId);
        if (Unsafe.IsNullRef(ref entry) || item.Revision > entry.Revision)
            throw Changed();
        if (!entry.Is(Marks.Wanted))
            return false;
        if (item.Revision == entry.Revision && !entry.Is(Marks.Picked))
        {
            missing--;
            Sent += entry.Is(Marks.Sent) ? 0 : 1;
            entry.Marks |= Marks.Picked | Marks.Sent;
        }

        return true;
    }

    private void Add(Item item)
    {
        if (!ItemKey.IsUsable(item))
        {
            Unusable++;
            return;
        }

        ref var entry = ref CollectionsMarshal.GetValueRefOrAddDefault(_items, item.ExternalId, out var isKnown);
        if (isKnown && item.Revision <= entry.Revision)
            return;
        entry.Revision = item.Revision;
        entry.Place = ItemDigest.PlaceOf(item.ExternalId);
        entry.Marks = item.Tombstone is null ? Marks.None : Marks.Tombstone;
    }

    private static ByteString Join(ReadOnlySpan<UInt128> digests)
    {
        var bytes = new byte[digests.Length * ItemDigest.Size];
        for (var i = 0; i < digests.Length; i++)
            BinaryPrimitives.WriteUInt128BigEndian(bytes.AsSpan(i * ItemDigest.Size), digests[i]);
        return ByteString.CopyFrom(bytes);
    }

    private static InvalidDataException Changed() => new("The input changed while it was pushed. Push it again.");

    private struct Entry
    {
        public long Revision;
        public ushort Place;
        public Marks Marks;

        public readonly bool Is(Marks mark) => (Marks & mark) != 0;
    }
}
