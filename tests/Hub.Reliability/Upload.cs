using System.Globalization;
using Grpc.Core;
using Hub.Catalogue.V1;
using Hub.Testing;

namespace Hub.Reliability;

/// <summary>A delta of numbered gigs that goes on for as long as it is let, and remembers what was acknowledged.</summary>
internal sealed class Upload(HubProcess hub, Partner partner)
{
    private const int ItemsPerMessage = 50;

    /// <summary>The session, named by the partner so that every stream of it can be resumed.</summary>
    public string Session { get; } = Guid.CreateVersion7().ToString();

    /// <summary>Highest sequence that is acknowledged.</summary>
    public long Acknowledged { get; private set; }

    /// <summary>How the last stream ended; null while it was cut without a status.</summary>
    public RpcException? Ended { get; private set; }

    /// <summary>Goes on with the session in one stream, up to a sequence, and tells what is acknowledged each time that grows.</summary>
    public async Task<Closed?> RunAsync(string token, long last, Func<long, Task>? acknowledged, CancellationToken cancel)
    {
        using var channel = hub.Channel(token);
        using var call = new CatalogueSyncService.CatalogueSyncServiceClient(channel).Sync(cancellationToken: cancel);
        Ended = null;
        Closed? closed = null;
        var sending = Task.CompletedTask;
        try
        {
            await call.RequestStream.WriteAsync(
                new() { Open = new() { Source = partner.SourceId, Mode = SyncMode.Delta, SessionId = Session } }, cancel);
            while (await call.ResponseStream.MoveNext(cancel))
            {
                var answer = call.ResponseStream.Current;
                closed = answer.Closed ?? closed;
                if (answer.Opened is { } opened)
                {
                    Acknowledged = Math.Max(Acknowledged, opened.ResumeAfter);
                    sending = SendAsync(call.RequestStream, opened.ResumeAfter + 1, last, cancel);
                }

                if (answer.Progress is not { } progress)
                    continue;
                Acknowledged = progress.DurableThrough;
                if (acknowledged is not null)
                    await acknowledged(Acknowledged);
            }

            await sending;
        }
        catch (RpcException exception)
        {
            Ended = exception;
        }

        await sending.ContinueWith(_ => { }, CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
        return closed;
    }

    /// <summary>What was acknowledged is there: the session says so, and items of its beginning, middle and end are shown.</summary>
    public async Task<long> AssertStoredAsync(HubProcess running, string token, CancellationToken cancel)
    {
        using var channel = running.Channel(token);
        var client = new CatalogueSyncService.CatalogueSyncServiceClient(channel);
        var stored = (await client.GetSessionAsync(new() { SessionId = Session }, cancellationToken: cancel)).Session.DurableThrough;
        Assert.True(stored >= Acknowledged, $"{Acknowledged} acknowledged, {stored} stored");
        foreach (var sequence in new[] { 1, (Acknowledged / 2) + 1, Acknowledged }.Where(s => s > 0 && s <= Acknowledged))
        {
            var item = await client.GetItemAsync(new() { Source = partner.SourceId, ExternalId = Key(sequence) }, cancellationToken: cancel);
            Assert.Equal(Item(sequence).Gig.Title, item.Published.Gig.Title);
        }

        return stored;
    }

    public static Item Item(long sequence) => new()
    {
        ExternalId = Key(sequence),
        Revision = 1,
        Gig = new() { Title = $"Servis AC panggilan {sequence}", Sector = Sector.Repair, AreaCodes = { "31.74" }, Openings = 1 },
    };

    private static string Key(long sequence) => sequence.ToString(CultureInfo.InvariantCulture);

    private static async Task SendAsync(IClientStreamWriter<SyncRequest> stream, long first, long last, CancellationToken cancel)
    {
        for (var sequence = first; sequence <= last; sequence += ItemsPerMessage)
        {
            var count = (int)Math.Min(ItemsPerMessage, last - sequence + 1);
            await stream.WriteAsync(
                new() { Items = new() { FirstSequence = sequence, Items_ = { Enumerable.Range(0, count).Select(i => Item(sequence + i)) } } }, cancel);
        }

        await stream.CompleteAsync();
    }
}
