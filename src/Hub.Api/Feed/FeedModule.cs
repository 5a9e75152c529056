using Hub.Api.Access;
using Hub.Feed.V1;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Options;

namespace Hub.Api.Feed;

/// <summary>Composes the change feed.</summary>
internal static class FeedModule
{
    private static readonly TimeSpan Margin = TimeSpan.FromSeconds(15);

    public static void AddFeed(this IHostApplicationBuilder builder)
    {
        builder.Services.AddOptions<FeedOptions>().BindConfiguration("Hub:Feed").ValidateDataAnnotations().ValidateOnStart();
        builder.Services.AddOptions<KestrelServerOptions>().PostConfigure<IOptions<FeedOptions>>(LeaveSlowReadersToTheFeed);
        builder.Services.AddSingleton<FeedSignal>();
        builder.Services.AddHostedService(provider => provider.GetRequiredService<FeedSignal>());
        builder.Services.AddSingleton<FeedCompaction>();
        builder.Services.AddHostedService(provider => provider.GetRequiredService<FeedCompaction>());
        builder.Services.AddSingleton<FeedRequests>();
        builder.Services.AddSingleton<FeedServices>();
        builder.Services.AddSingleton(provider => LimitsOf(provider.GetRequiredService<FeedServices>()));
    }

    private static ServiceLimits LimitsOf(FeedServices services) => new(ChangeFeedService.Descriptor.FullName, caller =>
    [
        ("hub-feed-streams-most", services.Options.StreamsPerClient),
        ("hub-feed-streams-open", services.Places.CountOf(caller.ClientId)),
    ]);

    public static IEndpointRouteBuilder MapFeed(this IEndpointRouteBuilder endpoints)
    {
        endpoints.MapGrpcService<ChangeFeed>();
        return endpoints;
    }

    /// <summary>
    /// The feed tells a slow reader why it is ended and where to go on; the server would just cut the connection, with all its calls. So the
    /// server's patience lasts longer.
    /// </summary>
    private static void LeaveSlowReadersToTheFeed(KestrelServerOptions kestrel, IOptions<FeedOptions> feed)
    {
        var patience = TimeSpan.FromSeconds(feed.Value.SlowReaderSeconds) + Margin;
        if (kestrel.Limits.MinResponseDataRate is { } rate && rate.GracePeriod < patience)
            kestrel.Limits.MinResponseDataRate = new(rate.BytesPerSecond, patience);
    }
}
