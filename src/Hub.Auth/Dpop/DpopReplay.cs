using Hub.Auth.Replay;
using Hub.Data.Clients;

namespace Hub.Auth.Dpop;

/// <summary>Lets a proof be used once, as long as it could be taken again.</summary>
internal sealed class DpopReplay(ReplayStore replays)
{
    /// <summary>Notes a proof; false when it was used before.</summary>
    public ValueTask<bool> TryUseAsync(DpopProof proof, CancellationToken cancel) =>
        replays.TryUseAsync(ProofKind.Dpop, proof.Thumbprint + '\0' + proof.Id, proof.IssuedAt + DpopProofs.Past, cancel);
}
