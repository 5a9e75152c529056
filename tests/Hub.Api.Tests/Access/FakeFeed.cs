using Grpc.Core;
using Hub.Api.Access;
using Hub.Auth.Bearer;
using Hub.Feed.V1;

namespace Hub.Api.Tests.Access;

/// <summary>A feed that waits: with <c>cursor</c> 0 it heeds the end of the stream, otherwise it does not.</summary>
internal sealed class FakeFeed : ChangeFeedService.ChangeFeedServiceBase
{
    /// <summary>Who called last.</summary>
    public Caller? Caller { get; private set; }

    public override async Task Watch(WatchRequest request, IServerStreamWriter<WatchResponse> responseStream, ServerCallContext context)
    {
        Caller = context.GetCaller();
        await responseStream.WriteAsync(new(), context.CancellationToken);

        var isHeeding = request.Cursor == 0;
        using var end = CancellationTokenSource.CreateLinkedTokenSource(
            context.CancellationToken, isHeeding ? context.GetStreamEnd() : CancellationToken.None);
        await Task.Delay(Timeout.Infinite, end.Token);
    }

    public override Task<GetFeedStateResponse> GetFeedState(GetFeedStateRequest request, ServerCallContext context)
    {
        Caller = context.GetCaller();
        return Task.FromResult(new GetFeedStateResponse());
    }
}
