using Hub.Data.Catalogue;
using Hub.Data.Clusters;
using Microsoft.EntityFrameworkCore;

namespace Hub.Data.Tests.Clusters;

/// <summary>The clusters as their definition says, over all shown offers at once: every pair, then whatever ties lead to.</summary>
internal static class ClusterOracle
{
    /// <summary>A line for each member and each cluster, in order.</summary>
    public static async Task<string> ExpectedAsync(HubDatabase database, int mostInBlock, int mostInCluster, CancellationToken cancel)
    {
        await using var db = database.Open();
        var offers = await db.Offers.Include(o => o.Source).Where(o => o.State == OfferState.Published).OrderBy(o => o.Id).ToListAsync(cancel);
        var items = offers
            .Select(o => ClusterRules.Read(new(
                o.Id, o.Kind, o.SourceId, o.Source.ParticipantId, o.Title, o.ProviderCode, o.CourseCode, o.ProviderName, o.Mode, o.EmployerName, o.KnownAreaCode)))
            .OfType<ClusterItem>()
            .ToList();
        var codes = Windows(items, item => item.CodeBlock, mostInBlock);
        var titles = Windows(items, item => item.TitleBlock, mostInBlock);
        var lines = new List<string>();
        foreach (var component in Components(items, (a, b) => Tie(a, b, codes, titles)))
        {
            var parts = component.Count <= mostInCluster
                ? [(component, WithTitles: true)]
                : Components(component, (a, b) => Tie(a, b, codes, [])).Select(part => (part, WithTitles: false));
            foreach (var (part, withTitles) in parts.Where(p => p.Item1.Count > 1))
                lines.AddRange(Lines(part, (a, b) => Tie(a, b, codes, withTitles ? titles : [])));
        }

        return string.Join('\n', lines.Order(StringComparer.Ordinal));
    }

    public static async Task<string> StoredAsync(HubDatabase database, CancellationToken cancel)
    {
        await using var db = database.Open();
        var lines = (await db.ClusterMembers.ToListAsync(cancel)).Select(m => $"{m.ClusterId}: {m.OfferId} {m.Evidence} {m.Score}")
            .Concat((await db.Clusters.ToListAsync(cancel)).Select(c => $"{c.Id} is {c.Kind} {c.Size} {c.SourceCount} {c.ParticipantCount} {c.Score}"));
        return string.Join('\n', lines.Order(StringComparer.Ordinal));
    }

    private static IEnumerable<string> Lines(List<ClusterItem> part, Func<ClusterItem, ClusterItem, (ClusterEvidence, double)?> tie)
    {
        var id = part.Min(item => item.OfferId);
        foreach (var item in part)
        {
            var (evidence, score) = part.Where(other => other != item).Select(other => tie(item, other)).OfType<(ClusterEvidence Evidence, double Score)>()
                .OrderByDescending(found => found.Score).ThenBy(found => found.Evidence).First();
            yield return $"{id}: {item.OfferId} {evidence} {score}";
        }

        var least = part.SelectMany(one => part.Where(other => other != one).Select(other => tie(one, other)?.Item2 ?? 0)).Where(score => score > 0)
            .OrderDescending().First(score => Components(part, (a, b) => tie(a, b) is { } found && found.Item2 >= score ? found : null).Count == 1);
        var sources = part.Select(item => item.SourceId).Distinct().Count();
        yield return $"{id} is {part[0].Kind} {part.Count} {sources} {part.Select(item => item.ParticipantId).Distinct().Count()} {least}";
    }

    private static (ClusterEvidence Evidence, double Score)? Tie(ClusterItem one, ClusterItem other, HashSet<long> codes, HashSet<long> titles)
    {
        if (one.CodeBlock is { } code && code == other.CodeBlock && codes.Contains(one.OfferId) && codes.Contains(other.OfferId))
            return (ClusterEvidence.ProviderAndCourseCode, 1);
        if (one.TitleBlock is not { } title || title != other.TitleBlock || !titles.Contains(one.OfferId) || !titles.Contains(other.OfferId))
            return null;
        var likeness = new TitleLikeness(one.Title).To(new(other.Title));
        return likeness > 0 ? (ClusterRules.TitleEvidence(one.Kind), likeness) : null;
    }

    /// <summary>The offers that are compared: the oldest of each block.</summary>
    private static HashSet<long> Windows(List<ClusterItem> items, Func<ClusterItem, long?> block, int most) =>
        [.. items.Where(item => block(item) is not null).GroupBy(block).SelectMany(group => group.OrderBy(i => i.OfferId).Take(most)).Select(i => i.OfferId)];

    private static List<List<ClusterItem>> Components(List<ClusterItem> items, Func<ClusterItem, ClusterItem, (ClusterEvidence, double)?> tie)
    {
        var components = new List<List<ClusterItem>>();
        var left = items.ToList();
        while (left.Count > 0)
        {
            var component = new List<ClusterItem> { left[0] };
            left.RemoveAt(0);
            for (var i = 0; i < component.Count; i++)
            {
                var near = left.Where(other => tie(component[i], other) is not null).ToList();
                component.AddRange(near);
                left.RemoveAll(near.Contains);
            }

            components.Add(component);
        }

        return components;
    }
}
