namespace Hub.Api.Access;

/// <summary>What access control logs: event ids 250 to 299, never a token.</summary>
internal static partial class Log
{
    [LoggerMessage(250, LogLevel.Debug, "Refused {Method} to client {ClientId}: {Reason}")]
    public static partial void CallRefused(this ILogger log, string method, string clientId, string reason);

    [LoggerMessage(252, LogLevel.Error, "The database failed while the token of a call to {Path} was checked")]
    public static partial void AccessStorageFailed(this ILogger log, string path, Exception exception);

    [LoggerMessage(251, LogLevel.Error, "Refused {Method}: it has no access rule, so nobody may call it")]
    public static partial void RuleMissing(this ILogger log, string method);
}
