using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace PartnerSync;

/// <summary>Digests of items and where they stand, as <c>proto/hub/catalogue/v1/README.md</c> defines them.</summary>
internal static class ItemDigest
{
    /// <summary>Nodes of a catalogue, and leaves of a node.</summary>
    public const int Fan = 256;

    /// <summary>Bytes of one digest.</summary>
    public const int Size = 16;

    private const int LongestKey = 256;

    /// <summary>What an item adds to its leaf.</summary>
    public static UInt128 Of(string externalId, long revision, bool isTombstone)
    {
        Span<byte> bytes = stackalloc byte[4 + LongestKey + 8 + 1];
        var length = Encoding.UTF8.GetBytes(externalId, bytes[4..]);
        BinaryPrimitives.WriteInt32BigEndian(bytes, length);
        BinaryPrimitives.WriteInt64BigEndian(bytes[(4 + length)..], revision);
        bytes[12 + length] = (byte)(isTombstone ? 2 : 1);
        return Hash(bytes[..(13 + length)]);
    }

    /// <summary>Where an item stands, as node × 256 + leaf.</summary>
    public static ushort PlaceOf(string externalId)
    {
        Span<byte> bytes = stackalloc byte[LongestKey];
        return (ushort)(Hash(bytes[..Encoding.UTF8.GetBytes(externalId, bytes)]) >> 112);
    }

    private static UInt128 Hash(ReadOnlySpan<byte> bytes)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(bytes, hash);
        return BinaryPrimitives.ReadUInt128BigEndian(hash);
    }
}
