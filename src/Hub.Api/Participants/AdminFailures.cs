using Grpc.Core;
using Hub.Api.Hosting;
using Hub.Auth;

namespace Hub.Api.Participants;

/// <summary>Tells over gRPC why a change of clients or keys was not made.</summary>
internal static class AdminFailures
{
    public static RpcException ToException(this AdminRefusal refusal) =>
        GrpcFailure
            .Of(FailureTexts.Of(refusal.Reason).Code, refusal.Reason, refusal.Message, refusal.Indonesian)
            .At(refusal.Field, refusal.Fix)
            .ToException();
}
