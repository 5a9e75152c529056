using System.Buffers.Binary;

namespace Hub.Auth.Audit;

/// <summary>Computes the tree of a log anew from its entries, and compares every file with it.</summary>
internal sealed class TreeCheck(AuditFolder folder, long size)
{
    // One bad disk block must not fill the screen.
    private const int MostProblems = 20;

    private readonly List<AuditProblem> _problems = [];
    private readonly HashSet<string> _seen = new(StringComparer.Ordinal);

    public IReadOnlyList<AuditProblem> Problems => _problems;

    /// <summary>Hashes of the entries, as far as they could be read.</summary>
    public List<byte[]> Leaves { get; } = [];

    /// <summary>Files that belong to no tile of a log of this size.</summary>
    public IEnumerable<string> Strangers() => folder.Tiles().Where(file => !_seen.Contains(file));

    public void Run()
    {
        var reader = new TileReader(folder, size);
        for (var index = 0L; index * TilePath.Width < size; index++)
        {
            var width = reader.Width(TilePath.Entries, index);
            if (reader.Entries(index) is not { } entries)
            {
                Tell("ENTRIES_MISSING", $"{TilePath.Of(TilePath.Entries, index, width)} is missing, cut off or malformed.");
                Leaves.AddRange(Enumerable.Repeat(MerkleTree.Empty, width));
                continue;
            }

            Leaves.AddRange(entries.Select(entry => MerkleTree.HashLeaf(entry)));
            CheckFiles(TilePath.Entries, index, [.. entries.Select(Prefixed)]);
        }

        var hashes = Leaves;
        for (var level = 0; TilePath.Count(level, size) > 0; level++)
            hashes = CheckLevel(level, hashes);
    }

    public void Tell(string reason, string message)
    {
        if (_problems.Count < MostProblems)
            _problems.Add(new(reason, message));
    }

    private List<byte[]> CheckLevel(int level, List<byte[]> hashes)
    {
        var above = new List<byte[]>();
        for (var from = 0; from < hashes.Count; from += TilePath.Width)
        {
            var tile = hashes.GetRange(from, Math.Min(TilePath.Width, hashes.Count - from)).ToArray();
            CheckFiles(level, from / TilePath.Width, tile);
            if (tile.Length == TilePath.Width)
                above.Add(MerkleTree.Root(tile));
        }

        return above;
    }

    // The full tile, or the partial one of this size, must be there; older partial ones may be, and begin the same.
    private void CheckFiles(int level, long index, byte[][] items)
    {
        var needed = TilePath.Of(level, index, items.Length);
        if (!folder.Exists(needed))
            Tell("TILE_MISSING", $"{needed} is missing.");
        for (var width = 1; width <= items.Length; width++)
        {
            var file = TilePath.Of(level, index, width);
            if (folder.Read(file) is not { } bytes)
                continue;

            _seen.Add(file);
            if (!bytes.AsSpan().SequenceEqual(items.Take(width).SelectMany(item => item).ToArray()))
                Tell("TILE_CHANGED", $"{file} does not hold {(level == TilePath.Entries ? "the entries" : "the hashes of the entries")} from {First(level, index)} on.");
        }
    }

    private static long First(int level, long index) => (index * TilePath.Width) << (Math.Max(level, 0) * 8);

    private static byte[] Prefixed(byte[] entry)
    {
        var bytes = new byte[2 + entry.Length];
        BinaryPrimitives.WriteUInt16BigEndian(bytes, (ushort)entry.Length);
        entry.CopyTo(bytes, 2);
        return bytes;
    }
}
