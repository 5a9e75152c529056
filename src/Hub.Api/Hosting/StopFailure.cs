namespace Hub.Api.Hosting;

/// <summary>How a stream is told that the hub stops.</summary>
internal static class StopFailure
{
    private static readonly TimeSpan Retry = TimeSpan.FromSeconds(1);

    public static GrpcFailure Create() => GrpcFailure
        .Of(FailureReasons.HubStopping)
        .RetryAfter(Retry);
}
