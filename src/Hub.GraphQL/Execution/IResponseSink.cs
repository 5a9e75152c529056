namespace Hub.GraphQL.Execution;

/// <summary>
/// Takes the first bytes of a response while the rest is still read. It is only used for answers in which nothing can fail that would have to be taken
/// back, and only once there is much to send.
/// </summary>
public interface IResponseSink
{
    /// <summary>
    /// Sends bytes, and returns when they are copied or on their way. It blocks while the client does not read: rows are read on the thread of the request,
    /// and must not pile up.
    /// </summary>
    /// <exception cref="OperationCanceledException">The client is gone.</exception>
    /// <exception cref="TimeoutException">The client did not read for too long.</exception>
    void Send(ReadOnlySpan<byte> json);
}

/// <summary>A response broke off after some of it was sent; the connection must be ended, so that nobody takes it for whole.</summary>
public sealed class ResponseBrokenException(Exception cause) : Exception($"The response broke off after it had begun: {cause.Message}", cause);
