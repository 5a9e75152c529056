using System.Collections.Concurrent;

namespace Hub.Auth.Dpop;

/// <summary>Remembers the proofs that were used, as long as they could be taken again.</summary>
internal sealed class DpopReplay(TimeProvider time)
{
    private readonly ConcurrentDictionary<string, DateTimeOffset> _used = new();

    /// <summary>Notes a proof; false when it was used before.</summary>
    public ValueTask<bool> TryUseAsync(DpopProof proof, CancellationToken cancel) =>
        ValueTask.FromResult(_used.TryAdd(proof.Thumbprint + '\0' + proof.Id, time.GetUtcNow()));
}
