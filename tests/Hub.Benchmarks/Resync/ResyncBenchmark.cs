using System.Diagnostics;
using System.Globalization;
using Hub.Benchmarks.Ingest;
using Hub.Benchmarks.Read;
using Hub.Catalogue.V1;
using Hub.Testing;

namespace Hub.Benchmarks.Resync;

/// <summary>
/// What it costs to keep a large catalogue in step: the first load as it grows, then a snapshot by digest where nothing changed, where one item in a
/// thousand did, and where one item went. Bytes are counted over the messages, server time is the hub's processor time.
/// </summary>
internal static class ResyncBenchmark
{
    public static async Task<int> RunAsync(string[] options)
    {
        var count = options is ["--items", var items] ? int.Parse(items, CultureInfo.InvariantCulture) : 1_000_000;
        using var folder = new TemporaryFolder();
        await using var hub = await HubProcess.StartAsync(folder.Path, CancellationToken.None);
        using var process = Process.GetProcessById(hub.Id);
        var partner = await hub.OnboardAsync("Gig Nusantara", "PLATFORM", "GIG", "catalogue.write", CancellationToken.None);
        var catalogue = new WireCatalogue();
        if (OperatingSystem.IsLinux())
            Console.WriteLine($"load average {await File.ReadAllTextAsync("/proc/loadavg")}".TrimEnd());

        foreach (var size in new[] { 10_000, 30_000, 100_000, 300_000, 1_000_000 }.Where(size => size <= count))
            await LoadAsync(hub, process, partner, catalogue, size, folder.Path);

        await SayAsync("unchanged", hub, process, partner, catalogue);
        await SayAsync("unchanged", hub, process, partner, catalogue);
        for (var n = 0; n < count / 1000; n++)
            catalogue.Change(n * 997 % count);
        var changed = await SayAsync("0.1 % changed", hub, process, partner, catalogue);
        await SayAsync("unchanged again", hub, process, partner, catalogue);
        Bar.AtMost("0.1 % changed: bytes beside the changed items' own", changed.Beside / 1e6, 1.5, "MB");
        return 0;
    }

    private static async Task LoadAsync(HubProcess hub, Process process, Partner partner, WireCatalogue catalogue, int size, string folder)
    {
        var first = catalogue.Count;
        while (catalogue.Count < size)
            catalogue.Add();
        using var channel = hub.Channel(await hub.TokenAsync(partner, CancellationToken.None));
        var sync = new CatalogueSyncService.CatalogueSyncServiceClient(channel);
        var (cpu, started) = (Cpu(process), Stopwatch.GetTimestamp());
        for (var at = first; at < size; at += 50_000)
            await PushAsync(sync, partner.SourceId, at, Math.Min(50_000, size - at));
        var seconds = Stopwatch.GetElapsedTime(started).TotalSeconds;
        var added = size - first;
        var bytes = new DirectoryInfo(folder).EnumerateFiles("hub.db*").Sum(file => file.Length);
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{size,9:N0} items: the last {added:N0} in {seconds:0.0} s, {seconds / added * 1e6:0.0} us and {(Cpu(process) - cpu).TotalMicroseconds / added:0.0} us of the hub's time each; {bytes / (double)size:0} B on disk each; {Memory(process)}"));
    }

    private static async Task PushAsync(CatalogueSyncService.CatalogueSyncServiceClient sync, string source, int first, int count)
    {
        using var call = sync.Sync();
        await call.RequestStream.WriteAsync(new() { Open = new() { Source = source, Mode = SyncMode.Delta } });
        var reading = Task.Run(async () =>
        {
            long durable = 0;
            while (await call.ResponseStream.MoveNext(CancellationToken.None))
                durable = call.ResponseStream.Current.Progress?.DurableThrough ?? durable;
            return durable;
        });
        for (var sent = 0; sent < count; sent += 500)
            await call.RequestStream.WriteAsync(new() { Items = new() { FirstSequence = sent + 1, Items_ = { ItemFactory.Gigs(first + sent, Math.Min(500, count - sent), 1) } } });
        await call.RequestStream.CompleteAsync();
        if (await reading != count)
            throw new InvalidOperationException("Not all items were acknowledged.");
    }

    private static async Task<WireCost> SayAsync(string what, HubProcess hub, Process process, Partner partner, WireCatalogue catalogue)
    {
        using var channel = hub.Channel(await hub.TokenAsync(partner, CancellationToken.None));
        var sync = new CatalogueSyncService.CatalogueSyncServiceClient(channel);
        await sync.ListSourcesAsync(new());
        var (cpu, started) = (Cpu(process), Stopwatch.GetTimestamp());
        var cost = await catalogue.SyncAsync(sync, partner.SourceId);
        var (wall, server) = (Stopwatch.GetElapsedTime(started).TotalSeconds, (Cpu(process) - cpu).TotalSeconds);
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{what}: {cost.Closed.Outcome}, {cost.Items:N0} items; {cost.Sent + cost.Received:N0} bytes both ways, {cost.ItemBytes:N0} of them items; {wall:0.000} s, {server:0.000} s of the hub's time; {Memory(process)}"));
        if (what == "unchanged")
        {
            Bar.AtMost("unchanged: bytes both ways", (cost.Sent + cost.Received) / 1e3, 100, "kB");
            Bar.AtMost("unchanged: the hub's time", server, 0.5, "s");
        }

        return cost;
    }

    private static TimeSpan Cpu(Process process)
    {
        process.Refresh();
        return process.TotalProcessorTime;
    }

    private static string Memory(Process process)
    {
        process.Refresh();
        return string.Create(CultureInfo.InvariantCulture, $"RSS {process.WorkingSet64 >> 20} MiB, anonymous {ProcessMemory.AnonymousKiB(process.Id) >> 10} MiB");
    }
}
