using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using Hub.Benchmarks.Read;
using Hub.Testing;

namespace Hub.Benchmarks.Streaming;

/// <summary>
/// One answer of 100,000 nodes: when its first byte comes, how long it takes, and what memory the hub has meanwhile; sent while it is read, and gathered
/// first because the page information stands before the nodes.
/// </summary>
internal static class StreamBenchmark
{
    private const int Nodes = 100_000;
    private const string Fields = "nodes { id title payUnit payMinIdr payMaxIdr openings publishedAt source { name } area { name } }";

    public static async Task<int> RunAsync(ReadOptions options)
    {
        await new CatalogueData(options).EnsureAsync();
        Environment.SetEnvironmentVariable("Hub__GraphQL__LargestPage", Nodes.ToString(CultureInfo.InvariantCulture));
        Environment.SetEnvironmentVariable("Hub__GraphQL__TimeoutSeconds", "60");
        await using var hub = await HubProcess.StartAsync(options.DataFolder, CancellationToken.None);
        var partner = await hub.OnboardAsync($"Stream {Guid.CreateVersion7():N}", "AGENCY", "GIG", "dashboard.read", CancellationToken.None);
        hub.Http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", await hub.TokenAsync(partner, CancellationToken.None));
        for (var round = 0; round <= options.Rounds; round++)
        {
            await MeasureAsync(hub, "sent while read", $"{{ gigs(first: {Nodes}) {{ {Fields} pageInfo {{ hasNextPage }} }} }}", round > 0);
            if (round == options.Rounds)
                await MeasureAsync(hub, "gathered first", $"{{ gigs(first: {Nodes}) {{ pageInfo {{ hasNextPage }} {Fields} }} }}", true);
        }

        return 0;
    }

    private static async Task MeasureAsync(HubProcess hub, string name, string query, bool shown)
    {
        var before = ProcessMemory.AnonymousKiB(hub.Id);
        var (most, firstByte, bytes) = (before, TimeSpan.Zero, 0L);
        var started = Stopwatch.GetTimestamp();
        using var request = new HttpRequestMessage(HttpMethod.Post, "/graphql") { Content = JsonContent.Create(new { query }) };
        using var response = (await hub.Http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead)).EnsureSuccessStatusCode();
        await using var body = await response.Content.ReadAsStreamAsync();
        var buffer = new byte[256 * 1024];
        for (int read; (read = await body.ReadAsync(buffer)) > 0; bytes += read)
        {
            if (bytes == 0)
                firstByte = Stopwatch.GetElapsedTime(started);
            most = Math.Max(most, ProcessMemory.AnonymousKiB(hub.Id));
        }

        var whole = Stopwatch.GetElapsedTime(started);
        if (shown)
        {
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"{name,-16} {Nodes:N0} nodes, {bytes / 1e6:0.0} MB: first byte after {firstByte.TotalMilliseconds:0.0} ms, all after {whole.TotalMilliseconds:0} ms; anonymous memory {before / 1024.0:0.0} MiB before, {most / 1024.0:0.0} MiB at most"));
        }
    }
}
