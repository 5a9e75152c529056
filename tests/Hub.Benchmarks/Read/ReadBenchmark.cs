using System.Diagnostics;
using System.Globalization;
using System.Text.Json.Nodes;
using Hub.Testing;

namespace Hub.Benchmarks.Read;

/// <summary>
/// What an answer costs: the hub's GraphQL beside an endpoint written by hand, one over EF Core and servers on Node.js, all on the same
/// database and one core, asked in turn by a driver on another. First their answers are compared. Processor time is the deciding figure.
/// </summary>
internal static class ReadBenchmark
{
    public static async Task<int> RunAsync(ReadOptions options)
    {
        // Costs are counted as ever, but the driver asks for more than a client is given.
        Environment.SetEnvironmentVariable("Hub__GraphQL__CostPerMinute", "1000000000000");
        await new CatalogueData(options).EnsureAsync();
        await using var hub = await StartHubAsync(
            () => Allocations.WithHookAsync(() => HubProcess.StartAsync(options.DataFolder, CancellationToken.None)));
        await WaitForFollowersAsync(hub.Process, hub.Token);
        var queries = (await DashboardQueries.AllAsync(hub.Process, hub.Token, options.DataFolder))
            .Where(q => options.Queries.Count == 0 || options.Queries.Contains(q.Name)).ToArray();
        List<ServerUnderTest> servers = [hub.Server];
        try
        {
            servers.Add(StartEndpoint("read-endpoint", ReadFigures.HandWritten, 5979, options));
            if (options.Peers.Contains("ef"))
                servers.Add(StartEndpoint("read-ef", ReadFigures.Ef, 5980, options, [.. EfQueries.All.Keys]));
            servers.AddRange(NodePeers.Start(options));
            await MeasureAsync(servers, queries, options);
        }
        finally
        {
            foreach (var server in servers.Skip(1))
                await server.DisposeAsync();
        }

        return 0;
    }

    private static async Task MeasureAsync(List<ServerUnderTest> servers, ReadQuery[] queries, ReadOptions options)
    {
        foreach (var query in queries)
            await CompareAsync(query, [.. servers.Where(s => s.Answers(query))]);
        foreach (var server in servers)
            server.Pin();
        if (OperatingSystem.IsLinux() && Environment.ProcessorCount > 1)
            Process.GetCurrentProcess().ProcessorAffinity = 1 << (Environment.ProcessorCount - 1);

        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{options.Courses:N0} courses, {options.Gigs:N0} gigs; {options.Connections} connections, {options.Rounds} rounds of {options.Seconds} s, medians; server on one core"));
        if (OperatingSystem.IsLinux())
            Console.WriteLine($"load average {await File.ReadAllTextAsync("/proc/loadavg")}".TrimEnd());
        var figures = new List<ReadFigures>();
        foreach (var query in queries)
        {
            var own = await ReadFigures.MeasureAsync(query, servers, options);
            Console.WriteLine($"{query.Name}: {query.What}");
            Say(own);
            figures.AddRange(own);
        }

        foreach (var server in servers)
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{server.Name,-24} {server.AnonymousMemory()} MiB anonymous memory after all"));
        if (options.Rounds == 0)
            return;
        ReadGoals.Say(figures);
        await LoneGoals.SayAsync(servers[0], queries, options);
        if (queries.All(q => q.Name != "Q3"))
            return;
        await RollupGoals.SayAsync("as generated", servers[0], servers[1], options);
        await FullRollupsAsync(options);
    }

    /// <summary>The same of rollups that are as full as they get.</summary>
    private static async Task FullRollupsAsync(ReadOptions options)
    {
        var full = options with { DataFolder = options.DataFolder + "-full" };
        await FullRollups.EnsureAsync(full);
        await using var hub = await StartHubAsync(() => HubProcess.StartAsync(full.DataFolder, CancellationToken.None));
        await using var endpoint = StartEndpoint("read-endpoint", ReadFigures.HandWritten, 5977, full);
        await WaitForFollowersAsync(hub.Process, hub.Token);
        ServerUnderTest[] servers = [hub.Server, endpoint];
        await CompareAsync(DashboardQueries.WithoutPages().Single(q => q.Name == "Q3"), servers);
        foreach (var server in servers)
            server.Pin();
        await RollupGoals.SayAsync("as of 10,000,000 offers and more", hub.Server, endpoint, full);
    }

    private static void Say(List<ReadFigures> figures)
    {
        if (figures.Find(f => f.Server == ReadFigures.HandWritten) is not { } reference)
            return;
        foreach (var own in figures)
        {
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"  {own.Server,-24} {own.Rate,9:N0} answers/s  {own.Cpu,7:N0} us CPU  p50 {own.P50:0.00} ms  p99 {own.P99:0.00} ms  {own.Bytes:N0} bytes  {own.Rate / reference.Rate:0.00} x H, CPU {reference.Cpu / own.Cpu:0.00} x"));
        }
    }

    private static async Task<RunningHub> StartHubAsync(Func<Task<HubProcess>> start)
    {
        var process = await start();
        var partner = await process.OnboardAsync($"Dashboard {Guid.CreateVersion7():N}", "AGENCY", "GIG", "dashboard.read", CancellationToken.None);
        var token = new FreshToken(() => process.TokenAsync(partner, CancellationToken.None));
        return new(
            process,
            token.Current,
            new(ReadFigures.Hub, process.Id, process.HttpUrl, q => q.GraphQLRequests(process.HttpUrl, token.Current), process.DisposeAsync));
    }

    /// <summary>Figures and searches are compared once they are of all offers.</summary>
    private static async Task WaitForFollowersAsync(HubProcess hub, string token)
    {
        var waiting = Stopwatch.GetTimestamp();
        while (true)
        {
            var answer = await hub.QueryAsync(token, "{ followers { nodes { lag isRebuilding } } }", CancellationToken.None);
            var followers = answer.GetProperty("data").GetProperty("followers").GetProperty("nodes").EnumerateArray().ToList();
            if (followers.Count > 0 && followers.TrueForAll(f => f.GetProperty("lag").GetInt64() == 0 && !f.GetProperty("isRebuilding").GetBoolean()))
                return;
            if (Stopwatch.GetElapsedTime(waiting) > TimeSpan.FromMinutes(30))
                throw new InvalidOperationException($"The followers do not catch up: {answer}");
            await Task.Delay(200);
        }
    }

    private static ServerUnderTest StartEndpoint(string command, string name, int port, ReadOptions options, params string[] answers)
    {
        var url = new UriBuilder("http", "127.0.0.1", port).Uri;
        var start = new ProcessStartInfo("dotnet", [typeof(ReadBenchmark).Assembly.Location, command, options.DataFolder, url.ToString()]);
        return ServerUnderTest.Start(name, start, url, q => q.EndpointRequests(url), answers);
    }

    private static async Task CompareAsync(ReadQuery query, ServerUnderTest[] servers)
    {
        var requests = servers.Select(s => s.RequestsOf(query)).ToArray();
        for (var i = 0; i < Math.Min(64, query.Sets.Count); i++)
        {
            var own = JsonNode.Parse(await AskPatientlyAsync(servers[0].Url, requests[0][i]))!;
            for (var s = 1; s < servers.Length; s++)
            {
                // The endpoint by hand is compared with every set, the others with a quarter: a search takes them long.
                if (s > 1 && i % 4 != 0)
                    continue;
                var other = JsonNode.Parse(await AskPatientlyAsync(servers[s].Url, requests[s][i]))!;
                if (!JsonNode.DeepEquals(own, other))
                    throw new InvalidOperationException($"{query.Name}, set {i}: {servers[0].Name} and {servers[s].Name} differ:\n{own}\n{other}");
            }
        }
    }

    /// <summary>The endpoint may still be starting.</summary>
    private static async Task<byte[]> AskPatientlyAsync(Uri url, byte[] request)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return await LoadDriver.AskOnceAsync(url, request);
            }
            catch (System.Net.Sockets.SocketException) when (attempt < 100)
            {
                await Task.Delay(100);
            }
        }
    }

    /// <summary>A token for requests about to be sent: a run of all queries outlasts several.</summary>
    private sealed class FreshToken(Func<Task<string>> ask)
    {
        private static readonly TimeSpan Age = TimeSpan.FromMinutes(2);
        private string? _token;
        private long _taken;

        public string Current
        {
            get
            {
                if (_token is null || Stopwatch.GetElapsedTime(_taken) > Age)
                    (_token, _taken) = (Task.Run(ask).GetAwaiter().GetResult(), Stopwatch.GetTimestamp());
                return _token;
            }
        }
    }

    private sealed record RunningHub(HubProcess Process, string Token, ServerUnderTest Server) : IAsyncDisposable
    {
        public ValueTask DisposeAsync() => Server.DisposeAsync();
    }
}
