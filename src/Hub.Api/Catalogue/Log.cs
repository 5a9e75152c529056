using Hub.Data.Catalogue;

namespace Hub.Api.Catalogue;

/// <summary>Log messages of catalogue sync, 300 to 399.</summary>
internal static partial class Log
{
    [LoggerMessage(300, LogLevel.Information, "Session {Session} of source {Source} opened in mode {Mode}, resuming after {ResumeAfter}")]
    public static partial void SessionOpened(this ILogger log, Guid session, Guid source, SyncMode mode, long resumeAfter);

    [LoggerMessage(301, LogLevel.Information, "Session {Session} closed: {Applied} applied, {Unchanged} unchanged, {Held} held")]
    public static partial void SessionClosed(this ILogger log, Guid session, long applied, long unchanged, long held);

    [LoggerMessage(302, LogLevel.Error, "Session {Session} could not be stored: {Error}")]
    public static partial void StorageFailed(this ILogger log, Guid session, string error);

    [LoggerMessage(303, LogLevel.Warning, "Session {Session}: {Withdrawn} held withdrawals approved by {Client}, {Superseded} superseded")]
    public static partial void WithdrawalsApproved(this ILogger log, Guid session, long withdrawn, string client, long superseded);

    [LoggerMessage(304, LogLevel.Error, "Snapshots left without Commit could not be dropped: {Error}")]
    public static partial void SweepFailed(this ILogger log, string error);

    [LoggerMessage(305, LogLevel.Error, "What the clock ended could not be stored: {Error}")]
    public static partial void ClockFailed(this ILogger log, string error);

    [LoggerMessage(306, LogLevel.Information, "Source {Source}: {Approved} items approved by {Client}")]
    public static partial void ItemsApproved(this ILogger log, Guid source, long approved, string client);

    [LoggerMessage(307, LogLevel.Information, "Source {Source}: {Refused} items refused by {Client}")]
    public static partial void ItemsRefused(this ILogger log, Guid source, long refused, string client);

    [LoggerMessage(308, LogLevel.Information, "{Released} items left quarantine: their codes are known now")]
    public static partial void QuarantineReleased(this ILogger log, long released);
}
