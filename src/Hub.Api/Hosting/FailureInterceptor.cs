using System.Diagnostics;
using Google.Protobuf;
using Grpc.Core;
using Grpc.Core.Interceptors;
using Hub.Data;
using Microsoft.AspNetCore.Connections;

namespace Hub.Api.Hosting;

/// <summary>
/// The outermost interceptor: whatever a call throws leaves the hub as a status with an ErrorInfo. A bug or an outage is logged here,
/// once, and the caller sees a general message and the trace id.
/// </summary>
internal sealed class FailureInterceptor(ILogger<FailureInterceptor> log) : Interceptor
{
    private static readonly TimeSpan OutageRetry = TimeSpan.FromSeconds(2);

    public override async Task<TResponse> UnaryServerHandler<TRequest, TResponse>(
        TRequest request, ServerCallContext context, UnaryServerMethod<TRequest, TResponse> continuation)
    {
        try
        {
            return await continuation(request, context);
        }
        catch (Exception exception)
        {
            throw Told(exception, context);
        }
    }

    public override async Task<TResponse> ClientStreamingServerHandler<TRequest, TResponse>(
        IAsyncStreamReader<TRequest> requestStream, ServerCallContext context, ClientStreamingServerMethod<TRequest, TResponse> continuation)
    {
        try
        {
            return await continuation(requestStream, context);
        }
        catch (Exception exception)
        {
            throw Told(exception, context);
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
        catch (Exception exception)
        {
            throw Told(exception, context);
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
        catch (Exception exception)
        {
            throw Told(exception, context);
        }
    }

    private RpcException Told(Exception exception, ServerCallContext context)
    {
        if (exception is RpcException told && told.Trailers.Any(entry => entry.Key == GrpcFailure.DetailsTrailer))
            return told;

        // The caller went away or its deadline passed; nobody reads the answer.
        if (context.CancellationToken.IsCancellationRequested || IsReset(exception))
        {
            log.CallerGone(context.Method, exception.GetType().Name);
            return GrpcFailure.Of(FailureReasons.CallCancelled).ToException();
        }

        return exception switch
        {
            RpcException { StatusCode: StatusCode.ResourceExhausted } large => GrpcFailure
                .Of(FailureReasons.MessageTooLarge)
                .With("detail", large.Status.Detail)
                .ToException(),

            InvalidProtocolBufferException => GrpcFailure
                .Of(FailureReasons.MessageUnreadable)
                .ToException(),

            // What the gRPC library itself found wrong with the bytes of the call.
            RpcException library => GrpcFailure
                .Of(FailureReasons.CallMalformed)
                .As(library.StatusCode)
                .With("detail", library.Status.Detail)
                .ToException(),

            _ when StorageFaults.IsOutage(exception) => Outage(exception, context),
            _ => Bug(exception, context),
        };
    }

    // The server tells a reset or lost call so to whoever reads or writes it, at times before the call itself counts as cancelled.
    // A bare IOException can only come from there: the hub's own files are behind SQLite.
    private static bool IsReset(Exception exception) =>
        exception is ConnectionResetException or ConnectionAbortedException || exception.GetType() == typeof(IOException);

    private RpcException Outage(Exception exception, ServerCallContext context)
    {
        var trace = TraceId();
        log.StorageFailed(context.Method, trace, exception);
        return GrpcFailure
            .Of(FailureReasons.StorageUnavailable)
            .With("trace_id", trace)
            .RetryAfter(OutageRetry)
            .ToException();
    }

    private RpcException Bug(Exception exception, ServerCallContext context)
    {
        var trace = TraceId();
        log.CallFailed(context.Method, trace, exception);
        return GrpcFailure
            .Of(FailureReasons.InternalError, trace)
            .With("trace_id", trace)
            .ToException();
    }

    private static string TraceId() => (Activity.Current?.TraceId ?? ActivityTraceId.CreateRandom()).ToString();
}
