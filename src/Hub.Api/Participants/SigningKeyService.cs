using Grpc.Core;
using Hub.Api.Hosting;
using Hub.Auth.Keys;
using Hub.Registry.V1;

namespace Hub.Api.Participants;

/// <summary>Signing keys over gRPC. Who may call what stands with the access rules.</summary>
internal sealed class SigningKeyService(KeyAdmin keys) : Registry.V1.SigningKeyService.SigningKeyServiceBase
{
    public override async Task<ListSigningKeysResponse> ListSigningKeys(ListSigningKeysRequest request, ServerCallContext context) =>
        new() { Keys = { await ListAsync(request.IncludeRemoved, context.CancellationToken) } };

    public override async Task<RotateSigningKeyResponse> RotateSigningKey(RotateSigningKeyRequest request, ServerCallContext context)
    {
        var cancel = context.CancellationToken;
        if (request is { Now: false, Revoke.Count: > 0 })
        {
            throw GrpcFailure
                .Of(FailureReasons.NowMissing)
                .At("now", "Set it; or leave revoke out.")
                .ToException();
        }

        var refusal = request switch
        {
            { Now: false } => await keys.AnnounceAsync(request.Reason, cancel),
            { Revoke.Count: 0 } => await keys.SwitchAsync(request.Reason, cancel),
            _ => await keys.WithdrawAsync(request.Revoke, request.Reason, cancel),
        };
        if (refusal is not null)
            throw refusal.ToException();

        return new() { Keys = { await ListAsync(false, cancel) } };
    }

    private async Task<IEnumerable<SigningKey>> ListAsync(bool all, CancellationToken cancel) =>
        (await keys.ListAsync(all, cancel)).Select(key => key.ToMessage());
}
