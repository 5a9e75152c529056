namespace Grpc.Core;

/// <summary>A call that ended with a status other than OK. Thrown to callers, and thrown by services to end a call.</summary>
public class RpcException : Exception
{
    /// <summary>A failure of this status, without trailers.</summary>
    public RpcException(Status status) : this(status, Metadata.Empty)
    {
    }

    /// <summary>A failure of this status with an exception message of its own.</summary>
    public RpcException(Status status, string message) : this(status, Metadata.Empty, message)
    {
    }

    /// <summary>A failure of this status with trailers.</summary>
    public RpcException(Status status, Metadata trailers) : this(status, trailers, status.ToString())
    {
    }

    /// <summary>A failure of this status with trailers and an exception message of its own.</summary>
    public RpcException(Status status, Metadata trailers, string message) : base(message, status.DebugException)
    {
        ArgumentNullException.ThrowIfNull(trailers);

        Status = status;
        Trailers = trailers;
    }

    /// <summary>How the call ended.</summary>
    public Status Status { get; }

    /// <summary>The code of <see cref="Status"/>.</summary>
    public StatusCode StatusCode => Status.StatusCode;

    /// <summary>Metadata sent after the last message; empty when there was none.</summary>
    public Metadata Trailers { get; }
}
