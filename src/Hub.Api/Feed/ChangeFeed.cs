using Grpc.Core;
using Hub.Api.Hosting;
using Hub.Feed.V1;

namespace Hub.Api.Feed;

/// <summary>Holds the place of the change feed: its methods are access-checked like all others, and this version of the hub offers none.</summary>
internal sealed class ChangeFeed : ChangeFeedService.ChangeFeedServiceBase
{
    public override Task Watch(WatchRequest request, IServerStreamWriter<WatchResponse> responseStream, ServerCallContext context) =>
        throw NotOffered();

    public override Task<GetFeedStateResponse> GetFeedState(GetFeedStateRequest request, ServerCallContext context) => throw NotOffered();

    private static RpcException NotOffered() => GrpcFailure.Of(
        StatusCode.Unimplemented, "NOT_IMPLEMENTED",
        "This hub does not offer the change feed.", "Hub ini belum menyediakan aliran perubahan.").ToException();
}
