using System.Globalization;
using Grpc.Core;
using Grpc.Core.Interceptors;
using Hub.Auth.Bearer;

namespace Hub.Api.Access;

/// <summary>The limits of one gRPC service that its callers are told of.</summary>
/// <param name="Service">Full name of the service.</param>
/// <param name="Tell">Names of trailers and their values, for a caller as it stands when its call ends.</param>
internal sealed record ServiceLimits(string Service, Func<Caller, IEnumerable<(string Name, long Value)>> Tell);

/// <summary>Tells callers that were let in the limits of the service, in the trailers of every call however it ends.</summary>
internal sealed class LimitTrailers(IEnumerable<ServiceLimits> services) : Interceptor
{
    private readonly ServiceLimits[] _services = [.. services];

    public override async Task<TResponse> UnaryServerHandler<TRequest, TResponse>(
        TRequest request, ServerCallContext context, UnaryServerMethod<TRequest, TResponse> continuation)
    {
        try
        {
            return await continuation(request, context);
        }
        finally
        {
            Tell(context);
        }
    }

    public override async Task ServerStreamingServerHandler<TRequest, TResponse>(
        TRequest request,
        IServerStreamWriter<TResponse> responseStream,
        ServerCallContext context,
        ServerStreamingServerMethod<TRequest, TResponse> continuation)
    {
        try
        {
            await continuation(request, responseStream, context);
        }
        finally
        {
            Tell(context);
        }
    }

    public override async Task DuplexStreamingServerHandler<TRequest, TResponse>(
        IAsyncStreamReader<TRequest> requestStream,
        IServerStreamWriter<TResponse> responseStream,
        ServerCallContext context,
        DuplexStreamingServerMethod<TRequest, TResponse> continuation)
    {
        try
        {
            await continuation(requestStream, responseStream, context);
        }
        finally
        {
            Tell(context);
        }
    }

    private void Tell(ServerCallContext context)
    {
        foreach (var limits in _services)
        {
            if (!IsOf(context.Method, limits.Service))
                continue;
            foreach (var (name, value) in limits.Tell(context.GetCaller()))
                context.ResponseTrailers.Add(name, value.ToString(CultureInfo.InvariantCulture));
        }
    }

    private static bool IsOf(ReadOnlySpan<char> method, string service) =>
        method.Length > service.Length + 1 && method[1..].StartsWith(service, StringComparison.Ordinal) && method[service.Length + 1] == '/';
}
