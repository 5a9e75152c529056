using Hub.Data.Followers;
using Hub.Data.Ingest;

namespace Hub.Data.Clusters;

/// <summary>
/// Keeps the clusters. A cluster is what ties lead to from an offer, over any number of steps; it is a function of the items alone, whatever
/// happened before. When an item changes, only what was tied to it or is tied to it now is put together anew. Where ties lead to more than
/// 256 offers, those by title are left out and equal codes alone make clusters, so that a chain of offers costs a bounded time too.
/// </summary>
/// <param name="mostInBlock">Offers of a block that are compared, see <see cref="ClusterGraph"/>.</param>
/// <param name="mostInCluster">Offers that ties may lead to.</param>
internal sealed class ClusterFollower(int mostInBlock = 128, int mostInCluster = 256) : DerivedData("clusters", 1)
{
    private const int MostCleared = 10_000;
    private readonly ClusterGraph _graph = new(mostInBlock);

    public int MostInBlock => mostInBlock;

    public int MostInCluster => mostInCluster;

    public override void Begin() => _graph.Forget();

    public override void Apply(IngestTransaction transaction, long offerId)
    {
        var before = ClusterRows.ReadItem(transaction, offerId);
        var after = ClusterRows.ReadOffer(transaction, offerId);
        if (before == after)
            return;

        var touched = new SortedSet<long> { offerId };
        var blocks = Block.Of(before).Concat(Block.Of(after)).Distinct().ToList();
        Touch(transaction, before, blocks, touched);
        ClusterRows.WriteItem(transaction, offerId, after);
        blocks.ForEach(_graph.Forget);
        Touch(transaction, after, blocks, touched);
        Settle(transaction, touched);
    }

    public override void End(IngestTransaction transaction)
    {
    }

    public override bool Clear(IngestTransaction transaction) =>
        ClusterRows.Clear(transaction, "cluster_items", "offer_id", MostCleared)
            + ClusterRows.Clear(transaction, "cluster_members", "offer_id", MostCleared)
            + ClusterRows.Clear(transaction, "clusters", "id", MostCleared) == 0;

    /// <summary>
    /// Adds what is tied to an item, and the whole of a block that is full where the item is among the compared ones: there another one comes in
    /// or goes out for it.
    /// </summary>
    private void Touch(IngestTransaction transaction, ClusterItem? item, List<Block> blocks, SortedSet<long> touched)
    {
        if (item is null)
            return;
        touched.UnionWith(_graph.TiesOf(transaction, item).Select(tie => tie.To.OfferId));
        foreach (var block in blocks)
        {
            var oldest = _graph.Oldest(transaction, block).Select(other => other.OfferId).ToList();
            if (oldest.Count > MostInBlock && oldest.IndexOf(item.OfferId) is >= 0 and var place && place < MostInBlock)
                touched.UnionWith(oldest);
        }
    }

    /// <summary>Puts the touched offers, and those in clusters with them, into the clusters where they belong.</summary>
    private void Settle(IngestTransaction transaction, SortedSet<long> touched)
    {
        var left = new HashSet<long>();
        foreach (var offer in touched.ToList())
        {
            if (ClusterRows.ReadPlace(transaction, offer) is { } place && left.Add(place.Cluster))
                ClusterRows.ReadMembers(transaction, place.Cluster, touched);
        }

        var settled = new HashSet<long>();
        var tooMany = new HashSet<long>();
        var made = new HashSet<long>();
        foreach (var offer in touched)
        {
            if (settled.Contains(offer))
                continue;
            if (ClusterRows.ReadItem(transaction, offer) is not { } item)
            {
                Place(transaction, offer, null);
                continue;
            }

            var found = Explore(transaction, item, tooMany, out var score);
            if (found.Count > MostInCluster || found.Keys.Any(tooMany.Contains))
            {
                tooMany.UnionWith(found.Keys);
                found = Coded(transaction, item);
                score = 1;
                tooMany.UnionWith(found.Keys);
            }

            settled.UnionWith(found.Keys);
            if (Write(transaction, found, score) is { } cluster)
                made.Add(cluster);
        }

        left.ExceptWith(made);
        foreach (var cluster in left)
            ClusterRows.RemoveCluster(transaction, cluster);
    }

    /// <summary>
    /// What ties lead to from an item, each with its strongest tie; stops where there are too many, which is also where it meets one that is
    /// known to be among too many. It goes along the strongest tie first, so the weakest it had to go along is the weakest that holds the
    /// cluster together: without ties up to that score it would fall apart.
    /// </summary>
    private Dictionary<long, Found> Explore(IngestTransaction transaction, ClusterItem item, HashSet<long> tooMany, out double weakest)
    {
        weakest = 1;
        var found = new Dictionary<long, Found>();
        var waiting = new PriorityQueue<Tie, double>([(new(item, default, 1), -1)]);
        while (found.Count <= MostInCluster && waiting.TryDequeue(out var step, out _))
        {
            if (!found.TryAdd(step.To.OfferId, new(step.To, null)))
                continue;
            weakest = Math.Min(weakest, step.Score);
            if (tooMany.Contains(step.To.OfferId))
                break;
            foreach (var tie in _graph.TiesOf(transaction, step.To))
            {
                found[step.To.OfferId] = found[step.To.OfferId].With(tie);
                if (!found.ContainsKey(tie.To.OfferId))
                    waiting.Enqueue(tie, -tie.Score);
            }
        }

        return found;
    }

    /// <summary>An item and those with equal codes.</summary>
    private Dictionary<long, Found> Coded(IngestTransaction transaction, ClusterItem item)
    {
        var found = new Dictionary<long, Found> { [item.OfferId] = new(item, null) };
        foreach (var tie in _graph.TiesOf(transaction, item).Where(tie => tie.Evidence == ClusterEvidence.ProviderAndCourseCode))
        {
            found[tie.To.OfferId] = new(tie.To, tie);
            found[item.OfferId] = new(item, tie);
        }

        return found;
    }

    /// <returns>The cluster; null when there is none for one offer alone.</returns>
    private static long? Write(IngestTransaction transaction, Dictionary<long, Found> found, double score)
    {
        if (found.Count == 1)
        {
            Place(transaction, found.Keys.Single(), null);
            return null;
        }

        var id = found.Keys.Min();
        foreach (var (offer, member) in found)
            Place(transaction, offer, new(id, member.Best!.Value.Evidence, member.Best.Value.Score));
        ClusterRows.WriteCluster(transaction, new()
        {
            Id = id,
            PublicId = ClusterRows.PublicIdOf(transaction, id),
            Kind = found[id].Item.Kind,
            Size = found.Count,
            SourceCount = found.Values.Select(member => member.Item.SourceId).Distinct().Count(),
            ParticipantCount = found.Values.Select(member => member.Item.ParticipantId).Distinct().Count(),
            Score = score,
        });
        return id;
    }

    private static void Place(IngestTransaction transaction, long offer, ClusterRows.Place? place)
    {
        if (ClusterRows.ReadPlace(transaction, offer) != place)
            ClusterRows.WritePlace(transaction, offer, place);
    }

    /// <summary>An item and its strongest tie; null before one is found.</summary>
    private readonly record struct Found(ClusterItem Item, Tie? Best)
    {
        /// <summary>Equal codes are told before equal titles, which score the same.</summary>
        public Found With(in Tie tie) => Best is { } best && best.Score >= tie.Score ? this : this with { Best = tie };
    }
}
