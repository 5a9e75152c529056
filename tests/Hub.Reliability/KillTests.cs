using Hub.Testing;

namespace Hub.Reliability;

/// <summary>R1: kills the hub in the middle of pushes; what it acknowledged must be there afterwards, and the sessions go on.</summary>
public sealed class KillTests
{
    private const int ItemsPerRound = 30_000;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task No_acknowledged_item_is_lost_when_the_hub_is_killed_in_the_middle_of_pushes()
    {
        var kills = Rigs.Times(5, 20);
        using var folder = new TemporaryFolder();
        await using var hub = await HubProcess.StartAsync(folder.Path, Cancel);
        var random = new Random(2026);
        var uploads = new List<(Partner Partner, Upload Upload)>();
        var stored = new Dictionary<Upload, long>();
        for (var i = 0; i < Rigs.Times(2, 4); i++)
        {
            var partner = await hub.OnboardAsync($"Gig Nusantara {i}", "PLATFORM", "GIG", "catalogue.write catalogue.read", Cancel);
            uploads.Add((partner, new(hub, partner)));
        }

        for (var kill = 1; kill <= kills; kill++)
        {
            var killAfter = uploads[0].Upload.Acknowledged + random.Next(200, ItemsPerRound / 3);
            var dead = new TaskCompletionSource();
            var running = new List<Task>();
            foreach (var (partner, upload) in uploads)
            {
                var token = await hub.TokenAsync(partner, Cancel);
                running.Add(upload.RunAsync(
                    token,
                    upload.Acknowledged + ItemsPerRound,
                    through =>
                    {
                        if (ReferenceEquals(upload, uploads[0].Upload) && through >= killAfter)
                            dead.TrySetResult();
                        return Task.CompletedTask;
                    },
                    Cancel));
            }

            await Task.WhenAny(dead.Task, Task.WhenAll(running));
            await hub.KillAsync(Cancel);
            await Task.WhenAll(running);
            var started = System.Diagnostics.Stopwatch.GetTimestamp();
            await hub.StartAsync(Cancel);
            var seconds = System.Diagnostics.Stopwatch.GetElapsedTime(started).TotalSeconds;
            foreach (var (partner, upload) in uploads)
                stored[upload] = await upload.AssertStoredAsync(hub, await hub.TokenAsync(partner, Cancel), Cancel);
            Rigs.Say($"kill {kill}: {uploads.Sum(u => u.Upload.Acknowledged)} acknowledged by {uploads.Count} streams, 0 lost, serving again after {seconds:0.0} s");
        }

        // The same sessions, resumed to their ends, hold every item once.
        foreach (var (partner, upload) in uploads)
        {
            var last = stored[upload] + 1_000;
            var closed = await upload.RunAsync(await hub.TokenAsync(partner, Cancel), last, null, Cancel);
            Assert.Equal(last, closed!.Counts.Created);
        }
    }
}
