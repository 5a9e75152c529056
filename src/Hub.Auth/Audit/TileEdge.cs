using System.Buffers.Binary;

namespace Hub.Auth.Audit;

/// <summary>The right edge of a log, where it grows: for each level the hashes that fill no tile yet, and the entries that fill no bundle.</summary>
internal sealed class TileEdge
{
    private readonly List<List<byte[]>> _levels = [];
    private readonly List<byte[]> _bundle = [];

    private TileEdge(long size) => Size = size;

    public long Size { get; private set; }

    /// <summary>Reads the edge of a log of a size; null when a file of it is missing or too short.</summary>
    public static TileEdge? Read(AuditFolder folder, long size)
    {
        var (edge, reader) = (new TileEdge(size), new TileReader(folder, size));
        for (var level = 0; TilePath.Count(level, size) > 0; level++)
        {
            var count = TilePath.Count(level, size);
            var last = count % TilePath.Width == 0 ? [] : reader.Hashes(level, count / TilePath.Width);
            if (last is null)
                return null;
            edge._levels.Add([.. last]);
        }

        var entries = size % TilePath.Width == 0 ? [] : reader.Entries(size / TilePath.Width);
        if (entries is null)
            return null;
        edge._bundle.AddRange(entries);
        return edge;
    }

    /// <summary>Root over the whole log. Each level ends with what the levels below it make up, a subtree that is not full.</summary>
    public byte[] Root()
    {
        byte[]? below = null;
        foreach (var level in _levels)
        {
            byte[][] hashes = below is null ? [.. level] : [.. level, below];
            below = hashes is [] ? null : MerkleTree.Root(hashes);
        }

        return below ?? MerkleTree.Empty;
    }

    /// <summary>Whether the entries at the edge are those that were hashed.</summary>
    public bool EntriesAgree() => _bundle.Select((entry, i) => MerkleTree.HashLeaf(entry).AsSpan().SequenceEqual(_levels[0][i])).All(same => same);

    /// <summary>Appends entries and writes every tile they change. Nothing of it counts before a checkpoint says so.</summary>
    /// <returns>Folders of partial tiles that are of no use once it does.</returns>
    public IReadOnlyList<string> Append(AuditFolder folder, IEnumerable<byte[]> entries)
    {
        var (touched, filled) = (new SortedSet<int>(), new List<string>());
        foreach (var entry in entries)
        {
            _bundle.Add(entry);
            if (_bundle.Count == TilePath.Width)
                Write(folder, TilePath.Entries, Size / TilePath.Width, Pack(), filled);
            Size = checked(Size + 1);
            Add(folder, 0, MerkleTree.HashLeaf(entry), touched, filled);
            if (_bundle.Count == TilePath.Width)
                _bundle.Clear();
        }

        foreach (var level in touched.Where(level => _levels[level].Count > 0))
            folder.Write(TilePath.Of(level, TilePath.Count(level, Size) / TilePath.Width, _levels[level].Count), Join(_levels[level]));
        if (_bundle.Count > 0 && touched.Count > 0)
            folder.Write(TilePath.Of(TilePath.Entries, Size / TilePath.Width, _bundle.Count), Pack());
        return filled;
    }

    private void Add(AuditFolder folder, int level, byte[] hash, SortedSet<int> touched, List<string> filled)
    {
        if (level == _levels.Count)
            _levels.Add([]);
        var hashes = _levels[level];
        hashes.Add(hash);
        touched.Add(level);
        if (hashes.Count < TilePath.Width)
            return;

        Write(folder, level, (TilePath.Count(level, Size) - 1) / TilePath.Width, Join(hashes), filled);
        var root = MerkleTree.Root(hashes.ToArray());
        hashes.Clear();
        Add(folder, level + 1, root, touched, filled);
    }

    private static void Write(AuditFolder folder, int level, long index, byte[] bytes, List<string> filled)
    {
        folder.Write(TilePath.Of(level, index, TilePath.Width), bytes);
        filled.Add(TilePath.Partials(level, index));
    }

    private byte[] Pack()
    {
        var bytes = new byte[_bundle.Sum(entry => 2 + entry.Length)];
        var rest = bytes.AsSpan();
        foreach (var entry in _bundle)
        {
            BinaryPrimitives.WriteUInt16BigEndian(rest, checked((ushort)entry.Length));
            entry.CopyTo(rest[2..]);
            rest = rest[(2 + entry.Length)..];
        }

        return bytes;
    }

    private static byte[] Join(List<byte[]> hashes)
    {
        var bytes = new byte[hashes.Count * MerkleTree.HashLength];
        for (var i = 0; i < hashes.Count; i++)
            hashes[i].CopyTo(bytes, i * MerkleTree.HashLength);
        return bytes;
    }
}
