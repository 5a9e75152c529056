namespace Hub.Api.Hosting;

/// <summary>What the host logs; event ids 100 to 199.</summary>
internal static partial class Log
{
    [LoggerMessage(100, LogLevel.Information, "Serving HTTP on {HttpUrl} and gRPC on {GrpcUrl}, data in {DataDirectory}")]
    public static partial void Serving(this ILogger log, ListenUrl httpUrl, ListenUrl grpcUrl, string dataDirectory);

    [LoggerMessage(101, LogLevel.Information, "Applied {Count} migrations: {Names}")]
    public static partial void Migrated(this ILogger log, int count, string names);

    [LoggerMessage(102, LogLevel.Information, "Stopping: not ready from now on, calls have {Seconds} s to end")]
    public static partial void Stopping(this ILogger log, double seconds);

    [LoggerMessage(103, LogLevel.Error, "Not ready: {Part} fails. {Failure}")]
    public static partial void PartFailed(this ILogger log, string part, string failure);

    [LoggerMessage(104, LogLevel.Information, "Ready again: {Part} works")]
    public static partial void PartRecovered(this ILogger log, string part);

    [LoggerMessage(110, LogLevel.Error, "{Method} failed, trace {TraceId}")]
    public static partial void CallFailed(this ILogger log, string method, string traceId, Exception exception);

    [LoggerMessage(111, LogLevel.Error, "{Method} met a storage failure, trace {TraceId}")]
    public static partial void StorageFailed(this ILogger log, string method, string traceId, Exception exception);

    [LoggerMessage(112, LogLevel.Debug, "{Method} ended because the caller went away ({Sign})")]
    public static partial void CallerGone(this ILogger log, string method, string sign);

    [LoggerMessage(120, LogLevel.Warning, "Cut a connection of {Address}: too many {Flood} within a second ({Untold} like events not told)")]
    public static partial void FlooderCut(this ILogger log, string address, string flood, int untold);

    [LoggerMessage(121, LogLevel.Warning, "Refused a connection of {Address}, which has {Most} open. If it is a proxy, raise {Setting} ({Untold} like events not told)")]
    public static partial void AddressFull(this ILogger log, string address, int most, string setting, int untold);
}
