using System.Diagnostics;
using System.Globalization;
using Microsoft.Data.Sqlite;

namespace Hub.Benchmarks.Read;

/// <summary>What one client alone waits for, and what the hub keeps in memory and allocates.</summary>
internal static class LoneGoals
{
    private const int BusyConnections = 32;
    private const string RawCells = """
        SELECT province_code, sector_code, live_count, pay_count, pay_min_high, pay_min_low FROM rollup_province_sectors WHERE kind = 3
        """;

    public static async Task SayAsync(ServerUnderTest hub, ServerUnderTest byHand, IReadOnlyList<ReadQuery> queries, ReadOptions options)
    {
        Console.WriteLine("Goal 4: allocations of an answer and anonymous memory");
        foreach (var query in queries)
            Bar.AtMost($"{query.Name}: bytes allocated for an answer", await AllocatedAsync(hub, query, options), 2048, "B");
        foreach (var query in queries)
            await LoadDriver.RunAsync(hub.Url, hub.RequestsOf(query), BusyConnections, options.Seconds);
        Bar.AtMost($"anonymous memory of the hub after {BusyConnections} connections", hub.AnonymousMemory(), 120, "MiB");

        Console.WriteLine("Goal 5: one client alone");
        await SayAsync(hub, queries, "Q1", 0.99, 0.6, options);
        await SayAsync(hub, queries, "Q6", 0.99, 1, options);
        if (queries.FirstOrDefault(q => q.Name == "Q5") is { } deep)
            Bar.AtMost("Q5: p50 of any page / p50 of the first", await RatioAsync(hub, deep, FirstPage, options), 1.2, "x");

        Console.WriteLine("Goal 6: figures from rollups, one client alone");
        await SayAsync(hub, queries, "Q3", 0.99, 1, options);
        foreach (var (query, bar) in Figures(options.DataFolder))
            await SayAsync(hub, [query], query.Name, 0.99, bar, options);
        if (queries.FirstOrDefault(q => q.Name == "Q3") is { } cells)
            await SayCellsAsync(hub, byHand, cells, options);

        if (queries.All(q => q.Name != "Q4"))
            return;
        Console.WriteLine("Goal 7: search, one client alone");
        await SayAsync(hub, queries, "Q4", 0.5, 10, options);
    }

    private static ReadQuery FirstPage { get; } = new("Q5 first", "the first page", DashboardQueries.Page.Replace("($after: String!)", "", StringComparison.Ordinal)
        .Replace(", after: $after", "", StringComparison.Ordinal), [[]]);

    /// <summary>Figures of days that end with the newest, in the catalogue's calendar.</summary>
    public static IEnumerable<(ReadQuery Query, double Bar)> Figures(string dataFolder)
    {
        using var connection = Open(dataFolder);
        using var command = connection.CreateCommand();
        command.CommandText = "SELECT max(day) FROM rollup_days WHERE kind = 3";
        var newest = (long)command.ExecuteScalar()!;
        var month = Since(newest - 29);
        var year = Since(newest - 364);
        yield return (new("Q3, 30 days", "province x sector in 30 days", """
            query Figures($since: DateTime!) { gigs(where: {publishedAt: {gte: $since}}) { groupBy(by: [{field: PROVINCE}, {field: SECTOR}], first: 500) {
              nodes { key { province { code } sector { code } } aggregate { count sum { payMinIdr } } } } } }
            """, [new() { ["since"] = month }]), 5);
        yield return (new("a year by month", "counts by month in a year", """
            query Figures($since: DateTime!) { gigs(where: {publishedAt: {gte: $since}}) { groupBy(by: [{field: PUBLISHED_AT, interval: MONTH}]) {
              nodes { key { publishedAt } aggregate { count sum { payMinIdr } } } } } }
            """, [new() { ["since"] = year }]), 3);
        yield return (new("source x sector x province, 30 days", "the finest cells of 30 days", """
            query Figures($since: DateTime!) { gigs(where: {publishedAt: {gte: $since}}) { groupBy(by: [{field: SOURCE}, {field: SECTOR}, {field: PROVINCE}], first: 100) {
              nodes { key { source { id } sector { code } province { code } } aggregate { count } } } } }
            """, [new() { ["since"] = month }]), 200);
    }

    private static string Since(long day) => HandWrittenEndpoint.Instant(((day * 86_400) - (7 * 3_600)) * 1000);

    private static async Task<double> AllocatedAsync(ServerUnderTest hub, ReadQuery query, ReadOptions options)
    {
        var requests = hub.RequestsOf(query);
        await LoadDriver.RunAsync(hub.Url, requests, options.Connections, options.Seconds);
        var before = await Allocations.BytesAsync();
        var ran = await LoadDriver.RunAsync(hub.Url, requests, options.Connections, options.Seconds);
        return (double)(await Allocations.BytesAsync() - before) / ran.Answers;
    }

    private static async Task SayAsync(ServerUnderTest hub, IReadOnlyList<ReadQuery> queries, string name, double part, double bar, ReadOptions options)
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

    /// <summary>All cells of province x sector beside an endpoint that reads the same rows, and beside the bare statement.</summary>
    private static async Task SayCellsAsync(ServerUnderTest hub, ServerUnderTest byHand, ReadQuery cells, ReadOptions options)
    {
        var figures = await ReadFigures.MeasureAsync(cells, [hub, byHand], options);
        Bar.AtMost("province x sector: processor time, hub / the endpoint that reads the rows", figures[0].Cpu / figures[1].Cpu, 1.2, "x");
        using var connection = Open(options.DataFolder);
        using var command = connection.CreateCommand();
        command.CommandText = RawCells;
        command.Prepare();
        var times = new List<double>();
        var rows = 0;
        for (var i = 0; i < 1000; i++)
        {
            var started = Stopwatch.GetTimestamp();
            rows = 0;
            using (var reader = command.ExecuteReader())
            {
                for (; reader.Read(); rows++)
                    _ = (reader.GetString(0), reader.GetInt64(1), reader.GetInt64(2), reader.GetInt64(3), reader.GetInt64(4), reader.GetInt64(5));
            }

            times.Add(Stopwatch.GetElapsedTime(started).TotalMicroseconds);
        }

        times.Sort();
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"          the bare statement, {rows} rows, no HTTP and no JSON: {times[500]:0} us; hub, whole answer of {figures[0].Bytes:N0} bytes: {figures[0].Cpu:0} us"));
    }

    private static SqliteConnection Open(string dataFolder)
    {
        var connection = new SqliteConnection($"Data Source={Path.Combine(dataFolder, "hub.db")};Mode=ReadOnly;Pooling=False");
        connection.Open();
        return connection;
    }
}
