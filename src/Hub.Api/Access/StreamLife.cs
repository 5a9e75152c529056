using Grpc.Core;
using Hub.Api.Hosting;
using Hub.Auth.Bearer;

namespace Hub.Api.Access;

/// <summary>
/// How long a stream may live: as long as its token and what an operator lets it, and no longer than the hub. The handler is told at the
/// end and ends the stream in its own way; one that goes on is cut off shortly after.
/// </summary>
internal sealed class StreamLife : IDisposable
{
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(5);

    private readonly CancellationTokenSource _expired;
    private readonly CancellationTokenSource _over;
    private readonly CancellationTokenSource _overdue;
    private readonly CancellationToken _stopping;
    private readonly CancellationTokenRegistration _cut;
    private readonly CancellationTokenRegistration _grace;

    public StreamLife(LiveCaller live, HttpContext http, TimeProvider time, CancellationToken stopping)
    {
        Live = live;
        _stopping = stopping;
        var left = live.Caller.ExpiresAt - time.GetUtcNow();
        _expired = new(left > TimeSpan.Zero ? left : TimeSpan.Zero, time);
        _over = CancellationTokenSource.CreateLinkedTokenSource(_expired.Token, live.Ended, stopping);
        _overdue = new(left > TimeSpan.Zero ? left + Grace : Grace, time);
        _cut = _overdue.Token.UnsafeRegister(static state => ((HttpContext)state!).Abort(), http);
        _grace = live.Ended.UnsafeRegister(static state => ((CancellationTokenSource)state!).CancelAfter(Grace), _overdue);
    }

    /// <summary>Who calls, and why no more.</summary>
    public LiveCaller Live { get; }

    /// <summary>Is cancelled when the token expires, the caller would be let in no more, or the hub stops.</summary>
    public CancellationToken Over => _over.Token;

    /// <summary>Runs a streaming call to its end, and tells an end by expiry or by the stop of the hub as such.</summary>
    public async Task RunAsync(Func<Task> call, ServerCallContext context)
    {
        try
        {
            await call();
        }
        catch (OperationCanceledException) when (_stopping.IsCancellationRequested && !context.CancellationToken.IsCancellationRequested)
        {
            throw StopFailure.Create().ToException();
        }
        catch (OperationCanceledException) when (Live.Failure != BearerFailure.None && !context.CancellationToken.IsCancellationRequested)
        {
            throw AccessFailures.Of(new(null, Live.Failure)).ToException();
        }
        catch (OperationCanceledException) when (_expired.IsCancellationRequested && !context.CancellationToken.IsCancellationRequested)
        {
            throw AccessFailures.TokenExpired().ToException();
        }
    }

    public void Dispose()
    {
        _grace.Dispose();
        _cut.Dispose();
        _overdue.Dispose();
        _over.Dispose();
        _expired.Dispose();
    }
}
