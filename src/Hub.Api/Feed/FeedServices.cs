using Hub.Data.Feed;
using Microsoft.Extensions.Options;

namespace Hub.Api.Feed;

/// <summary>What every stream of the feed works with.</summary>
internal sealed class FeedServices(
    FeedLog log, FeedSignal signal, IOptions<FeedOptions> options, TimeProvider time, ILogger<ChangeFeed> logger, IHostApplicationLifetime lifetime)
{
    public FeedLog Log => log;

    public FeedSignal Signal => signal;

    public FeedPlaces Places { get; } = new(options);

    public FeedOptions Options => options.Value;

    public TimeProvider Time => time;

    public ILogger Logger => logger;

    /// <summary>Cancelled when the hub begins to stop.</summary>
    public CancellationToken Stopping => lifetime.ApplicationStopping;
}
