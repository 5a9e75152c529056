using Hub.GraphQL.Language;

namespace Hub.GraphQL.Http;

/// <summary>When a stream ends besides its own end: the token expires, the client goes, the server stops.</summary>
internal sealed class StreamEnd : IDisposable
{
    private readonly CancellationTokenSource _expired;
    private readonly CancellationTokenSource _any;

    public StreamEnd(DateTimeOffset? expiresAt, TimeProvider time, params ReadOnlySpan<CancellationToken> others)
    {
        var left = expiresAt is { } at ? at - time.GetUtcNow() : Timeout.InfiniteTimeSpan;
        _expired = new(expiresAt is null || left > TimeSpan.Zero ? left : TimeSpan.Zero, time);
        _any = CancellationTokenSource.CreateLinkedTokenSource([_expired.Token, .. others]);
    }

    /// <summary>What a client is told whose token has expired.</summary>
    public static GraphQLError Expired { get; } = new("The access token has expired. Get a new one and go on behind the last event.", [])
    {
        Code = "TOKEN_EXPIRED",
    };

    /// <summary>Is cancelled at the end, whatever it is.</summary>
    public CancellationToken Token => _any.Token;

    /// <summary>Is cancelled when the token expires.</summary>
    public bool IsExpired => _expired.IsCancellationRequested;

    public void Dispose()
    {
        _any.Dispose();
        _expired.Dispose();
    }
}
