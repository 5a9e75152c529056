using Grpc.Core;
using Hub.Api.Access;
using Hub.Auth.Bearer;
using Hub.Feed.V1;

namespace Hub.Api.Feed;

/// <summary>Tells readers what changed: opens and ends their streams. <see cref="FeedStream"/> is one of them.</summary>
internal sealed class ChangeFeed(FeedServices services, FeedRequests requests) : ChangeFeedService.ChangeFeedServiceBase
{
    public override async Task Watch(WatchRequest request, IServerStreamWriter<WatchResponse> responseStream, ServerCallContext context)
    {
        var caller = context.GetCaller();
        using var place = services.Places.Take(caller.ClientId);
        var plan = await requests.ReadAsync(request, context.CancellationToken);
        using var over = CancellationTokenSource.CreateLinkedTokenSource(context.CancellationToken, context.GetStreamEnd());
        var patience = TimeSpan.FromSeconds(services.Options.SlowReaderSeconds);
        var writer = new FeedWriter(responseStream, patience, services.Time, over.Token);
        var stream = new FeedStream(services, plan, writer, over.Token);
        try
        {
            await stream.RunAsync();
        }
        catch (TimeoutException)
        {
            services.Logger.ReaderTooSlow(caller.ClientId, patience.TotalSeconds, stream.ResumeAfter, stream.IsInSnapshot);
            throw FeedFailures.ReaderTooSlow(patience, stream.ResumeAfter);
        }
        catch (OperationCanceledException) when (over.IsCancellationRequested && !context.CancellationToken.IsCancellationRequested)
        {
            throw services.Stopping.IsCancellationRequested
                ? FeedFailures.Stopping(stream.ResumeAfter)
                : FeedFailures.TokenOver(context.GetLiveCaller()?.Failure ?? BearerFailure.None, stream.ResumeAfter);
        }
    }

    public override Task<GetFeedStateResponse> GetFeedState(GetFeedStateRequest request, ServerCallContext context)
    {
        using var view = services.Log.View();
        return Task.FromResult(new GetFeedStateResponse
        {
            FirstPosition = view.FirstPosition,
            LastPosition = view.LastPosition,
            RetentionHours = services.Options.RetentionHours,
        });
    }
}
