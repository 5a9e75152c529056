using Hub.Auth.Bearer;
using Hub.GraphQL.Http;

namespace Hub.Api.Dashboard;

/// <summary>Ends a subscription when its caller would be let in no more.</summary>
internal sealed class DashboardLife(LiveCaller live) : CallerLife
{
    public override CancellationToken Ended => live.Ended;

    // Short: it has to find room in the close frame of a WebSocket.
    public override (string Code, string Message) Why => (
        new BearerResult(null, live.Failure).Reason,
        live.Failure switch
        {
            BearerFailure.Expired => "The access token has expired. Get a new one and go on behind the last event.",
            BearerFailure.Revoked => "The access token was revoked. Get a new one.",
            BearerFailure.ClientDisabled => "The client is disabled. Ask the operator of the hub.",
            BearerFailure.ParticipantSuspended => "The participant is suspended. Ask the operator of the hub.",
            _ => "The access token is good no more. Get a new one.",
        });

    protected override void Dispose(bool disposing) => live.Dispose();
}
