using System.Numerics;
using System.Security.Cryptography;

namespace Hub.Auth.Audit;

/// <summary>Hashes of the tree over a log's entries, and what proves something about it (RFC 6962, section 2.1).</summary>
internal static class MerkleTree
{
    public const int HashLength = SHA256.HashSizeInBytes;

    /// <summary>Root of a log without entries.</summary>
    public static byte[] Empty { get; } = SHA256.HashData([]);

    public static byte[] HashLeaf(ReadOnlySpan<byte> entry)
    {
        var prefixed = new byte[1 + entry.Length];
        entry.CopyTo(prefixed.AsSpan(1));
        return SHA256.HashData(prefixed);
    }

    public static byte[] HashNode(ReadOnlySpan<byte> left, ReadOnlySpan<byte> right)
    {
        Span<byte> prefixed = stackalloc byte[1 + HashLength + HashLength];
        prefixed[0] = 1;
        left.CopyTo(prefixed[1..]);
        right.CopyTo(prefixed[(1 + HashLength)..]);
        return SHA256.HashData(prefixed);
    }

    /// <summary>Root over hashes side by side, of which the last may be that of fewer entries than the others.</summary>
    public static byte[] Root(ReadOnlySpan<byte[]> hashes)
    {
        if (hashes.IsEmpty)
            return Empty;
        if (hashes.Length == 1)
            return hashes[0];

        var left = Split(hashes.Length);
        return HashNode(Root(hashes[..left]), Root(hashes[left..]));
    }

    /// <summary>What leads from an entry to the root of a log of a size (section 2.1.1).</summary>
    public static IEnumerable<byte[]> ProveInclusion(long index, long size, Func<long, long, byte[]> root) =>
        Include(index, 0, size, root);

    /// <summary>What leads from the root of a log of a size to that of the same log when it is larger (section 2.1.2).</summary>
    public static IEnumerable<byte[]> ProveConsistency(long oldSize, long size, Func<long, long, byte[]> root) =>
        oldSize == 0 || oldSize == size ? [] : Extend(oldSize, 0, size, true, root);

    /// <summary>Whether a proof leads from a leaf to the root (RFC 9162, section 2.1.3.2).</summary>
    public static bool VerifyInclusion(long index, long size, byte[] leaf, IReadOnlyList<byte[]> proof, byte[] root)
    {
        if (index < 0 || index >= size)
            return false;

        var (node, last, hash) = (index, size - 1, leaf);
        foreach (var step in proof)
        {
            if (last == 0)
                return false;

            if ((node & 1) == 1 || node == last)
            {
                hash = HashNode(step, hash);
                while ((node & 1) == 0 && node != 0)
                    (node, last) = (node >> 1, last >> 1);
            }
            else
            {
                hash = HashNode(hash, step);
            }

            (node, last) = (node >> 1, last >> 1);
        }

        return last == 0 && hash.AsSpan().SequenceEqual(root);
    }

    private static IEnumerable<byte[]> Include(long index, long from, long to, Func<long, long, byte[]> root)
    {
        if (to - from == 1)
            return [];

        var middle = from + Split(to - from);
        return index < middle
            ? [.. Include(index, from, middle, root), root(middle, to)]
            : [.. Include(index, middle, to, root), root(from, middle)];
    }

    // The old root is known to whoever asks as long as the old log is a subtree of the new one.
    private static IEnumerable<byte[]> Extend(long oldEnd, long from, long to, bool isKnown, Func<long, long, byte[]> root)
    {
        if (oldEnd == to)
            return isKnown ? [] : [root(from, to)];

        var middle = from + Split(to - from);
        return oldEnd <= middle
            ? [.. Extend(oldEnd, from, middle, isKnown, root), root(middle, to)]
            : [.. Extend(oldEnd, middle, to, false, root), root(from, middle)];
    }

    /// <summary>The largest power of two below a count of two or more.</summary>
    public static int Split(int count) => (int)Split((long)count);

    public static long Split(long count) => 1L << BitOperations.Log2((ulong)count - 1);
}
