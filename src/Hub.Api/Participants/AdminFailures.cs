using Grpc.Core;
using Hub.Api.Hosting;
using Hub.Auth;

namespace Hub.Api.Participants;

/// <summary>Tells over gRPC why a change of clients or keys was not made.</summary>
internal static class AdminFailures
{
    public static RpcException ToException(this AdminRefusal refusal) =>
        GrpcFailure.Of(CodeOf(refusal.Reason), refusal.Reason, refusal.Message, refusal.Indonesian).At(refusal.Field, refusal.Fix).ToException();

    private static StatusCode CodeOf(string reason) => reason switch
    {
        "CLIENT_NOT_FOUND" or "SECRET_NOT_FOUND" or "KEY_NOT_FOUND" or "PARTICIPANT_NOT_FOUND" => StatusCode.NotFound,
        "CLIENT_PENDING" or "CLIENT_NOT_PENDING" or "CLIENT_WITHOUT_SECRET" or "SECRETS_FULL" => StatusCode.FailedPrecondition,
        _ => StatusCode.InvalidArgument,
    };
}
