using Grpc.Core;
using Hub.Auth.Bearer;

namespace Hub.Api.Access;

/// <summary>Who makes the call at hand.</summary>
internal static class Callers
{
    /// <summary>Who makes a gRPC call. Only methods that are open to everyone have nobody here, and they must not ask.</summary>
    public static Caller GetCaller(this ServerCallContext context) => context.GetHttpContext().GetCaller();

    /// <summary>Who makes an HTTP request to an endpoint that requires access.</summary>
    public static Caller GetCaller(this HttpContext http) =>
        http.Features.Get<Caller>() ?? throw new InvalidOperationException("This call is open to everyone, so nobody is known to make it.");

    /// <summary>
    /// Is cancelled when the token of a streaming call expires or is revoked, its client may call no more, or the hub stops. The handler then stores what it has, acknowledges it,
    /// and lets the OperationCanceledException go: the caller sees UNAUTHENTICATED or UNAVAILABLE, with the reason.
    /// </summary>
    public static CancellationToken GetStreamEnd(this ServerCallContext context) =>
        context.GetHttpContext().Features.Get<StreamLife>()?.Over ?? CancellationToken.None;

    /// <summary>Who makes a streaming call, and why no more; null where the method is open to everyone.</summary>
    public static LiveCaller? GetLiveCaller(this ServerCallContext context) => context.GetHttpContext().Features.Get<StreamLife>()?.Live;
}
