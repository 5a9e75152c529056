using Microsoft.Extensions.Logging;

namespace Hub.GraphQL.Http;

/// <summary>What the GraphQL endpoint logs; event ids 4000 to 4099.</summary>
internal static partial class Log
{
    [LoggerMessage(4000, LogLevel.Error, "A GraphQL operation failed; the client was told trace {TraceId}")]
    public static partial void OperationFailed(this ILogger log, Exception exception, string traceId);

    [LoggerMessage(4001, LogLevel.Warning, "A GraphQL operation was stopped because it took too long")]
    public static partial void OperationTimedOut(this ILogger log);

    [LoggerMessage(4002, LogLevel.Warning, "A GraphQL response broke off after it had begun, and its connection was ended: {Reason}")]
    public static partial void ResponseBroken(this ILogger log, string reason, Exception exception);
}
