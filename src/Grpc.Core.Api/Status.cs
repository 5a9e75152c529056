using System.Diagnostics;

namespace Grpc.Core;

/// <summary>How a call ended: a code and a text for people.</summary>
[DebuggerDisplay("{ToString(),nq}")]
public struct Status
{
    /// <summary>Success without a detail.</summary>
    public static readonly Status DefaultSuccess = new(StatusCode.OK, "");

    /// <summary>Cancellation without a detail.</summary>
    public static readonly Status DefaultCancelled = new(StatusCode.Cancelled, "");

    /// <summary>A status of this code and detail.</summary>
    public Status(StatusCode statusCode, string detail) : this(statusCode, detail, null)
    {
    }

    /// <summary>A status that also keeps the local exception behind it; the exception never crosses the wire.</summary>
    public Status(StatusCode statusCode, string detail, Exception? debugException)
    {
        StatusCode = statusCode;
        Detail = detail;
        DebugException = debugException;
    }

    /// <summary>The canonical code.</summary>
    public StatusCode StatusCode { get; }

    /// <summary>Text for people; may be empty.</summary>
    public string Detail { get; }

    /// <summary>The exception that led to this status in this process; null when there was none.</summary>
    public Exception? DebugException { get; }

    /// <inheritdoc />
    public override readonly string ToString() => DebugException is { } cause
        ? $"Status(StatusCode=\"{StatusCode}\", Detail=\"{Detail}\", DebugException=\"{cause.GetType()}: {cause.Message}\")"
        : $"Status(StatusCode=\"{StatusCode}\", Detail=\"{Detail}\")";
}
