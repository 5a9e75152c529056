using System.Collections.Concurrent;
using Hub.Auth.Clients;
using Hub.Auth.Revocation;
using Hub.Data.Clients;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Hub.Auth.Bearer;

/// <summary>
/// Asks of every open stream, twice a second, whether its caller would be let in now, so that what an operator or a revocation takes away
/// ends streams on every node within a second. It costs a reading of the list of revoked tokens, and one of each client with a stream.
/// </summary>
public sealed class LiveCallers : BackgroundService
{
    /// <summary>How often it asks.</summary>
    public static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(500);

    private readonly BearerTokens _tokens;
    private readonly RevokedTokens _revoked;
    private readonly ClientDirectory _clients;
    private readonly TimeProvider _time;
    private readonly ILogger<LiveCallers> _log;
    private readonly ConcurrentDictionary<LiveCaller, bool> _callers = new();
    private bool _isFailing;

    internal LiveCallers(BearerTokens tokens, RevokedTokens revoked, ClientDirectory clients, TimeProvider time, ILogger<LiveCallers> log)
    {
        _tokens = tokens;
        _revoked = revoked;
        _clients = clients;
        _time = time;
        _log = log;
    }

    /// <summary>Follows a caller as long as its stream is open.</summary>
    public LiveCaller Follow(Caller caller)
    {
        var live = new LiveCaller(this, caller);
        _callers.TryAdd(live, true);
        return live;
    }

    /// <summary>Reads what was revoked, and ends the streams of those who would be let in no more.</summary>
    public async Task StepAsync(CancellationToken cancel)
    {
        await _revoked.ReadAsync(cancel);
        foreach (var ofClient in _callers.Keys.GroupBy(live => live.Caller.ClientId).ToList())
        {
            // Not as it was up to a second ago: this is what makes the second.
            await _clients.ReadAsync(ofClient.Key, cancel);
            foreach (var live in ofClient)
            {
                if (await FailureAsync(live.Caller, cancel) is var failure and not BearerFailure.None)
                    await live.EndAsync(failure);
            }
        }
    }

    private async ValueTask<BearerFailure> FailureAsync(Caller caller, CancellationToken cancel) => await _tokens.RecheckAsync(caller, cancel) switch
    {
        // A stream knows by itself when its token expires.
        { Failure: BearerFailure.Expired } => BearerFailure.None,
        { Caller: { } now } when (caller.Scopes & ~now.Scopes) != Scopes.None => BearerFailure.ScopesTaken,
        var result => result.Failure,
    };

    internal void Leave(LiveCaller live) => _callers.TryRemove(live, out _);

    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        // What was revoked while this node was down is refused from its first call on.
        await _revoked.ReadAsync(cancellationToken);
        await base.StartAsync(cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, _time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                await StepAsync(stoppingToken);
                _isFailing = false;
            }
            catch (SqliteException failure)
            {
                // Streams go on by what is known; once is enough to tell.
                if (!_isFailing)
                    _log.RevokedTokensNotRead(failure);
                _isFailing = true;
            }
        }
    }
}
