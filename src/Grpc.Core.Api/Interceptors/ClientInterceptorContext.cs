namespace Grpc.Core.Interceptors;

/// <summary>The call that a client interceptor sees: what is called, where, and how.</summary>
public struct ClientInterceptorContext<TRequest, TResponse>
    where TRequest : class
    where TResponse : class
{
    /// <summary>A context of these parts.</summary>
    public ClientInterceptorContext(Method<TRequest, TResponse> method, string? host, CallOptions options)
    {
        Method = method;
        Host = host;
        Options = options;
    }

    /// <summary>What is called.</summary>
    public Method<TRequest, TResponse> Method { get; }

    /// <summary>The host named in the call; null means that of the channel.</summary>
    public string? Host { get; }

    /// <summary>What the caller set.</summary>
    public CallOptions Options { get; }
}
