using Grpc.Core;
using Hub.Feed.V1;
using Hub.Testing;
using Microsoft.Extensions.DependencyInjection;
using static Hub.Api.Tests.Feed.FeedHub;

namespace Hub.Api.Tests.Feed;

/// <summary>A stream of the feed outlives no token.</summary>
public sealed class FeedTokenTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_stream_whose_token_expires_tells_where_to_go_on_and_nothing_is_lost()
    {
        var clock = new ManualClock();
        await using var hub = await StartAsync(services => services.AddSingleton<TimeProvider>(clock));
        await hub.PushAsync(Gig("a", 1), Gig("b", 1));
        using var call = hub.Feed.Watch(new() { Cursor = 0, Follow = true }, cancellationToken: Cancel);
        var (seen, bookmark) = (new List<long>(), 0L);
        while (bookmark < 2)
            bookmark = await NextAsync(call, seen) ?? bookmark;

        await hub.PushAsync(Gig("c", 1), Gig("a", 2));
        clock.Advance(TimeSpan.FromMinutes(10));
        var end = await Assert.ThrowsAsync<RpcException>(async () =>
        {
            while (true)
                bookmark = await NextAsync(call, seen) ?? bookmark;
        });
        using var channel = hub.Hub.Channel(await hub.Hub.TokenAsync("feed.read", Cancel, "Balai Baru"));
        using var next = new ChangeFeedService.ChangeFeedServiceClient(channel).Watch(new() { Cursor = bookmark }, cancellationToken: Cancel);
        seen.RemoveAll(position => position > bookmark);
        for (long? resumed = null; resumed < 4 || resumed is null;)
            resumed = await NextAsync(next, seen) ?? resumed;

        var failure = FailureDetails.Of(end);
        Assert.Equal((StatusCode.Unauthenticated, "TOKEN_EXPIRED"), (end.StatusCode, failure.Reason));
        Assert.Equal($"{bookmark}", failure.Info.Metadata["resume_after"]);
        Assert.Equal([1, 2, 3, 4], seen);
    }

    /// <summary>Notes the position of a change, or gives that of a bookmark.</summary>
    private static async Task<long?> NextAsync(AsyncServerStreamingCall<WatchResponse> call, List<long> seen)
    {
        var message = await FeedHub.NextAsync(call);
        if (message.Change is { } change)
            seen.Add(change.Position);
        return message.Bookmark?.Position;
    }
}
