using System.Globalization;

namespace Hub.Benchmarks.Read;

/// <summary>What one client alone waits for, and what the hub keeps in memory and allocates.</summary>
internal static class LoneGoals
{
    private const int BusyConnections = 32;

    public static async Task SayAsync(ServerUnderTest hub, IReadOnlyList<ReadQuery> queries, ReadOptions options)
    {
        Console.WriteLine("Goal 4: allocations of an answer and anonymous memory");
        foreach (var query in queries)
            Bar.AtMost($"{query.Name}: bytes allocated for an answer", await AllocatedAsync(hub, query, options), 2048, "B");
        var bytes = await AllocatedAsync(hub, new("empty", "nothing of the database", "{ __typename }", [[]]), options);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"          {{ __typename }} allocates {bytes:N0} B: HTTP, the token, the plan"));
        foreach (var query in queries)
            await LoadDriver.RunAsync(hub.Url, hub.RequestsOf(query), BusyConnections, options.Seconds);
        Bar.AtMost($"anonymous memory of the hub after {BusyConnections} connections", hub.AnonymousMemory(), 120, "MiB");

        Console.WriteLine("Goal 5: one client alone");
        await SayAsync(hub, queries, "Q1", 0.99, 0.6, options);
        await SayAsync(hub, queries, "Q6", 0.99, 1, options);
        if (queries.FirstOrDefault(q => q.Name == "Q5") is { } deep)
            Bar.AtMost("Q5: p50 of any page / p50 of the first", await RatioAsync(hub, deep, FirstPage, options), 1.2, "x");

        if (queries.All(q => q.Name != "Q4"))
            return;
        Console.WriteLine("Goal 7: search, one client alone");
        await SayAsync(hub, queries, "Q4", 0.5, 10, options);
    }

    private static ReadQuery FirstPage { get; } = new("Q5 first", "the first page", DashboardQueries.Page.Replace("($after: String!)", "", StringComparison.Ordinal)
        .Replace(", after: $after", "", StringComparison.Ordinal), [[]]);

    private static async Task<double> AllocatedAsync(ServerUnderTest hub, ReadQuery query, ReadOptions options)
    {
        var requests = hub.RequestsOf(query);
        await LoadDriver.RunAsync(hub.Url, requests, options.Connections, options.Seconds);
        var before = await Allocations.BytesAsync();
        var ran = await LoadDriver.RunAsync(hub.Url, requests, options.Connections, options.Seconds);
        return (double)(await Allocations.BytesAsync() - before) / ran.Answers;
    }

    /// <summary>A percentile of what one client waits for a query, if it is asked at all.</summary>
    public static async Task SayAsync(ServerUnderTest hub, IReadOnlyList<ReadQuery> queries, string name, double part, double bar, ReadOptions options)
    {
        if (queries.FirstOrDefault(q => q.Name == name) is not { } query)
            return;
        var waits = await WaitsAsync(hub, query, options);
        var label = string.Create(CultureInfo.InvariantCulture, $"{name}: p{part * 100:0} (p50 {waits.Percentile(0.5) * 1000:0.00} ms, p99 {waits.Percentile(0.99) * 1000:0.00} ms)");
        Bar.AtMost(label, waits.Percentile(part) * 1000, bar, "ms");
    }

    /// <summary>A median of the rounds' own percentiles would hide nothing, but the machine has pauses: the round with the median p99 counts.</summary>
    private static async Task<LoadDriver.Round> WaitsAsync(ServerUnderTest server, ReadQuery query, ReadOptions options)
    {
        var requests = server.RequestsOf(query);
        await LoadDriver.RunAsync(server.Url, requests, 1, 1);
        var rounds = new List<LoadDriver.Round>();
        for (var round = 0; round < Math.Max(1, options.Rounds); round++)
            rounds.Add(await LoadDriver.RunAsync(server.Url, requests, 1, options.Seconds));
        return rounds.OrderBy(r => r.Percentile(0.99)).ElementAt(rounds.Count / 2);
    }

    private static async Task<double> RatioAsync(ServerUnderTest hub, ReadQuery query, ReadQuery reference, ReadOptions options) =>
        (await WaitsAsync(hub, query, options)).Percentile(0.5) / (await WaitsAsync(hub, reference, options)).Percentile(0.5);
}
