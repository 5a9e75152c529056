using Hub.Testing;

namespace Hub.Reliability;

/// <summary>
/// R2: cuts the power under a push. The data directory lies on an image; the hub is stopped where it stands and the image copied as it is, which holds
/// what reached the disk and nothing of what the kernel still had in mind. A hub on the copy must have all that was acknowledged.
/// </summary>
public sealed class PowerCutTests
{
    private const int Megabytes = 4_096;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task No_acknowledged_item_is_lost_when_the_power_is_cut()
    {
        using var folder = new TemporaryFolder();
        var image = Path.Combine(folder.Path, "disk.img");
        LoopMount.Make(image, Megabytes);
        using var disk = LoopMount.Image(image, Path.Combine(folder.Path, "disk"));
        var random = new Random(2026);
        await using var hub = await HubProcess.StartAsync(Path.Combine(disk.Path, "hub"), Cancel);
        var partner = await hub.OnboardAsync("Gig Nusantara", "PLATFORM", "GIG", "catalogue.write catalogue.read", Cancel);
        var upload = new Upload(hub, partner);
        for (var cut = 1; cut <= Rigs.Times(3, 10); cut++)
        {
            var token = await hub.TokenAsync(partner, Cancel);
            var cutAfter = upload.Acknowledged + random.Next(500, 15_000);
            var stopped = new TaskCompletionSource();
            var running = upload.RunAsync(
                token,
                10_000_000,
                async through =>
                {
                    if (through < cutAfter || stopped.Task.IsCompleted)
                        return;
                    await hub.SignalAsync("STOP", Cancel);
                    stopped.TrySetResult();
                },
                Cancel);
            await Task.WhenAny(stopped.Task, running);
            var copy = Path.Combine(folder.Path, "copy.img");
            Assert.True(LoopMount.Run("cp", "--sparse=always", image, copy));
            await hub.KillAsync(Cancel);
            await running;

            using (var mounted = LoopMount.Image(copy, Path.Combine(folder.Path, "copy")))
            {
                await using var after = await hub.StartCopyAsync(Path.Combine(mounted.Path, "hub"), Cancel);
                var stored = await upload.AssertStoredAsync(after, await after.TokenAsync(partner, Cancel), Cancel);
                Rigs.Say($"cut {cut}: {upload.Acknowledged} acknowledged, {stored} on the disk that was cut off, 0 lost");
            }

            File.Delete(copy);
            await hub.StartAsync(Cancel);
        }
    }
}
