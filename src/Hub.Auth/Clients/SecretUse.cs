using System.Collections.Concurrent;
using System.Threading.Channels;
using Hub.Data.Clients;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Hub.Auth.Clients;

/// <summary>Notes when secrets are used: to the hour and aside, so that getting a token never waits for a write.</summary>
internal sealed class SecretUse(ClientStore store, TimeProvider time, ILogger<SecretUse> log) : BackgroundService
{
    private static readonly TimeSpan Resolution = TimeSpan.FromHours(1);

    private readonly ConcurrentDictionary<long, DateTimeOffset> _noted = new();
    private readonly Channel<long> _uses = Channel.CreateBounded<long>(
        new BoundedChannelOptions(1_024) { FullMode = BoundedChannelFullMode.DropWrite });

    /// <summary>Tells that a secret got a token just now.</summary>
    public void Note(SecretRecord secret)
    {
        var now = time.GetUtcNow();
        var last = _noted.GetValueOrDefault(secret.Id, secret.LastUsedAt ?? DateTimeOffset.MinValue);
        if (now - last < Resolution)
            return;

        _noted[secret.Id] = now;
        _uses.Writer.TryWrite(secret.Id);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await foreach (var secretId in _uses.Reader.ReadAllAsync(stoppingToken))
        {
            if (!_noted.TryGetValue(secretId, out var usedAt))
                continue;

            try
            {
                await store.MarkUsedAsync(secretId, usedAt, stoppingToken);
            }
            catch (Exception failure) when (failure is SqliteException or DbUpdateException)
            {
                // A busy database may cost this note, never a token.
                _noted.TryRemove(secretId, out _);
                log.SecretUseNotKept(failure);
            }
        }
    }
}
