using Hub.Auth.Bearer;
using Hub.Auth.Limits;
using Hub.Auth.Tokens;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Hub.Auth.Audit;

/// <summary>
/// Remembers who did what, when and why, for good: a log that only grows, outside the database, whose every change shows.
/// What happens once is recorded and waited for; what happens all the time is counted by the minute.
/// </summary>
public sealed class AuditLog : IDisposable
{
    private const int MostWaiting = 10_000;
    private const int MostTogether = 4_096;

    private readonly AuditWriter _writer;
    private readonly AuditCounts _counts;
    private readonly IHttpContextAccessor _requests;
    private readonly Proxies _proxies;
    private readonly TimeProvider _time;
    private readonly ILogger<AuditLog> _log;
    private readonly SemaphoreSlim _turn = new(1);
    private readonly List<byte[]> _waiting = [];

    // How many entries were taken in and how many of them are on disk; an entry is told by its number.
    private long _taken;
    private long _written;

    internal AuditLog(
        AuditWriter writer, AuditCounts counts, IHttpContextAccessor requests, Proxies proxies, TimeProvider time, ILogger<AuditLog> log)
    {
        _writer = writer;
        _counts = counts;
        _requests = requests;
        _proxies = proxies;
        _time = time;
        _log = log;
    }

    /// <summary>
    /// Appends what was done, and returns once it is on disk. Many at once share one write. It cannot be cancelled: it was done.
    /// </summary>
    /// <exception cref="AuditException">The log cannot be written. The entry is kept and tried again with the next.</exception>
    public async Task RecordAsync(AuditEvent entry)
    {
        ArgumentNullException.ThrowIfNull(entry);
        var number = Take(CanonicalJson.Write(Complete(entry), entry.At ?? _time.GetUtcNow()));
        await WriteAsync(number);
    }

    /// <summary>Appends what the hub did by itself, where nobody could be told that the log cannot be written: the hub's own log says so.</summary>
    internal async Task RecordOwnAsync(AuditEvent entry)
    {
        try
        {
            await RecordAsync(entry with { By = AuditEvents.ByHub });
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            _log.AuditFailing(failure);
        }
    }

    /// <summary>Counts a token that a client got. Never waits: the minute is written as one entry once it is over.</summary>
    /// <param name="clientId">Client that got it.</param>
    /// <param name="participant">Participant it acts for.</param>
    /// <param name="tokenId">The token's <c>jti</c>.</param>
    public void CountIssued(string clientId, Guid participant, string tokenId) => _counts.Add(
        new(AuditEvents.TokensIssued) { By = $"client:{clientId}", Client = clientId, Participant = participant.ToString() },
        _time.GetUtcNow(),
        tokenId);

    /// <summary>
    /// Counts a request that was refused: one entry for each client, address, method and reason in a minute, and one for all others beyond
    /// a hundred of these, so that nobody can fill the disk. Never waits.
    /// </summary>
    /// <param name="name">What was refused, of <see cref="AuditEvents"/>.</param>
    /// <param name="clientId">Client it says it is, proved or not.</param>
    /// <param name="method">How it meant to prove that.</param>
    /// <param name="error">Why. Only what is said to a client that is not let in is kept of the words: others may repeat what was sent.</param>
    internal void CountRefused(string name, string clientId, string? method, TokenError error) => _counts.Add(
        new(name)
        {
            By = AuditEvents.ByHub,
            Client = clientId == "-" ? null : TokenEndpoint.Shown(clientId),
            Method = method,
            Reason = error.Code,
            Detail = error.Status == StatusCodes.Status401Unauthorized ? error.Description : null,
            Address = Address(),
        },
        _time.GetUtcNow());

    /// <summary>Writes the counts of minutes that are over, or all of them.</summary>
    internal async Task WriteCountsAsync(bool all)
    {
        // What waits already goes first: if it cannot be written, the counts stay where they take the least memory.
        await WriteAsync(Interlocked.Read(ref _taken));
        var number = 0L;
        foreach (var (entry, at) in _counts.Take(all ? DateTimeOffset.MaxValue : _time.GetUtcNow()))
            number = Take(CanonicalJson.Write(entry, at));
        await WriteAsync(number);
    }

    public void Dispose()
    {
        _writer.Dispose();
        _turn.Dispose();
    }

    private long Take(byte[] entry)
    {
        lock (_waiting)
        {
            // So many wait only when the log has not been writable for long: memory is what is saved then.
            if (_waiting.Count >= MostWaiting)
                throw new AuditException($"{MostWaiting} entries wait for the audit log already, which cannot be written. The log of the hub says why.");

            _waiting.Add(entry);
            return ++_taken;
        }
    }

    // Whoever has the turn writes for all who wait.
    private async Task WriteAsync(long number)
    {
        if (number <= Interlocked.Read(ref _written))
            return;

        await _turn.WaitAsync(CancellationToken.None);
        try
        {
            while (_written < number)
                await WriteSomeAsync();
        }
        finally
        {
            _turn.Release();
        }
    }

    private async Task WriteSomeAsync()
    {
        List<byte[]> entries;
        lock (_waiting)
            entries = _waiting[..Math.Min(_waiting.Count, MostTogether)];
        await _writer.AppendAsync(entries, CancellationToken.None);
        lock (_waiting)
            _waiting.RemoveRange(0, entries.Count);
        Interlocked.Add(ref _written, entries.Count);
    }

    private AuditEvent Complete(AuditEvent entry) => entry with { By = entry.By ?? Who(), Address = entry.Address ?? Address() };

    private string Who() => _requests.HttpContext switch
    {
        null => $"operator:{Environment.UserName}",
        { } http when http.Features.Get<Caller>() is { } caller => $"client:{caller.ClientId}",
        _ => "unknown",
    };

    private string? Address() => _requests.HttpContext is { } http ? _proxies.AddressOf(http)?.ToString() : null;
}
