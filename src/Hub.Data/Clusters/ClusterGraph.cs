using Hub.Data.Ingest;

namespace Hub.Data.Clusters;

/// <summary>Offers that one of the rules wants equal in the same.</summary>
internal readonly record struct Block(bool IsCode, long Key)
{
    /// <summary>The blocks of an item; none for null.</summary>
    public static IEnumerable<Block> Of(ClusterItem? item)
    {
        if (item?.CodeBlock is { } code)
            yield return new(true, code);
        if (item?.TitleBlock is { } title)
            yield return new(false, title);
    }
}

/// <summary>A tie of an item to another.</summary>
internal readonly record struct Tie(ClusterItem To, ClusterEvidence Evidence, double Score);

/// <summary>
/// Who is tied to whom, read from the items. In a block only the oldest are compared, whatever came in which order, so that a change has a
/// bounded cost. Blocks are kept in memory for one batch.
/// </summary>
/// <param name="mostInBlock">Offers of a block that are compared.</param>
internal sealed class ClusterGraph(int mostInBlock)
{
    private const int MostKept = 1_000;
    private readonly Dictionary<Block, List<Node>> _blocks = [];

    private readonly record struct Node(ClusterItem Item, TitleLikeness? Title);

    public void Forget() => _blocks.Clear();

    public void Forget(Block block) => _blocks.Remove(block);

    /// <summary>The oldest of a block and one more, which tells that there are more than are compared.</summary>
    public IEnumerable<ClusterItem> Oldest(IngestTransaction transaction, Block block) => Read(transaction, block).Select(node => node.Item);

    /// <summary>What an item is tied to; equal codes come first.</summary>
    public List<Tie> TiesOf(IngestTransaction transaction, ClusterItem item)
    {
        var ties = new List<Tie>();
        foreach (var block in Block.Of(item))
        {
            var nodes = Read(transaction, block);
            var compared = Math.Min(nodes.Count, mostInBlock);
            var own = nodes.FindIndex(node => node.Item.OfferId == item.OfferId);
            if (own < 0 || own >= compared)
                continue;
            for (var i = 0; i < compared; i++)
            {
                if (i == own)
                    continue;
                if (block.IsCode)
                    ties.Add(new(nodes[i].Item, ClusterEvidence.ProviderAndCourseCode, 1));
                else if (nodes[own].Title!.To(nodes[i].Title!) is > 0 and var score)
                    ties.Add(new(nodes[i].Item, ClusterRules.TitleEvidence(item.Kind), score));
            }
        }

        return ties;
    }

    private List<Node> Read(IngestTransaction transaction, Block block)
    {
        if (_blocks.TryGetValue(block, out var nodes))
            return nodes;
        if (_blocks.Count >= MostKept)
            _blocks.Clear();
        var items = new List<ClusterItem>();
        ClusterRows.ReadBlock(transaction, block, mostInBlock + 1, items);
        nodes = [.. items.Select(item => new Node(item, block.IsCode ? null : new(item.Title)))];
        _blocks.Add(block, nodes);
        return nodes;
    }
}
