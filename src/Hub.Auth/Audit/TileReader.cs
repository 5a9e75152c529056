using System.Buffers.Binary;

namespace Hub.Auth.Audit;

/// <summary>Reads tiles and bundles of a log as they were at a size (C2SP tlog-tiles).</summary>
internal sealed class TileReader(AuditFolder folder, long size)
{
    public long Size => size;

    /// <summary>Hashes of a tile; null when the file is missing or too short.</summary>
    public byte[][]? Hashes(int level, long index)
    {
        var width = Width(level, index);
        return Bytes(level, index, width) is { } bytes && bytes.Length >= width * MerkleTree.HashLength
            ? [.. bytes.Chunk(MerkleTree.HashLength).Take(width)]
            : null;
    }

    /// <summary>Entries of a bundle; null when the file is missing, too short or malformed.</summary>
    public byte[][]? Entries(long index)
    {
        var width = Width(TilePath.Entries, index);
        return Bytes(TilePath.Entries, index, width) is { } bytes && Parse(bytes) is { } all && all.Count >= width ? [.. all.Take(width)] : null;
    }

    /// <summary>Root over the entries of a range that is a subtree of the log.</summary>
    /// <exception cref="AuditException">A tile is missing.</exception>
    public byte[] Root(long from, long to)
    {
        var (count, level) = (to - from, 0);

        // The highest level whose hashes fall together with the range.
        while (count >= TilePath.Width && count % TilePath.Width == 0)
            (count, level) = (count / TilePath.Width, level + 1);
        if (count > TilePath.Width || from % (count << (level * 8)) != 0)
            return Halve(from, to);

        var first = from >> (level * 8);
        var hashes = Hashes(level, first / TilePath.Width)
            ?? throw new AuditException($"{folder.Full(TilePath.Of(level, first / TilePath.Width, TilePath.Width))} is missing. Run hub audit verify.");
        var place = (int)(first % TilePath.Width);
        return place + count <= hashes.Length ? MerkleTree.Root(hashes.AsSpan(place, (int)count)) : Halve(from, to);
    }

    public int Width(int level, long index) => (int)Math.Min(TilePath.Width, TilePath.Count(level, size) - (index * TilePath.Width));

    /// <summary>Splits a bundle; null when it does not end with an entry.</summary>
    public static List<byte[]>? Parse(ReadOnlySpan<byte> bundle)
    {
        var entries = new List<byte[]>();
        while (!bundle.IsEmpty)
        {
            if (bundle.Length < 2)
                return null;

            var length = BinaryPrimitives.ReadUInt16BigEndian(bundle);
            if (bundle.Length < 2 + length)
                return null;

            entries.Add(bundle.Slice(2, length).ToArray());
            bundle = bundle[(2 + length)..];
        }

        return entries;
    }

    private byte[] Halve(long from, long to)
    {
        var middle = from + MerkleTree.Split(to - from);
        return MerkleTree.HashNode(Root(from, middle), Root(middle, to));
    }

    // A partial tile may be gone once the full one is there, which begins with the same.
    private byte[]? Bytes(int level, long index, int width) =>
        folder.Read(TilePath.Of(level, index, width)) ?? folder.Read(TilePath.Of(level, index, TilePath.Width));
}
