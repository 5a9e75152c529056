namespace Hub.Benchmarks.Read;

/// <summary>What was measured beside the bars: how the hub stands to an endpoint by hand, to EF Core, and to its peers.</summary>
internal static class ReadGoals
{
    /// <summary>Search is held to a bar of its own.</summary>
    private static readonly string[] Compared = ["Q1", "Q2", "Q3", "Q5", "Q6"];

    public static void Say(IReadOnlyList<ReadFigures> figures)
    {
        var hub = Of(figures, ReadFigures.Hub);
        var byHand = Of(figures, ReadFigures.HandWritten);
        Console.WriteLine("Goal 1: answers a second beside the endpoint by hand (H) and beside EF Core");
        foreach (var (query, own) in hub)
            Bar.AtLeast($"{query}: hub / H", own.Rate / byHand[query].Rate, 1);
        if (hub.Count > 0)
            Bar.AtLeast("geometric mean of these", Bar.Geometric([.. hub.Select(f => f.Value.Rate / byHand[f.Key].Rate)]), 1.3);
        foreach (var (query, bar) in new[] { ("Q1", 3.0), ("Q6", 4.0) })
        {
            if (hub.TryGetValue(query, out var own))
                Bar.AtLeast($"{query}: hub / H, with what the planner can do beyond H", own.Rate / byHand[query].Rate, bar);
        }

        foreach (var (query, ef) in Of(figures, ReadFigures.Ef))
            Bar.AtLeast($"{query}: hub / EF compiled queries", hub[query].Rate / ef.Rate, 2);

        if (!figures.Any(f => NodePeers.Bars.ContainsKey(f.Server)))
            return;
        Console.WriteLine("Goal 2: processor time of an answer, peer / hub");
        foreach (var (peer, bar) in NodePeers.Bars)
        {
            foreach (var (query, figure) in Of(figures, peer).Where(f => Compared.Contains(f.Key)))
                Bar.AtLeast($"{query}: {peer}", figure.Cpu / hub[query].Cpu, bar);
        }
    }

    private static Dictionary<string, ReadFigures> Of(IReadOnlyList<ReadFigures> figures, string server) =>
        figures.Where(f => f.Server == server).ToDictionary(f => f.Query);
}
