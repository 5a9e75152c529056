namespace Grpc.Core.Interceptors;

/// <summary>An interceptor that does the same to the host and the options of every kind of call.</summary>
internal abstract class ContextInterceptor : Interceptor
{
    protected abstract (string? Host, CallOptions Options) Change(string? host, CallOptions options);

    public sealed override TResponse BlockingUnaryCall<TRequest, TResponse>(
        TRequest request,
        ClientInterceptorContext<TRequest, TResponse> context,
        BlockingUnaryCallContinuation<TRequest, TResponse> continuation) => continuation(request, Changed(context));

    public sealed override AsyncUnaryCall<TResponse> AsyncUnaryCall<TRequest, TResponse>(
        TRequest request,
        ClientInterceptorContext<TRequest, TResponse> context,
        AsyncUnaryCallContinuation<TRequest, TResponse> continuation) => continuation(request, Changed(context));

    public sealed override AsyncServerStreamingCall<TResponse> AsyncServerStreamingCall<TRequest, TResponse>(
        TRequest request,
        ClientInterceptorContext<TRequest, TResponse> context,
        AsyncServerStreamingCallContinuation<TRequest, TResponse> continuation) => continuation(request, Changed(context));

    public sealed override AsyncClientStreamingCall<TRequest, TResponse> AsyncClientStreamingCall<TRequest, TResponse>(
        ClientInterceptorContext<TRequest, TResponse> context,
        AsyncClientStreamingCallContinuation<TRequest, TResponse> continuation) => continuation(Changed(context));

    public sealed override AsyncDuplexStreamingCall<TRequest, TResponse> AsyncDuplexStreamingCall<TRequest, TResponse>(
        ClientInterceptorContext<TRequest, TResponse> context,
        AsyncDuplexStreamingCallContinuation<TRequest, TResponse> continuation) => continuation(Changed(context));

    private ClientInterceptorContext<TRequest, TResponse> Changed<TRequest, TResponse>(
        ClientInterceptorContext<TRequest, TResponse> context)
        where TRequest : class
        where TResponse : class
    {
        var (host, options) = Change(context.Host, context.Options);
        return new(context.Method, host, options);
    }
}

/// <summary>Names a host in calls that name none.</summary>
internal sealed class HostInterceptor(string host) : ContextInterceptor
{
    protected override (string? Host, CallOptions Options) Change(string? named, CallOptions options) => (named ?? host, options);
}

/// <summary>Lets a function rewrite the headers of every call.</summary>
internal sealed class HeadersInterceptor(Func<Metadata, Metadata> rewrite) : ContextInterceptor
{
    protected override (string? Host, CallOptions Options) Change(string? host, CallOptions options) =>
        (host, options.WithHeaders(rewrite(options.Headers ?? [])));
}
