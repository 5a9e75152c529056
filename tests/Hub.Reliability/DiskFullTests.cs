using System.Diagnostics;
using Grpc.Core;
using Hub.Testing;

namespace Hub.Reliability;

/// <summary>R3: the disk fills up under a push. Nothing is acknowledged from then on, the hub says that it is not ready, reads go on, and it recovers by itself.</summary>
public sealed class DiskFullTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_full_disk_stops_acknowledgements_and_not_reads_and_room_brings_them_back()
    {
        using var folder = new TemporaryFolder();
        using var disk = LoopMount.Memory(24, Path.Combine(folder.Path, "disk"));
        await using var hub = await HubProcess.StartAsync(Path.Combine(disk.Path, "hub"), Cancel);
        var partner = await hub.OnboardAsync("Gig Nusantara", "PLATFORM", "GIG", "catalogue.write catalogue.read dashboard.read", Cancel);
        var token = await hub.TokenAsync(partner, Cancel);
        var upload = new Upload(hub, partner);

        await upload.RunAsync(token, 100_000, null, Cancel);
        var failed = Stopwatch.GetTimestamp();

        Assert.Equal((StatusCode.Unavailable, true), (upload.Ended?.StatusCode, upload.Acknowledged < 100_000));
        while ((await hub.Http.GetAsync("/health/ready", Cancel)).IsSuccessStatusCode && Stopwatch.GetElapsedTime(failed) < TimeSpan.FromSeconds(30))
            await Task.Delay(20, Cancel);
        var notServing = Stopwatch.GetElapsedTime(failed);
        Assert.False((await hub.Http.GetAsync("/health/ready", Cancel)).IsSuccessStatusCode);
        var read = await hub.QueryAsync(token, "{ gigs(first: 1) { nodes { id } } }", Cancel);
        Assert.Equal(1, read.GetProperty("data").GetProperty("gigs").GetProperty("nodes").GetArrayLength());
        var stored = await upload.AssertStoredAsync(hub, token, Cancel);

        disk.Resize(400);
        var last = stored + 5_000;
        var closed = await upload.RunAsync(token, last, null, Cancel);

        Assert.Equal(last, closed!.Counts.Created);
        var written = Stopwatch.GetTimestamp();
        while (!(await hub.Http.GetAsync("/health/ready", Cancel)).IsSuccessStatusCode)
        {
            Assert.True(Stopwatch.GetElapsedTime(written) < TimeSpan.FromSeconds(30), "not ready again");
            await Task.Delay(20, Cancel);
        }

        Rigs.Say($"full after {stored} items; not ready {notServing.TotalMilliseconds:0} ms after the refusal; went on by itself with {last} items");
    }
}
