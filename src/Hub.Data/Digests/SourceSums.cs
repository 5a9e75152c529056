using Hub.Data.Catalogue;
using Hub.Data.Ingest;

namespace Hub.Data.Digests;

/// <summary>
/// The sums of sources, kept while items change: what the partner last said of each, refused, quarantined and held words included. Nodes that
/// changed are written once a group, in its own transaction, so sums and items never differ. Used on the writer's thread only.
/// </summary>
internal sealed class SourceSums(IngestTransaction transaction)
{
    /// <summary>Nodes kept between groups, 4 KiB each.</summary>
    private const int MostKept = 4_096;

    private readonly Dictionary<(long Source, int Node), Node> _nodes = [];
    private readonly Dictionary<long, long> _live = [];
    private readonly List<(long Source, int Node)> _changed = [];

    /// <summary>An item was said: its digest takes the place of the one before.</summary>
    public void Change(long source, string externalId, (long Revision, SaidState State) before, (long Revision, SaidState State) after)
    {
        if (before == after)
            return;
        var difference = ItemDigest.Of(externalId, before.Revision, before.State) ^ ItemDigest.Of(externalId, after.Revision, after.State);
        if (difference == UInt128.Zero)
            return;
        var leaf = ItemDigest.LeafOf(externalId);
        var node = Find(source, leaf / ItemDigest.Fan);
        node.Leaves[leaf % ItemDigest.Fan] ^= difference;
        node.Total ^= difference;
        if (!node.IsChanged)
        {
            node.IsChanged = true;
            _changed.Add((source, leaf / ItemDigest.Fan));
        }

        var live = (after.State == SaidState.Live ? 1 : 0) - (before.State == SaidState.Live ? 1 : 0);
        if (live != 0)
            _live[source] = _live.GetValueOrDefault(source) + live;
    }

    /// <summary>The leaf digests of a node.</summary>
    public ReadOnlySpan<UInt128> Leaves(long source, int node) => Find(source, node).Leaves;

    /// <summary>The node digests of a source, joined in order.</summary>
    public byte[] Nodes(long source)
    {
        Span<UInt128> totals = stackalloc UInt128[ItemDigest.Fan];
        for (var node = 0; node < totals.Length; node++)
            totals[node] = Find(source, node).Total;
        var joined = new byte[ItemDigest.Fan * ItemDigest.Size];
        SumNode.Join(totals, joined);
        return joined;
    }

    /// <summary>The digest of a source.</summary>
    public byte[] Digest(long source) => ItemDigest.OfSource(Nodes(source));

    /// <summary>How many items of a source were said to be live, changes of this group included.</summary>
    public long Live(long source)
    {
        var statement = transaction.Statement("SELECT said_live FROM sources WHERE id = ?1");
        statement.Bind(1, source);
        var live = statement.Step() ? statement.Int64(0) : 0;
        statement.Reset();
        return live + _live.GetValueOrDefault(source);
    }

    /// <summary>Writes what changed.</summary>
    public void Write()
    {
        if (_changed.Count > 0)
        {
            var joined = new byte[ItemDigest.Fan * ItemDigest.Size];
            var statement = transaction.Statement("""
                INSERT INTO source_sums (source_id, node, leaves) VALUES (?1, ?2, ?3)
                ON CONFLICT (source_id, node) DO UPDATE SET leaves = ?3
                """);
            foreach (var key in _changed)
            {
                var node = _nodes[key];
                SumNode.Join(node.Leaves, joined);
                statement.Bind(1, key.Source);
                statement.Bind(2, key.Node);
                statement.Bind(3, joined);
                statement.Run();
                node.IsChanged = false;
            }

            _changed.Clear();
        }

        foreach (var (source, live) in _live)
        {
            var statement = transaction.Statement("UPDATE sources SET said_live = said_live + ?2 WHERE id = ?1");
            statement.Bind(1, source);
            statement.Bind(2, live);
            statement.Run();
        }

        _live.Clear();
        if (_nodes.Count > MostKept)
            _nodes.Clear();
    }

    /// <summary>Forgets what was not written: it was undone.</summary>
    public void Undo()
    {
        foreach (var key in _changed)
            _nodes.Remove(key);
        _changed.Clear();
        _live.Clear();
    }

    /// <summary>Forgets everything: what is stored may be another's by now.</summary>
    public void Forget()
    {
        Undo();
        _nodes.Clear();
    }

    private Node Find(long source, int number)
    {
        if (_nodes.TryGetValue((source, number), out var known))
            return known;
        var node = new Node();
        var statement = transaction.Statement("SELECT leaves FROM source_sums WHERE source_id = ?1 AND node = ?2");
        statement.Bind(1, source);
        statement.Bind(2, number);
        if (statement.Step())
        {
            SumNode.Split(statement.Blob(0), node.Leaves);
            node.Total = SumNode.Total(node.Leaves);
        }

        statement.Reset();
        _nodes.Add((source, number), node);
        return node;
    }

    private sealed class Node
    {
        public UInt128[] Leaves { get; } = new UInt128[ItemDigest.Fan];

        /// <summary>XOR of the leaves.</summary>
        public UInt128 Total { get; set; }

        public bool IsChanged { get; set; }
    }
}
