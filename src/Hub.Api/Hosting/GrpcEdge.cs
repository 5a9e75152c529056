using Grpc.Core;
using Microsoft.AspNetCore.Http.Features;

namespace Hub.Api.Hosting;

/// <summary>
/// What the gRPC library decides before a call reaches the interceptors (a message too large or unreadable, a method that is not there)
/// gets an ErrorInfo here, so that every status but OK carries one.
/// </summary>
internal static class GrpcEdge
{
    public static void UseGrpcEdge(this IApplicationBuilder app) => app.Use(async (http, next) =>
    {
        if (http.Request.ContentType?.StartsWith("application/grpc", StringComparison.Ordinal) is not true)
        {
            await next(http);
            return;
        }

        // gRPC limits each message itself, and says so with a status; the server's limit would only cut the call.
        if (http.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } body)
            body.MaxRequestBodySize = null;

        await next(http);
        if (http.Response.HasStarted)
            Complete(http.Features.Get<IHttpResponseTrailersFeature>()?.Trailers);
        else
            Complete(http.Response.Headers);
    });

    private static void Complete(IHeaderDictionary? trailers)
    {
        if (trailers is not { IsReadOnly: false } || trailers.ContainsKey(GrpcFailure.DetailsTrailer))
            return;
        if (GrpcTrailers.CodeOf(trailers) is { } code && code != (int)StatusCode.OK)
            Describe((StatusCode)code).ToTrailers().WriteTo(trailers);
    }

    private static GrpcFailure Describe(StatusCode code) => code switch
    {
        StatusCode.Unimplemented => GrpcFailure.Of(FailureReasons.MethodUnknown),
        StatusCode.ResourceExhausted => GrpcFailure.Of(FailureReasons.MessageTooLarge),
        StatusCode.DeadlineExceeded => GrpcFailure.Of(FailureReasons.DeadlineExceeded),
        StatusCode.Cancelled => GrpcFailure.Of(FailureReasons.CallCancelled),

        // An exception outside the interceptors comes from reading the request.
        StatusCode.Unknown => GrpcFailure.Of(FailureReasons.MessageUnreadable),
        _ => GrpcFailure.Of(FailureReasons.CallMalformed).As(code),
    };
}
