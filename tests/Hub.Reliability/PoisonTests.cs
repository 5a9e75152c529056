using Grpc.Core;
using Hub.Catalogue.V1;
using Hub.Testing;

namespace Hub.Reliability;

/// <summary>R8: one item in a thousand is bad. The others are stored, each bad one has its verdict, and a mended one is taken.</summary>
public sealed class PoisonTests
{
    private const int Items = 20_000;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Bad_items_stop_nothing_are_listed_and_are_taken_once_they_are_mended()
    {
        using var folder = new TemporaryFolder();
        await using var hub = await HubProcess.StartAsync(folder.Path, Cancel);
        var partner = await hub.OnboardAsync("Gig Nusantara", "PLATFORM", "GIG", "catalogue.write catalogue.read", Cancel);
        using var channel = hub.Channel(await hub.TokenAsync(partner, Cancel));
        var client = new CatalogueSyncService.CatalogueSyncServiceClient(channel);

        var (verdicts, first) = await SendAsync(client, partner.SourceId, Enumerable.Range(1, Items).Select(n => n % 1_000 == 0 ? Bad(n) : Upload.Item(n)));
        var listed = await client.ListVerdictsAsync(new() { Source = partner.SourceId, PageSize = 500, Outcomes = { Outcome.Rejected } }, cancellationToken: Cancel);
        var (_, mended) = await SendAsync(client, partner.SourceId, Enumerable.Range(1, Items / 1_000).Select(n => Mended(n * 1_000)));

        Assert.Equal((Items - (Items / 1_000), Items / 1_000), ((int)first.Counts.Created, (int)first.Counts.Rejected));
        Assert.Equal(Items / 1_000, verdicts.Count);
        Assert.All(verdicts, v => Assert.Equal(("gig.title", Outcome.Rejected), (v.Field, v.Outcome)));
        Assert.Equal(Items / 1_000, listed.Verdicts.Count);
        Assert.Equal(Items / 1_000, mended.Counts.Created);
        Rigs.Say($"{first.Counts.Created} stored, {verdicts.Count} verdicts with their field, all {mended.Counts.Created} taken once mended");
    }

    private static async Task<(List<Verdict> Verdicts, Closed Closed)> SendAsync(
        CatalogueSyncService.CatalogueSyncServiceClient client, string source, IEnumerable<Item> items)
    {
        using var call = client.Sync(cancellationToken: Cancel);
        await call.RequestStream.WriteAsync(new() { Open = new() { Source = source, Mode = SyncMode.Delta } }, Cancel);
        var reading = call.ResponseStream.ReadAllAsync(Cancel).ToListAsync(Cancel);
        long sequence = 1;
        foreach (var batch in items.Chunk(500))
        {
            await call.RequestStream.WriteAsync(new() { Items = new() { FirstSequence = sequence, Items_ = { batch } } }, Cancel);
            sequence += batch.Length;
        }

        await call.RequestStream.CompleteAsync();
        var answers = await reading;
        return ([.. answers.SelectMany(a => a.Progress?.Verdicts.ToArray() ?? [])], answers[^1].Closed);
    }

    private static Item Bad(int number)
    {
        var item = Upload.Item(number);
        item.Gig.Title = "";
        return item;
    }

    private static Item Mended(int number)
    {
        var item = Upload.Item(number);
        item.Revision = 2;
        return item;
    }
}
