using Grpc.Core;
using Hub.Catalogue.V1;
using Hub.Feed.V1;
using Hub.Testing;

namespace Hub.Reliability;

/// <summary>
/// R12: the machine's clock is set an hour ahead and an hour back under a running hub (by libfaketime, which leaves the monotonic clock alone).
/// The rules themselves are tested with a clock moved by hand: tokens in <c>BearerTokensTests</c>, leases and the change log in <c>OfferClockTests</c>.
/// </summary>
public sealed class ClockTests
{
    private static readonly string? Library = new[] { "/usr/lib/x86_64-linux-gnu", "/usr/lib/aarch64-linux-gnu" }
        .Select(folder => Path.Combine(folder, "faketime", "libfaketimeMT.so.1")).FirstOrDefault(File.Exists);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_clock_set_ahead_and_back_lets_no_token_live_longer_and_keeps_the_feed_in_order()
    {
        Assert.SkipWhen(Library is null, "libfaketime is not installed: apt-get install faketime");
        using var folder = new TemporaryFolder();
        using var control = new TemporaryFolder();
        var clock = Path.Combine(control.Path, "clock");
        await File.WriteAllTextAsync(clock, "+0", Cancel);
        await using var hub = await HubProcess.StartAsync(
            folder.Path, Cancel, ("LD_PRELOAD", Library!), ("FAKETIME_TIMESTAMP_FILE", clock), ("FAKETIME_CACHE_DURATION", "1"), ("FAKETIME_DONT_FAKE_MONOTONIC", "1"), ("Hub:Catalogue:SweepInterval", "00:00:01"));
        var partner = await hub.OnboardAsync("Gig Nusantara", "PLATFORM", "GIG", "catalogue.write catalogue.read feed.read", Cancel);
        var tokens = new List<string>();
        var told = new List<string>();
        foreach (var offset in new[] { "+0", "+3600", "+0", "-3600" })
        {
            await File.WriteAllTextAsync(clock, offset, Cancel);
            await Task.Delay(TimeSpan.FromSeconds(2), Cancel);
            var answers = new List<string>();
            foreach (var token in tokens)
                answers.Add(await IsTakenAsync(hub, token) ? "taken" : "refused");
            told.Add($"{offset} s: {string.Join(", ", answers)}");
            tokens.Add(await hub.TokenAsync(partner, Cancel));
            using var channel = hub.Channel(tokens[^1]);
            await new CatalogueSyncService.CatalogueSyncServiceClient(channel)
                .UpsertItemsAsync(new() { Source = partner.SourceId, Items = { Upload.Item(tokens.Count) } }, cancellationToken: Cancel);
        }

        Assert.Equal(["+0 s: ", "+3600 s: refused", "+0 s: taken, refused", "-3600 s: refused, refused, refused"], told);
        using var last = hub.Channel(tokens[^1]);
        using var feed = new ChangeFeedService.ChangeFeedServiceClient(last).Watch(new() { Cursor = 0 }, cancellationToken: Cancel);
        var read = new List<Change>();
        while (await feed.ResponseStream.MoveNext(Cancel))
        {
            if (feed.ResponseStream.Current.Change is { } change)
                read.Add(change);
        }

        Assert.Equal([1, 2, 3, 4], read.Select(change => change.Position));
        var sources = await new CatalogueSyncService.CatalogueSyncServiceClient(last).ListSourcesAsync(new(), cancellationToken: Cancel);
        Assert.All(sources.Sources, source => Assert.Equal(Registry.V1.SourceState.Active, source.State));
        Rigs.Say($"earlier tokens while the clock stands at {string.Join("; ", told.Skip(1))}; the feed has its four changes in order, the source is active");
    }

    private static async Task<bool> IsTakenAsync(HubProcess hub, string token)
    {
        using var channel = hub.Channel(token);
        try
        {
            await new CatalogueSyncService.CatalogueSyncServiceClient(channel).ListSourcesAsync(new(), cancellationToken: Cancel);
            return true;
        }
        catch (RpcException exception) when (exception.StatusCode == StatusCode.Unauthenticated)
        {
            return false;
        }
    }
}
