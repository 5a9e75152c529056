using System.Diagnostics;
using System.Net.Http.Json;
using Hub.Testing;

namespace Hub.Reliability;

/// <summary>R17: a client goes away, or its time is over. The statement stops, and the hub's processor with it.</summary>
public sealed class CancelTests
{
    private const string Heavy = "{ offers { groupBy(by: [{field: SOURCE}, {field: PUBLISHED_AT, interval: DAY}], first: 500) { nodes { aggregate { count } } } } a: gigs(search: \"servis\", first: 500, orderBy: [{field: TITLE}]) { totalCount nodes { id title } } }";

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Work_stops_soon_after_the_client_has_gone()
    {
        using var folder = new TemporaryFolder();
        await using var hub = await HubProcess.StartAsync(folder.Path, Cancel);
        var partner = await hub.OnboardAsync("Gig Nusantara", "PLATFORM", "GIG", "catalogue.write catalogue.read dashboard.read", Cancel);
        var token = await hub.TokenAsync(partner, Cancel);
        await new Upload(hub, partner).RunAsync(token, 30_000, null, Cancel);
        hub.Http.DefaultRequestHeaders.Authorization = new("Bearer", token);
        using var process = Process.GetProcessById(hub.Id);
        var waits = new List<double>();
        for (var i = 0; i < Rigs.Times(10, 50); i++)
        {
            using var gone = CancellationTokenSource.CreateLinkedTokenSource(Cancel);
            var asking = hub.Http.PostAsJsonAsync("/graphql", new { query = Heavy }, gone.Token);
            await Task.Delay(20, Cancel);
            await gone.CancelAsync();
            await asking.ContinueWith(_ => { }, CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
            waits.Add(await UntilIdleAsync(process));
        }

        waits.Sort();
        Rigs.Say($"the hub's processor is idle {waits[waits.Count / 2]:0} ms (median), at most {waits[^1]:0} ms after the client has gone");

        // How long is a figure, not a test; that it stops, and that nothing is left open, is one.
        var answer = await hub.QueryAsync(token, "{ gigs { totalCount } }", Cancel);
        Assert.Equal(30_000, answer.GetProperty("data").GetProperty("gigs").GetProperty("totalCount").GetInt32());
    }

    /// <summary>Milliseconds until the process takes no processor time for a tenth of a second, that tenth not counted.</summary>
    private static async Task<double> UntilIdleAsync(Process process)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(Cancel);
        patience.CancelAfter(TimeSpan.FromMinutes(1));
        var (started, busyAt) = (Stopwatch.GetTimestamp(), Stopwatch.GetTimestamp());
        process.Refresh();
        var used = process.TotalProcessorTime;
        while (Stopwatch.GetElapsedTime(busyAt) < TimeSpan.FromMilliseconds(100))
        {
            await Task.Delay(5, patience.Token);
            process.Refresh();
            if (process.TotalProcessorTime - used < TimeSpan.FromMilliseconds(10))
                continue;
            (used, busyAt) = (process.TotalProcessorTime, Stopwatch.GetTimestamp());
        }

        return Stopwatch.GetElapsedTime(started, busyAt).TotalMilliseconds;
    }
}
