namespace Hub.Api.Feed;

/// <summary>Composes the change feed.</summary>
internal static class FeedModule
{
    public static IEndpointRouteBuilder MapFeed(this IEndpointRouteBuilder endpoints)
    {
        endpoints.MapGrpcService<ChangeFeed>();
        return endpoints;
    }
}
