namespace Hub.Api.Followers;

/// <summary>What the followers log; event ids 400 to 499.</summary>
internal static partial class Log
{
    [LoggerMessage(400, LogLevel.Error, "Follower {Name} failed, tries again")]
    public static partial void FollowerFailed(this ILogger log, string name, Exception exception);
}
