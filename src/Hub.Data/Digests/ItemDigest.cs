using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using Hub.Data.Catalogue;

namespace Hub.Data.Digests;

/// <summary>
/// What an item adds to the sums of its source: the first 16 bytes of SHA-256 over its key with its length before it, its revision and
/// whether it is live. It knows nothing of the content, so no canonical form of it is needed.
/// </summary>
public static class ItemDigest
{
    /// <summary>Leaves of a source: 256 nodes of 256 leaves.</summary>
    public const int Leaves = 1 << 16;

    /// <summary>Leaves of a node, and nodes of a source.</summary>
    public const int Fan = 256;

    /// <summary>Bytes of one digest.</summary>
    public const int Size = 16;

    private const int LongestKey = 256;

    /// <summary>The digest; zero for an item that is neither live nor a tombstone and so adds nothing.</summary>
    public static UInt128 Of(string externalId, long revision, SaidState state)
    {
        if (state == SaidState.Absent)
            return UInt128.Zero;
        Span<byte> bytes = stackalloc byte[4 + LongestKey + 8 + 1];
        var length = Encoding.UTF8.GetBytes(externalId, bytes[4..]);
        BinaryPrimitives.WriteInt32BigEndian(bytes, length);
        BinaryPrimitives.WriteInt64BigEndian(bytes[(4 + length)..], revision);
        bytes[12 + length] = (byte)state;
        return Hash(bytes[..(13 + length)]);
    }

    /// <summary>Where an item stands: the first byte of SHA-256 over its key is its node, the second its leaf in it.</summary>
    public static int LeafOf(string externalId) => (int)(KeyOf(externalId) >> 112);

    /// <summary>A key of fixed size for a set of many; it begins with the leaf.</summary>
    public static UInt128 KeyOf(string externalId)
    {
        Span<byte> bytes = stackalloc byte[LongestKey];
        return Hash(bytes[..Encoding.UTF8.GetBytes(externalId, bytes)]);
    }

    /// <summary>The digest of a source: SHA-256 over its node digests in order.</summary>
    public static byte[] OfSource(ReadOnlySpan<byte> nodes) => SHA256.HashData(nodes);

    private static UInt128 Hash(ReadOnlySpan<byte> bytes)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(bytes, hash);
        return BinaryPrimitives.ReadUInt128BigEndian(hash);
    }
}
