using System.Collections.Concurrent;
using System.Threading.Channels;
using Hub.Data.Clients;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Hub.Auth.Clients;

/// <summary>
/// Notes when secrets are used, to the hour, and moves their hashes under a newer operator key: aside, so that getting a token never waits
/// for a write.
/// </summary>
internal sealed class SecretUse(ClientStore store, TimeProvider time, ILogger<SecretUse> log) : BackgroundService
{
    private static readonly TimeSpan Resolution = TimeSpan.FromHours(1);

    private readonly ConcurrentDictionary<long, DateTimeOffset> _noted = new();
    private readonly ConcurrentDictionary<long, DateTimeOffset> _rehashed = new();
    private readonly Channel<Write> _writes = Channel.CreateBounded<Write>(1_024);

    /// <summary>Tells that a secret got a token just now.</summary>
    public void Note(SecretRecord secret)
    {
        var now = time.GetUtcNow();
        var last = _noted.GetValueOrDefault(secret.Id, secret.LastUsedAt ?? DateTimeOffset.MinValue);
        if (now - last < Resolution)
            return;

        // What finds no place is noted at the next use.
        if (_writes.Writer.TryWrite(new(secret, now)))
            _noted[secret.Id] = now;
    }

    /// <summary>Tells the same, and the hash of the secret under the newest operator key.</summary>
    public void Rehash(SecretRecord secret, byte[] hash, string keyId)
    {
        Note(secret);

        // Once an hour: the old hash is seen for a second more, and a process with other settings may move it back.
        var now = time.GetUtcNow();
        if (now - _rehashed.GetValueOrDefault(secret.Id) >= Resolution && _writes.Writer.TryWrite(new(secret, null, hash, keyId)))
            _rehashed[secret.Id] = now;
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await foreach (var write in _writes.Reader.ReadAllAsync(stoppingToken))
        {
            try
            {
                if (write.UsedAt is { } usedAt)
                    await store.MarkUsedAsync(write.Secret.Id, usedAt, stoppingToken);
                if (write is { Hash: { } hash, KeyId: { } keyId })
                    await store.RehashAsync(write.Secret, hash, keyId, stoppingToken);
            }
            catch (Exception failure) when (failure is SqliteException or DbUpdateException)
            {
                // A busy database may cost this note, never a token.
                _noted.TryRemove(write.Secret.Id, out _);
                _rehashed.TryRemove(write.Secret.Id, out _);
                log.SecretUseNotKept(failure);
            }
        }
    }

    private sealed record Write(SecretRecord Secret, DateTimeOffset? UsedAt, byte[]? Hash = null, string? KeyId = null);
}
