namespace Hub.Auth.Bearer;

/// <summary>A caller with an open stream. It is told when it would be let in no more.</summary>
public sealed class LiveCaller : IDisposable
{
    private readonly LiveCallers _all;
    private readonly CancellationTokenSource _ended = new();

    internal LiveCaller(LiveCallers all, Caller caller)
    {
        _all = all;
        Caller = caller;
        Ended = _ended.Token;
    }

    public Caller Caller { get; }

    /// <summary>Is cancelled when the caller would be let in no more; <see cref="Failure"/> says why.</summary>
    public CancellationToken Ended { get; }

    /// <summary>Why the stream must end; None while it may go on.</summary>
    public BearerFailure Failure { get; private set; }

    /// <summary>Follows the caller no more.</summary>
    public void Dispose()
    {
        _all.Leave(this);
        _ended.Dispose();
    }

    internal async Task EndAsync(BearerFailure failure)
    {
        if (Failure != BearerFailure.None)
            return;

        Failure = failure;
        try
        {
            await _ended.CancelAsync();
        }
        catch (ObjectDisposedException)
        {
            // The stream ended by itself meanwhile.
        }
    }
}
