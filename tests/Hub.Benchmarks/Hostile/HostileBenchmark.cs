using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Hub.Benchmarks.Read;
using Hub.Testing;

namespace Hub.Benchmarks.Hostile;

/// <summary>
/// What hostile requests cost: how long each takes to be refused, what memory the hub has afterwards, and how another client's small query fares
/// meanwhile. Whether each is refused, and in which words, is tested elsewhere; here a request that is not refused is said so.
/// </summary>
internal static class HostileBenchmark
{
    private const int Times = 30;
    private const string Good = """{"query":"{ gigs(first: 5, orderBy: [{field: PUBLISHED_AT, direction: DESC}]) { nodes { id title } } }"}""";

    public static async Task<int> RunAsync(ReadOptions options)
    {
        await new CatalogueData(options).EnsureAsync();
        await using var hub = await HubProcess.StartAsync(options.DataFolder, CancellationToken.None);
        var (good, evil) = (await ClientAsync(hub), await ClientAsync(hub));
        await AskAllAsync(good, Enumerable.Repeat(Good, 2_000));
        foreach (var (_, body) in HostileRequests.All)
            await AskAllAsync(evil, Enumerable.Repeat(body, 10));
        var alone = Percentiles(await AskAllAsync(good, Enumerable.Repeat(Good, 2_000)));
        var before = ProcessMemory.AnonymousKiB(hub.Id) / 1024;
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture, $"another client alone: p50 {alone.P50:0.00} ms, p99 {alone.P99:0.00} ms; anonymous memory {before} MiB"));
        foreach (var (name, body) in HostileRequests.All)
        {
            using var stop = new CancellationTokenSource();
            var other = AskUntilAsync(good, stop.Token);
            var times = await AskAllAsync(evil, Enumerable.Repeat(body, Times));
            await stop.CancelAsync();
            var meanwhile = Percentiles(await other);
            var own = Percentiles(times);
            var reason = await ReasonAsync(evil, body);
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"{name,-34} {body.Length,9:N0} bytes  p50 {own.P50,6:0.0} ms  max {times.Max(),6:0.0} ms  other p99 {meanwhile.P99,5:0.0} ms ({meanwhile.P99 / alone.P99:0.0}x)  {ProcessMemory.AnonymousKiB(hub.Id) / 1024} MiB  {reason}"));
        }

        return 0;
    }

    private static async Task<HttpClient> ClientAsync(HubProcess hub)
    {
        var partner = await hub.OnboardAsync($"Hostile {Guid.CreateVersion7():N}", "AGENCY", "GIG", "dashboard.read", CancellationToken.None);
        var client = new HttpClient { BaseAddress = hub.HttpUrl };
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", await hub.TokenAsync(partner, CancellationToken.None));
        return client;
    }

    private static async Task<List<double>> AskAllAsync(HttpClient client, IEnumerable<string> bodies)
    {
        var times = new List<double>();
        foreach (var body in bodies)
            times.Add(await AskAsync(client, body));
        return times;
    }

    private static async Task<List<double>> AskUntilAsync(HttpClient client, CancellationToken stop)
    {
        var times = new List<double>();
        do
            times.Add(await AskAsync(client, Good));
        while (!stop.IsCancellationRequested || times.Count < 200);
        return times;
    }

    private static async Task<double> AskAsync(HttpClient client, string body)
    {
        using var request = Request(body);
        var started = Stopwatch.GetTimestamp();
        using var response = await client.SendAsync(request);
        await response.Content.ReadAsByteArrayAsync();
        return Stopwatch.GetElapsedTime(started).TotalMilliseconds;
    }

    private static async Task<string> ReasonAsync(HttpClient client, string body)
    {
        using var request = Request(body);
        using var response = await client.SendAsync(request);
        using var answer = await JsonDocument.ParseAsync(await response.Content.ReadAsStreamAsync());
        if (!answer.RootElement.TryGetProperty("errors", out var errors))
            return "NOT REFUSED";
        var message = errors[0].GetProperty("message").GetString()!;
        return $"{(int)response.StatusCode} {(message.Length > 110 ? message[..110] : message)}{(answer.RootElement.TryGetProperty("data", out _) ? " WITH DATA" : "")}";
    }

    /// <summary>A large body waits for the server to ask for it, or to refuse it by its length.</summary>
    private static HttpRequestMessage Request(string body)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, "/graphql") { Content = new StringContent(body, Encoding.UTF8, "application/json") };
        request.Headers.ExpectContinue = body.Length > 1 << 20;
        return request;
    }

    private static (double P50, double P99) Percentiles(List<double> times)
    {
        var sorted = times.Order().ToArray();
        return (sorted[sorted.Length / 2], sorted[(int)(sorted.Length * 0.99)]);
    }
}
