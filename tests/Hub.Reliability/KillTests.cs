using System.Globalization;
using Grpc.Core;
using Hub.Catalogue.V1;
using Hub.Testing;

namespace Hub.Reliability;

/// <summary>Kills the hub in the middle of a push; what it acknowledged must be there afterwards, and the session goes on.</summary>
public sealed class KillTests
{
    private const int Kills = 5;
    private const int ItemsPerMessage = 50;
    private const int ItemsPerRound = 30_000;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task No_acknowledged_item_is_lost_when_the_hub_is_killed_in_the_middle_of_a_push()
    {
        using var folder = new TemporaryFolder();
        await using var hub = await HubProcess.StartAsync(folder.Path, Cancel);
        var partner = await hub.OnboardAsync("Gig Nusantara", "PLATFORM", "GIG", "catalogue.write catalogue.read", Cancel);
        var token = await hub.TokenAsync(partner, Cancel);
        var session = Guid.CreateVersion7().ToString();
        var random = new Random(2026);
        long acknowledged = 0;

        for (var kill = 0; kill < Kills; kill++)
        {
            var killAfter = random.Next(200, ItemsPerRound / 3);
            acknowledged = await PushUntilKilledAsync(hub, token, partner.SourceId, session, acknowledged, killAfter);
            await hub.StartAsync(Cancel);

            using var channel = hub.Channel(token);
            var client = new CatalogueSyncService.CatalogueSyncServiceClient(channel);
            var stored = await client.GetSessionAsync(new() { SessionId = session }, cancellationToken: Cancel);
            Assert.True(
                stored.Session.DurableThrough >= acknowledged,
                $"kill {kill}: {acknowledged} acknowledged, {stored.Session.DurableThrough} stored");
            await AssertStoredAsync(client, partner.SourceId, acknowledged);
            TestContext.Current.TestOutputHelper?.WriteLine(
                $"kill {kill + 1}: after {killAfter} items of the round, {acknowledged} acknowledged, {stored.Session.DurableThrough} stored, 0 lost");
        }

        // The same session, resumed to its end, holds every item once.
        using var last = hub.Channel(token);
        var closed = await FinishAsync(new(last), partner.SourceId, session, acknowledged + ItemsPerRound);
        Assert.Equal(acknowledged + ItemsPerRound, closed.Counts.Created);
    }

    /// <summary>Pushes a round and kills the hub once so many of its items are acknowledged. Gives the highest sequence that was acknowledged.</summary>
    private static async Task<long> PushUntilKilledAsync(
        HubProcess hub, string token, string source, string session, long acknowledged, int killAfter)
    {
        using var channel = hub.Channel(token);
        using var call = new CatalogueSyncService.CatalogueSyncServiceClient(channel).Sync(cancellationToken: Cancel);
        try
        {
            await call.RequestStream.WriteAsync(
                new() { Open = new() { Source = source, Mode = SyncMode.Delta, SessionId = session } }, Cancel);
            await call.ResponseStream.MoveNext(Cancel);
            var first = call.ResponseStream.Current.Opened.ResumeAfter + 1;
            var pushing = PushAsync(call.RequestStream, first, first + ItemsPerRound);
            while (await call.ResponseStream.MoveNext(Cancel))
            {
                acknowledged = call.ResponseStream.Current.Progress.DurableThrough;
                if (acknowledged - first >= killAfter)
                    await hub.KillAsync(Cancel);
            }

            await pushing;
        }
        catch (RpcException)
        {
            // The hub is gone, as meant.
        }

        await hub.KillAsync(Cancel);
        return acknowledged;
    }

    private static async Task PushAsync(IClientStreamWriter<SyncRequest> stream, long first, long last)
    {
        for (var sequence = first; sequence < last; sequence += ItemsPerMessage)
            await stream.WriteAsync(new() { Items = Batch(sequence, ItemsPerMessage) }, Cancel);
    }

    private static async Task<Closed> FinishAsync(
        CatalogueSyncService.CatalogueSyncServiceClient client, string source, string session, long last)
    {
        using var call = client.Sync(cancellationToken: Cancel);
        await call.RequestStream.WriteAsync(
            new() { Open = new() { Source = source, Mode = SyncMode.Delta, SessionId = session } }, Cancel);
        await call.ResponseStream.MoveNext(Cancel);
        var next = call.ResponseStream.Current.Opened.ResumeAfter + 1;
        while (next <= last)
        {
            var count = (int)Math.Min(ItemsPerMessage, last - next + 1);
            await call.RequestStream.WriteAsync(new() { Items = Batch(next, count) }, Cancel);
            next += count;
        }

        await call.RequestStream.CompleteAsync();
        Closed? closed = null;
        while (await call.ResponseStream.MoveNext(Cancel))
            closed = call.ResponseStream.Current.Closed ?? closed;
        return closed ?? throw new InvalidOperationException("The stream ended without Closed.");
    }

    private static async Task AssertStoredAsync(CatalogueSyncService.CatalogueSyncServiceClient client, string source, long acknowledged)
    {
        if (acknowledged == 0)
            return;
        foreach (var sequence in (long[])[1, acknowledged / 2 + 1, acknowledged])
        {
            var item = await client.GetItemAsync(new() { Source = source, ExternalId = Key(sequence) }, cancellationToken: Cancel);
            Assert.Equal(Item(sequence).Gig.Title, item.Published.Gig.Title);
        }
    }

    private static Items Batch(long first, int count) =>
        new() { FirstSequence = first, Items_ = { Enumerable.Range(0, count).Select(i => Item(first + i)) } };

    private static Item Item(long sequence) => new()
    {
        ExternalId = Key(sequence),
        Revision = 1,
        Gig = new() { Title = $"Servis AC panggilan {sequence}", Sector = Sector.Repair, AreaCodes = { "31.74" }, Openings = 1 },
    };

    private static string Key(long sequence) => sequence.ToString(CultureInfo.InvariantCulture);
}
