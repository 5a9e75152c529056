namespace Grpc.Core;

/// <summary>Sends messages into a stream, in order. One write may be under way at a time.</summary>
public interface IAsyncStreamWriter<in T>
{
    /// <summary>How messages from now on are written; null means the default of the call.</summary>
    WriteOptions? WriteOptions { get; set; }

    /// <summary>Sends a message; completes when another may be sent.</summary>
    Task WriteAsync(T message);

    /// <summary>Sends a message; cancelling ends the whole call. An implementation without cancellation refuses a live token.</summary>
    Task WriteAsync(T message, CancellationToken cancellationToken) => cancellationToken.CanBeCanceled
        ? throw new NotSupportedException("Cancellation of stream writes is not supported by this implementation.")
        : WriteAsync(message);
}
