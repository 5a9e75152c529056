using Hub.Data.Catalogue;

namespace Hub.Data.Digests;

/// <summary>A key that a partner lists.</summary>
/// <param name="ExternalId">The partner's own key.</param>
/// <param name="Revision">Its revision.</param>
/// <param name="IsTombstone">True for a tombstone the partner still counts.</param>
public readonly record struct ListedKey(string ExternalId, long Revision, bool IsTombstone)
{
    internal UInt128 Digest => ItemDigest.Of(ExternalId, Revision, IsTombstone ? SaidState.Tombstone : SaidState.Live);
}

/// <summary>
/// Finds what differs between a partner's catalogue and the hub's, from nodes to leaves to keys. What a leaf of the hub holds beyond the keys
/// listed shows in the sums alone, so only then is the source looked through for what was left out.
/// </summary>
public sealed class DigestComparison
{
    /// <summary>From so many differing leaves on, a twentieth, the keys of the whole source cost less than choosing.</summary>
    public const int MostLeaves = ItemDigest.Leaves / 20;

    /// <summary>About what a leaf that differs takes while it is compared.</summary>
    public const long BytesPerLeaf = 160;

    /// <summary>About what a key takes among those listed, and again among those wanted.</summary>
    public const long BytesPerKey = 64;

    /// <summary>About what a key takes in a message, and the leaves of a node.</summary>
    private const int KeyBytes = 32;
    private const int NodeBytes = (ItemDigest.Fan * ItemDigest.Size) + 8;

    private readonly HashSet<int> _nodes = [];
    private readonly Dictionary<int, Leaf> _leaves = [];
    private readonly HashSet<UInt128> _listed = [];
    private readonly HashSet<UInt128> _wanted = [];
    private bool _isSmall;

    /// <summary>Nodes whose leaves are wanted and have not come yet.</summary>
    public IReadOnlyCollection<int> Nodes => _nodes;

    /// <summary>Leaves that differ, as node × 256 + leaf.</summary>
    public IReadOnlyCollection<int> Leaves => _leaves.Keys;

    /// <summary>True when the keys of the whole source are asked for.</summary>
    public bool WantsAllKeys => _isSmall || _leaves.Count > MostLeaves;

    /// <summary>Items that are wanted and were not sent yet.</summary>
    public int Missing => _wanted.Count;

    /// <summary>Compares node digests, joined in order. Of a small source all keys cost less than the leaves that differ, which are then not asked for.</summary>
    /// <param name="partner">The partner's.</param>
    /// <param name="hub">The hub's.</param>
    /// <param name="keys">How many items the hub holds of the source.</param>
    public void TakeNodes(ReadOnlySpan<byte> partner, ReadOnlySpan<byte> hub, long keys)
    {
        for (var node = 0; node < ItemDigest.Fan; node++)
        {
            var at = node * ItemDigest.Size;
            if (!partner.Slice(at, ItemDigest.Size).SequenceEqual(hub.Slice(at, ItemDigest.Size)))
                _nodes.Add(node);
        }

        _isSmall = _nodes.Count > 0 && keys < (long)_nodes.Count * NodeBytes / KeyBytes;
        if (!_isSmall)
            return;
        foreach (var node in _nodes)
        {
            // What the partner has of each leaf is not known, only what it has of the node.
            var sum = new PartnerSum(System.Buffers.Binary.BinaryPrimitives.ReadUInt128BigEndian(partner[(node * ItemDigest.Size)..]));
            for (var leaf = 0; leaf < ItemDigest.Fan; leaf++)
                _leaves.Add((node * ItemDigest.Fan) + leaf, new(sum));
        }

        _nodes.Clear();
    }

    /// <summary>Compares the leaf digests of a wanted node; false when it was not wanted, or came before.</summary>
    public bool TakeLeaves(int node, ReadOnlySpan<byte> partner, ReadOnlySpan<UInt128> hub)
    {
        if (!_nodes.Remove(node))
            return false;
        Span<UInt128> own = stackalloc UInt128[ItemDigest.Fan];
        SumNode.Split(partner, own);
        for (var leaf = 0; leaf < own.Length; leaf++)
        {
            if (own[leaf] != hub[leaf])
                _leaves.Add((node * ItemDigest.Fan) + leaf, new(new PartnerSum(own[leaf])));
        }

        return true;
    }

    /// <summary>True when a key stands in a leaf that differs.</summary>
    public bool IsIn(string externalId) => _leaves.ContainsKey(ItemDigest.LeafOf(externalId));

    /// <summary>Takes a key of a leaf that differs; false when it was listed before.</summary>
    public bool TakeKey(in ListedKey key, in KnownKey known, out bool isWanted)
    {
        isWanted = false;
        var id = ItemDigest.KeyOf(key.ExternalId);
        if (!_listed.Add(id))
            return false;
        var leaf = _leaves[ItemDigest.LeafOf(key.ExternalId)];
        leaf.Partner.Listed ^= key.Digest;
        leaf.Stored ^= known.DigestOf(key.ExternalId);
        var state = key.IsTombstone ? SaidState.Tombstone : SaidState.Live;
        isWanted = (known.Revision != key.Revision || known.State != state) && known.StagedRevision < key.Revision;
        if (isWanted)
            _wanted.Add(id);
        return true;
    }

    /// <summary>An item was sent.</summary>
    public void TakeItem(string externalId)
    {
        if (_wanted.Count > 0)
            _wanted.Remove(ItemDigest.KeyOf(externalId));
    }

    /// <summary>After the last key: whether the hub may hold something that was not listed.</summary>
    /// <param name="hub">The leaf digests of the nodes that differ, as they are now.</param>
    public bool MayHoldMore(IReadOnlyDictionary<int, UInt128[]> hub)
    {
        ArgumentNullException.ThrowIfNull(hub);
        var any = false;
        foreach (var (number, leaf) in _leaves)
            any |= leaf.HoldsMore = leaf.Stored != hub[number / ItemDigest.Fan][number % ItemDigest.Fan];
        return any;
    }

    /// <summary>True for a key of the hub that stands where more is held than was listed, and was not listed.</summary>
    public bool IsLeftOut(string externalId)
    {
        var id = ItemDigest.KeyOf(externalId);
        return _leaves.TryGetValue((int)(id >> 112), out var leaf) && leaf.HoldsMore && !_listed.Contains(id);
    }

    /// <summary>A key that was left out. Where the partner's keys add up to its sum, it counts no tombstone beside them.</summary>
    public LeftOutItem LeftOut(string externalId)
    {
        var sum = _leaves[ItemDigest.LeafOf(externalId)].Partner;
        return new(externalId, sum.Listed == sum.Told);
    }

    /// <summary>A sum the partner told, of a leaf or of a node, and what the keys it lists there come to.</summary>
    private sealed class PartnerSum(UInt128 told)
    {
        public UInt128 Told => told;

        public UInt128 Listed { get; set; }
    }

    private sealed class Leaf(PartnerSum partner)
    {
        public PartnerSum Partner => partner;

        public UInt128 Stored { get; set; }

        public bool HoldsMore { get; set; }
    }
}
