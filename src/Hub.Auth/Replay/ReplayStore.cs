using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using Hub.Data.Clients;

namespace Hub.Auth.Replay;

/// <summary>
/// Lets a proof be used once, whichever node it is sent to: the database tells. Uses that come at once are written together, so that many
/// cost about what one does.
/// </summary>
internal sealed class ReplayStore(UsedProofStore store, TimeProvider time) : IDisposable
{
    private const int MostAtOnce = 512;

    // A clock that is set ahead by an hour and back again must not forget what is good still.
    private static readonly TimeSpan KeptLonger = TimeSpan.FromMinutes(65);

    private readonly ConcurrentQueue<Use> _waiting = new();
    private readonly SemaphoreSlim _turn = new(1);

    /// <summary>Notes a use, durably.</summary>
    /// <param name="kind">What kind of proof it is.</param>
    /// <param name="key">Whose proof it is and which, such that two proofs never have the same.</param>
    /// <param name="expiresAt">From when the proof is refused anyway.</param>
    /// <param name="cancel">Ends the wait; the proof may be used up all the same.</param>
    /// <returns>False when it was used before.</returns>
    public async ValueTask<bool> TryUseAsync(ProofKind kind, string key, DateTimeOffset expiresAt, CancellationToken cancel)
    {
        var use = new Use(new() { Kind = kind, Hash = SHA256.HashData(Encoding.UTF8.GetBytes(key)), ExpiresAt = expiresAt });
        _waiting.Enqueue(use);
        await _turn.WaitAsync(cancel);
        try
        {
            // Whoever had the turn before may have written it with its own.
            while (!use.Done.IsCompleted)
                await WriteAsync();
        }
        finally
        {
            _turn.Release();
        }

        return await use.Done;
    }

    public void Dispose() => _turn.Dispose();

    private async Task WriteAsync()
    {
        var uses = new List<Use>();
        while (uses.Count < MostAtOnce && _waiting.TryDequeue(out var next))
            uses.Add(next);

        try
        {
            // Others wait for it too, so none of them may cancel it.
            var added = await store.AddAsync([.. uses.Select(u => u.Proof)], time.GetUtcNow() - KeptLonger, CancellationToken.None);
            for (var i = 0; i < uses.Count; i++)
                uses[i].End(added[i]);
        }
        catch (Exception failure)
        {
            // Each of them is told, as if it had written alone; none is let in.
            foreach (var use in uses)
                use.Fail(failure);
        }
    }

    private sealed class Use(UsedProof proof)
    {
        private readonly TaskCompletionSource<bool> _done = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public UsedProof Proof { get; } = proof;

        public Task<bool> Done => _done.Task;

        public void End(bool isFirst) => _done.SetResult(isFirst);

        public void Fail(Exception failure) => _done.SetException(failure);
    }
}
