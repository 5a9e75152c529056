using System.Diagnostics;
using System.Globalization;
using System.Text.Json.Nodes;
using Hub.Testing;

namespace Hub.Benchmarks.Read;

/// <summary>
/// What an answer costs: the hub's GraphQL beside an endpoint written by hand on the same database, each on a core of its own, asked by a
/// driver on another. First every answer of the two is compared. Processor time for each answer is the deciding figure.
/// </summary>
internal static class ReadBenchmark
{
    public static async Task<int> RunAsync(ReadOptions options)
    {
        await new CatalogueData(options).EnsureAsync();
        await using var hub = await StartHubAsync(options);
        await WaitForFollowersAsync(hub.Process, hub.Token);
        await using var endpoint = StartEndpoint(options);
        var queries = (await DashboardQueries.AllAsync(hub.Process, hub.Token, options.DataFolder))
            .Where(q => options.Queries.Count == 0 || options.Queries.Contains(q.Name)).ToArray();
        ServerUnderTest[] servers = [hub.Server, endpoint];
        foreach (var query in queries)
            await CompareAsync(query, servers);
        foreach (var server in servers)
            server.Pin();
        if (OperatingSystem.IsLinux() && Environment.ProcessorCount > 1)
            Process.GetCurrentProcess().ProcessorAffinity = 1 << (Environment.ProcessorCount - 1);

        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{options.Courses:N0} courses, {options.Gigs:N0} gigs; {options.Connections} connections, {options.Rounds} rounds of {options.Seconds} s, medians; server on one core"));
        foreach (var query in queries)
            await MeasureAsync(query, servers, options);
        foreach (var server in servers)
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{server.Name,-24} {server.AnonymousMemory()} MiB anonymous memory after all"));
        return 0;
    }

    private static async Task<RunningHub> StartHubAsync(ReadOptions options)
    {
        var process = await HubProcess.StartAsync(options.DataFolder, CancellationToken.None);
        var partner = await process.OnboardAsync($"Dashboard {Guid.CreateVersion7():N}", "AGENCY", "GIG", "dashboard.read", CancellationToken.None);
        var token = await process.TokenAsync(partner, CancellationToken.None);
        return new(process, token, new("hub, GraphQL", process.Id, process.HttpUrl, q => q.GraphQLRequests(process.HttpUrl, token), process.DisposeAsync));
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

    private static ServerUnderTest StartEndpoint(ReadOptions options)
    {
        var url = new Uri("http://127.0.0.1:5979");
        var process = Process.Start(new ProcessStartInfo(
            "dotnet", [typeof(ReadBenchmark).Assembly.Location, "read-endpoint", options.DataFolder, url.ToString()]))!;
        return new("endpoint by hand (H)", process.Id, url, q => q.EndpointRequests(url), () =>
        {
            process.Kill();
            process.Dispose();
            return ValueTask.CompletedTask;
        });
    }

    private static async Task CompareAsync(ReadQuery query, ServerUnderTest[] servers)
    {
        var requests = servers.Select(s => s.RequestsOf(query)).ToArray();
        for (var i = 0; i < Math.Min(64, query.Sets.Count); i++)
        {
            var answers = new JsonNode[servers.Length];
            for (var s = 0; s < servers.Length; s++)
                answers[s] = JsonNode.Parse(await AskPatientlyAsync(servers[s].Url, requests[s][i]))!;
            for (var s = 1; s < servers.Length; s++)
            {
                if (!JsonNode.DeepEquals(answers[0], answers[s]))
                    throw new InvalidOperationException($"{query.Name}, set {i}: {servers[0].Name} and {servers[s].Name} differ:\n{answers[0]}\n{answers[s]}");
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

    private static async Task MeasureAsync(ReadQuery query, ServerUnderTest[] servers, ReadOptions options)
    {
        var figures = servers.ToDictionary(s => s, _ => new List<(double Rate, double Cpu, double P50, double P99, long Bytes)>());
        for (var round = 0; round <= options.Rounds; round++)
        {
            foreach (var server in servers)
            {
                var requests = server.RequestsOf(query);
                var before = server.ProcessorSeconds();
                var ran = await LoadDriver.RunAsync(server.Url, requests, options.Connections, round == 0 ? Math.Max(3, options.Seconds) : options.Seconds);
                var cpu = (server.ProcessorSeconds() - before) / ran.Answers * 1e6;
                if (round > 0)
                    figures[server].Add((ran.Answers / ran.Seconds, cpu, ran.Percentile(0.5) * 1000, ran.Percentile(0.99) * 1000, ran.Bytes / ran.Answers));
            }
        }

        Console.WriteLine($"{query.Name}: {query.What}");
        var reference = figures[servers[^1]];
        foreach (var server in servers)
        {
            var own = figures[server];
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"  {server.Name,-24} {Median(own, f => f.Rate),9:N0} answers/s  {Median(own, f => f.Cpu),7:N0} us CPU  p50 {Median(own, f => f.P50):0.00} ms  p99 {Median(own, f => f.P99):0.00} ms  {own[0].Bytes:N0} bytes  {Median(own, f => f.Rate) / Median(reference, f => f.Rate):0.00} x H, CPU {Median(reference, f => f.Cpu) / Median(own, f => f.Cpu):0.00} x"));
        }
    }

    private static double Median<T>(List<T> figures, Func<T, double> value) => figures.Select(value).Order().ElementAt(figures.Count / 2);

    private sealed record RunningHub(HubProcess Process, string Token, ServerUnderTest Server) : IAsyncDisposable
    {
        public ValueTask DisposeAsync() => Server.DisposeAsync();
    }
}
