using Grpc.Core;
using Hub.Auth.Bearer;

namespace Hub.Api.Catalogue;

/// <summary>
/// How long a sync stream lives: until its token expires or is good no more, or the hub stops. Reading ends at once then; acknowledging what was stored may
/// take a little longer, unless the partner does not take the answers.
/// </summary>
internal sealed class SyncLife : IDisposable
{
    private readonly SyncServices _services;
    private readonly LiveCaller? _live;
    private readonly CancellationTokenSource _expired;
    private readonly CancellationTokenSource _reading;
    private readonly CancellationTokenSource _late;
    private readonly CancellationTokenSource _answering;
    private readonly CancellationTokenRegistration _grace;

    public SyncLife(SyncServices services, Caller caller, LiveCaller? live, CancellationToken cancel)
    {
        _services = services;
        _live = live;
        var left = caller.ExpiresAt - services.Time.GetUtcNow();
        _expired = new(left > TimeSpan.Zero ? left : TimeSpan.Zero, services.Time);
        _reading = CancellationTokenSource.CreateLinkedTokenSource(cancel, services.Stopping, _expired.Token, live?.Ended ?? CancellationToken.None);
        _late = new(Timeout.InfiniteTimeSpan, services.Time);
        _answering = CancellationTokenSource.CreateLinkedTokenSource(cancel, _late.Token);
        _grace = _reading.Token.UnsafeRegister(
            static state => ((CancellationTokenSource)state!).CancelAfter(CatalogueOptions.LastAnswers), _late);
    }

    /// <summary>Cancelled when nothing more may be read.</summary>
    public CancellationToken Reading => _reading.Token;

    /// <summary>Cancelled when nothing more may be answered.</summary>
    public CancellationToken Answering => _answering.Token;

    /// <summary>True once the token is good no more or the hub stops.</summary>
    public bool IsOver => _services.Stopping.IsCancellationRequested || _expired.IsCancellationRequested || Failure != BearerFailure.None;

    private BearerFailure Failure => _live?.Failure ?? BearerFailure.None;

    /// <summary>Ends the reading: what is read from now on could not be acknowledged.</summary>
    public Task EndReadingAsync() => _reading.CancelAsync();

    /// <summary>How the partner is told that the stream is over.</summary>
    /// <param name="resumeAfter">Highest durable sequence; null without a session.</param>
    public RpcException Why(long? resumeAfter) => _services.Stopping.IsCancellationRequested
        ? CatalogueFailures.Stopping(resumeAfter)
        : CatalogueFailures.TokenOver(Failure, resumeAfter);

    public void Dispose()
    {
        _grace.Dispose();
        _answering.Dispose();
        _late.Dispose();
        _reading.Dispose();
        _expired.Dispose();
    }
}
