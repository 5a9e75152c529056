namespace Hub.Api.Feed;

/// <summary>Log messages of the change feed, 500 to 599.</summary>
internal static partial class Log
{
    [LoggerMessage(500, LogLevel.Information, "Ended a stream of client {ClientId} that took nothing for {Seconds} s; it resumes after {ResumeAfter}, in a snapshot: {InSnapshot}")]
    public static partial void ReaderTooSlow(this ILogger log, string clientId, double seconds, long? resumeAfter, bool inSnapshot);

    [LoggerMessage(501, LogLevel.Warning, "Could not look for new changes, looks again: {Error}")]
    public static partial void LookFailed(this ILogger log, string error);

    [LoggerMessage(510, LogLevel.Information, "Removed {Count} changes older than {Hours} h from the log")]
    public static partial void Compacted(this ILogger log, long count, int hours);

    [LoggerMessage(511, LogLevel.Error, "Old changes could not be removed, tries again: {Error}")]
    public static partial void CompactionFailed(this ILogger log, string error);
}
