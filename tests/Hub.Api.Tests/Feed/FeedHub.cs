using Grpc.Core;
using Grpc.Net.Client;
using Hub.Catalogue.V1;
using Hub.Feed.V1;
using Hub.Registry.V1;
using Microsoft.Extensions.DependencyInjection;

namespace Hub.Api.Tests.Feed;

/// <summary>A hub with one participant that pushes gigs and reads the feed.</summary>
internal sealed class FeedHub : IAsyncDisposable
{
    private readonly GrpcChannel _channel;

    private FeedHub(RunningHub hub, string token, string source, GrpcChannel channel)
    {
        (Hub, Token, Source, _channel) = (hub, token, source, channel);
        Sync = new(channel);
        Feed = new(channel);
    }

    public RunningHub Hub { get; }

    public string Token { get; }

    public string Source { get; }

    public CatalogueSyncService.CatalogueSyncServiceClient Sync { get; }

    public ChangeFeedService.ChangeFeedServiceClient Feed { get; }

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public static Task<FeedHub> StartAsync(params string[] settings) => StartAsync(_ => { }, settings);

    /// <summary>Starts one with services of a test beside its own.</summary>
    public static async Task<FeedHub> StartAsync(Action<IServiceCollection> more, params string[] settings)
    {
        var hub = await RunningHub.StartAsync(more, Cancel, settings);
        var token = await hub.TokenAsync("catalogue.write catalogue.read feed.read registry.admin dashboard.read", Cancel);
        var channel = hub.Channel(token);
        return new(hub, token, await AddSourceAsync(channel, "catalogue"), channel);
    }

    public Task<string> AddSourceAsync(string name) => AddSourceAsync(_channel, name);

    /// <summary>A gig; its areas are parted by blanks.</summary>
    public static Item Gig(string id, long revision, string areas = "31.74", Sector sector = Sector.Repair, string? title = null) => new()
    {
        ExternalId = id,
        Revision = revision,
        Gig = new() { Title = title ?? $"Servis {id} {revision}", Sector = sector, AreaCodes = { areas.Split(' ', StringSplitOptions.RemoveEmptyEntries) } },
    };

    public static Item Gone(string id, long revision) => new() { ExternalId = id, Revision = revision, Tombstone = new() };

    public Task PushAsync(params Item[] items) => PushAsync(Source, items);

    public async Task PushAsync(string source, params Item[] items)
    {
        var answer = await Sync.UpsertItemsAsync(new() { Source = source, Items = { items } }, cancellationToken: Cancel);
        Assert.All(answer.Verdicts, verdict => Assert.Equal(Outcome.Applied, verdict.Outcome));
    }

    /// <summary>Everything a stream that does not follow gives.</summary>
    public async Task<List<WatchResponse>> ReadAsync(WatchRequest request)
    {
        using var call = Feed.Watch(request, cancellationToken: Cancel);
        var all = new List<WatchResponse>();
        while (await call.ResponseStream.MoveNext(Cancel))
            all.Add(call.ResponseStream.Current);
        return all;
    }

    public async Task<FailureDetails> FailAsync(WatchRequest request) =>
        FailureDetails.Of(await Assert.ThrowsAsync<RpcException>(() => ReadAsync(request)));

    /// <summary>The next message of a stream.</summary>
    public static async Task<WatchResponse> NextAsync(AsyncServerStreamingCall<WatchResponse> call)
    {
        Assert.True(await call.ResponseStream.MoveNext(Cancel));
        return call.ResponseStream.Current;
    }

    /// <summary>A message in few words.</summary>
    public static string Short(WatchResponse message) => message.EventCase switch
    {
        WatchResponse.EventOneofCase.Bookmark => $"bookmark {message.Bookmark.Position}/{message.Bookmark.LastPosition}",
        WatchResponse.EventOneofCase.SnapshotBegin => $"begin {message.SnapshotBegin.Position}",
        WatchResponse.EventOneofCase.SnapshotEnd => $"end {message.SnapshotEnd.Position} of {message.SnapshotEnd.Count}",
        _ => $"{message.Change.Position}<{message.Change.PrevPosition} {message.Change.Kind} {message.Change.ExternalId} " +
            (message.Change.Item is { } item ? $"r{item.Revision}" : "-"),
    };

    public async ValueTask DisposeAsync()
    {
        _channel.Dispose();
        await Hub.DisposeAsync();
    }

    private static async Task<string> AddSourceAsync(GrpcChannel channel, string name)
    {
        var registry = new RegistryService.RegistryServiceClient(channel);
        var participant = (await registry.ListParticipantsAsync(new(), cancellationToken: Cancel)).Participants[0];
        var made = await registry.CreateSourceAsync(
            new() { Source = new() { ParticipantId = participant.Id, Name = name, OfferKinds = { OfferKind.Gig, OfferKind.Course } } }, cancellationToken: Cancel);
        return made.Source.Id;
    }
}
