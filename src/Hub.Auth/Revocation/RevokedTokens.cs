using System.Collections.Concurrent;
using Hub.Data.Clients;

namespace Hub.Auth.Revocation;

/// <summary>
/// Tokens that were revoked and have not expired, as every node keeps them: the rows of the database, read by their rising id, so that
/// reading costs what was added. One that has expired is forgotten; it is refused anyway.
/// </summary>
internal sealed class RevokedTokens(RevokedTokenStore store, TimeProvider time) : IDisposable
{
    private static readonly TimeSpan PruneEvery = TimeSpan.FromMinutes(1);

    private readonly ConcurrentDictionary<string, DateTimeOffset> _tokens = new(StringComparer.Ordinal);
    private readonly SemaphoreSlim _reading = new(1);
    private long _last;
    private DateTimeOffset _prunedAt = DateTimeOffset.MinValue;

    public int Count => _tokens.Count;

    /// <summary>Whether the token of this <c>jti</c> was revoked.</summary>
    public bool Contains(string tokenId) => !_tokens.IsEmpty && _tokens.ContainsKey(tokenId);

    /// <summary>Revokes a token: here at once, on other nodes when they read the list next.</summary>
    public async Task AddAsync(string tokenId, DateTimeOffset expiresAt, CancellationToken cancel)
    {
        await store.AddAsync(tokenId, expiresAt, time.GetUtcNow(), cancel);
        _tokens[tokenId] = expiresAt;
    }

    /// <summary>Reads what was added since, by whichever node.</summary>
    public async Task ReadAsync(CancellationToken cancel)
    {
        await _reading.WaitAsync(cancel);
        try
        {
            foreach (var token in await store.ListAfterAsync(_last, cancel))
            {
                _tokens[token.TokenId] = token.ExpiresAt;
                _last = token.Id;
            }

            Prune(time.GetUtcNow());
        }
        finally
        {
            _reading.Release();
        }
    }

    public void Dispose() => _reading.Dispose();

    private void Prune(DateTimeOffset now)
    {
        if (now - _prunedAt < PruneEvery)
            return;

        _prunedAt = now;
        foreach (var (tokenId, expiresAt) in _tokens)
        {
            if (expiresAt <= now)
                _tokens.TryRemove(tokenId, out _);
        }
    }
}
