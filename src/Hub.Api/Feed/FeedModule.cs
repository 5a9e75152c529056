namespace Hub.Api.Feed;

/// <summary>Composes the change feed.</summary>
internal static class FeedModule
{
    public static void AddFeed(this IHostApplicationBuilder builder)
    {
        builder.Services.AddOptions<FeedOptions>().BindConfiguration("Hub:Feed").ValidateDataAnnotations().ValidateOnStart();
        builder.Services.AddSingleton<FeedSignal>();
        builder.Services.AddHostedService(provider => provider.GetRequiredService<FeedSignal>());
        builder.Services.AddSingleton<FeedCompaction>();
        builder.Services.AddHostedService(provider => provider.GetRequiredService<FeedCompaction>());
        builder.Services.AddSingleton<FeedRequests>();
        builder.Services.AddSingleton<FeedServices>();
    }

    public static IEndpointRouteBuilder MapFeed(this IEndpointRouteBuilder endpoints)
    {
        endpoints.MapGrpcService<ChangeFeed>();
        return endpoints;
    }
}
