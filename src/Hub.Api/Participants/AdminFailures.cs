using Grpc.Core;
using Hub.Api.Hosting;
using Hub.Auth;

namespace Hub.Api.Participants;

/// <summary>Tells over gRPC why a change of clients or keys was not made.</summary>
internal static class AdminFailures
{
    public static RpcException ToException(this AdminRefusal refusal) => GrpcFailure
        .Of(CodeOf(FailureTexts.Of(refusal.Reason)), refusal.Reason, refusal.Message, refusal.Indonesian)
        .At(refusal.Field, refusal.Fix)
        .ToException();

    // Of a reason that others fail with too, such as SCOPE_MISSING, a change is refused for what it asks.
    private static StatusCode CodeOf(FailureText text) => text.Carries(StatusCode.InvalidArgument) ? StatusCode.InvalidArgument : text.Code;
}
