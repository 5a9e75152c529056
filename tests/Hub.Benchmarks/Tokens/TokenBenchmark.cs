using System.Diagnostics;
using System.Globalization;
using System.Text;
using Hub.Benchmarks.Read;
using Hub.Testing;
using Microsoft.Data.Sqlite;

namespace Hub.Benchmarks.Tokens;

/// <summary>
/// O6: access tokens per second of the hub beside oidc-provider, both signing by ES256 for a client with a secret in the header. And what a million
/// tokens leave behind: no row, no memory.
/// </summary>
internal static class TokenBenchmark
{
    private const int PeerPort = 5995;
    private const int Connections = 16;
    private const int Rounds = 5;
    private const double Seconds = 3;
    private const double Bar = 3;
    private const double P99Bar = 20;

    // As many token requests at a time as keep neither server busy all the time.
    private const int Calm = 2;

    public static async Task<int> RunAsync()
    {
        using var folder = new TemporaryFolder();
        await using var process = await StartHubAsync(folder.Path);
        var partner = await process.OnboardAsync("Gig Nusantara", "PLATFORM", "GIG", "feed.read", CancellationToken.None);
        using var driver = Process.GetCurrentProcess();
        var servers = new List<(ServerUnderTest Server, byte[] Request)>
        {
            (new("hub", process.Id, process.HttpUrl, _ => [], () => default), Request(process.HttpUrl, "/connect/token", partner)),
        };
        if (StartPeer(partner) is { } peer)
            servers.Add((peer, Request(peer.Url, "/token", partner)));
        await using var stopped = new Stopper(servers.Select(s => s.Server));
        PinDriver(driver);
        var rates = servers.ToDictionary(s => s.Server.Name, _ => new List<double>());
        var costs = servers.ToDictionary(s => s.Server.Name, _ => new List<double>());
        var slow = servers.ToDictionary(s => s.Server.Name, _ => new List<double>());

        foreach (var (server, request) in servers)
            await RoundAsync(server, request, Connections);
        for (var i = 0; i < Rounds; i++)
        {
            foreach (var (server, request) in servers)
            {
                var before = server.ProcessorSeconds();
                var round = await RoundAsync(server, request, Connections);
                rates[server.Name].Add(round.Answers / round.Seconds);
                costs[server.Name].Add((server.ProcessorSeconds() - before) / round.Answers);
                slow[server.Name].Add((await RoundAsync(server, request, Calm)).Percentile(0.99));
            }
        }

        foreach (var (name, found) in rates)
        {
            Say($"{name,-14} {Median(found),9:N0} tokens/s on one core, {Median(costs[name]) * 1e6,7:N0} us of processor each, p99 at {Calm} at a time {Median(slow[name]) * 1e3,6:0.0} ms");
        }

        var met = Median(slow["hub"]) * 1e3 <= P99Bar;
        if (rates.TryGetValue("oidc-provider", out var theirs))
        {
            var ratio = Median(rates["hub"]) / Median(theirs);
            met &= ratio >= Bar;
            Say($"ratio {ratio:0.0}, bar {Bar:0}; p99 bar {P99Bar:0} ms: {(met ? "met" : "NOT met")}");
        }

        return met ? 0 : 1;
    }

    /// <summary>Gets a million tokens and looks at the database and the memory as it goes.</summary>
    public static async Task<int> KeepAsync(long tokens)
    {
        using var folder = new TemporaryFolder();
        await using var process = await StartHubAsync(folder.Path);
        var partner = await process.OnboardAsync("Gig Nusantara", "PLATFORM", "GIG", "feed.read", CancellationToken.None);
        var request = Request(process.HttpUrl, "/connect/token", partner);

        // The first ones warm the process up: code, caches, connections.
        await TakeAsync(process.HttpUrl, request, 20_000);
        var (rows, start) = (Rows(folder.Path), ProcessMemory.AnonymousKiB(process.Id));
        Say($"{0,9:N0} tokens: {rows} rows, {start / 1024.0:0.0} MiB");
        var most = 0L;
        for (var done = 0L; done < tokens;)
        {
            var next = Math.Min(tokens / 4, tokens - done);
            await TakeAsync(process.HttpUrl, request, next);
            done += next;
            var now = ProcessMemory.AnonymousKiB(process.Id);
            most = Math.Max(most, now);
            Say($"{done,9:N0} tokens: {Rows(folder.Path) - rows:+0;-0;0} rows, {now / 1024.0:0.0} MiB");
        }

        var grown = Rows(folder.Path) - rows;
        Say($"rows grown by {grown}; memory at most {most - start:+0;-0;0} KiB from the start");
        return grown == 0 ? 0 : 1;
    }

    private static Task<HubProcess> StartHubAsync(string folder) => HubProcess.StartAsync(
        folder, CancellationToken.None,
        ("Hub:Auth:Limits:RequestsPerClient", "1000000"), ("Hub:Auth:Limits:RequestsPerAddress", "1000000"), ("Logging:LogLevel:Default", "Warning"));

    private static async Task TakeAsync(Uri url, byte[] request, long count)
    {
        // Rounds of half a second until there are enough.
        for (var taken = 0L; taken < count;)
            taken += (await LoadDriver.RunAsync(url, [request], Connections, 0.5)).Answers;
    }

    /// <summary>Rows of every table.</summary>
    private static long Rows(string folder)
    {
        using var connection = new SqliteConnection($"Data Source={Path.Combine(folder, "hub.db")};Mode=ReadOnly;Pooling=False");
        connection.Open();
        using var list = connection.CreateCommand();
        list.CommandText = "SELECT group_concat('(SELECT count(*) FROM \"' || name || '\")', ' + ') FROM sqlite_schema WHERE type = 'table' AND sql NOT LIKE 'CREATE VIRTUAL%'";
        using var count = connection.CreateCommand();
        count.CommandText = "SELECT " + (string)list.ExecuteScalar()!;
        return (long)count.ExecuteScalar()!;
    }

    private static async Task<LoadDriver.Round> RoundAsync(ServerUnderTest server, byte[] request, int connections)
    {
        server.Pin();
        return await LoadDriver.RunAsync(server.Url, [request], connections, Seconds);
    }

    private static ServerUnderTest? StartPeer(Partner partner)
    {
        if (NodePeers.Node() is not { } node || !Directory.Exists(Path.Combine(NodePeers.Folder, "node_modules/oidc-provider")))
        {
            Console.WriteLine("oidc-provider is left out: install Node.js, then run `npm install` in tests/Hub.Benchmarks/Peers.");
            return null;
        }

        var start = new ProcessStartInfo(node, ["tokens.js", PeerPort.ToString(CultureInfo.InvariantCulture), partner.ClientId, partner.ClientSecret])
        {
            WorkingDirectory = NodePeers.Folder, RedirectStandardOutput = true, RedirectStandardError = true, Environment = { ["NODE_ENV"] = "production" },
        };
        var process = Process.Start(start)!;
        process.ErrorDataReceived += (_, _) => { };
        process.BeginErrorReadLine();
        if (process.StandardOutput.ReadLine() != "ready")
            throw new InvalidOperationException("oidc-provider did not start.");
        return new("oidc-provider", process.Id, new UriBuilder("http", "127.0.0.1", PeerPort).Uri, _ => [], () =>
        {
            process.Kill();
            process.Dispose();
            return default;
        });
    }

    private static byte[] Request(Uri url, string path, Partner partner)
    {
        const string body = "grant_type=client_credentials&scope=feed.read";
        var basic = Convert.ToBase64String(Encoding.UTF8.GetBytes($"{partner.ClientId}:{partner.ClientSecret}"));
        return Encoding.ASCII.GetBytes(
            $"POST {path} HTTP/1.1\r\nHost: {url.Authority}\r\nAuthorization: Basic {basic}\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: {body.Length}\r\n\r\n{body}");
    }

    // The servers have the first core.
    private static void PinDriver(Process driver)
    {
        if (OperatingSystem.IsLinux() && Environment.ProcessorCount > 1)
            driver.ProcessorAffinity = (nint)(1L << (Environment.ProcessorCount - 1));
    }

    private static double Median(List<double> values) => values.Order().ElementAt(values.Count / 2);

    private static void Say(FormattableString text) => Console.WriteLine(FormattableString.Invariant(text));

    private sealed class Stopper(IEnumerable<ServerUnderTest> servers) : IAsyncDisposable
    {
        public async ValueTask DisposeAsync()
        {
            foreach (var server in servers)
                await server.DisposeAsync();
        }
    }
}
