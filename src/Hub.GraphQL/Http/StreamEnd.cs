using Hub.GraphQL.Language;

namespace Hub.GraphQL.Http;

/// <summary>When a stream ends besides its own end: the token expires, the host ends it, the client goes, the server stops.</summary>
internal sealed class StreamEnd : IDisposable
{
    private readonly CancellationTokenSource _expired;
    private readonly CancellationTokenSource _any;
    private readonly CallerLife? _life;

    public StreamEnd(DateTimeOffset? expiresAt, TimeProvider time, params ReadOnlySpan<CancellationToken> others)
        : this(expiresAt, null, time, others)
    {
    }

    public StreamEnd(DateTimeOffset? expiresAt, CallerLife? life, TimeProvider time, params ReadOnlySpan<CancellationToken> others)
    {
        _life = life;
        var left = expiresAt is { } at ? at - time.GetUtcNow() : Timeout.InfiniteTimeSpan;
        _expired = new(expiresAt is null || left > TimeSpan.Zero ? left : TimeSpan.Zero, time);
        _any = CancellationTokenSource.CreateLinkedTokenSource([_expired.Token, life?.Ended ?? CancellationToken.None, .. others]);
    }

    private static GraphQLError Expired { get; } = new("The access token has expired. Get a new one and go on behind the last event.", [])
    {
        Code = "TOKEN_EXPIRED",
    };

    /// <summary>What a client is told whose token is good no more.</summary>
    public GraphQLError Error => _life is { Ended.IsCancellationRequested: true, Why: var (code, message) } ? new(message, []) { Code = code } : Expired;

    /// <summary>The same for the close frame of a WebSocket, which has room for 123 bytes.</summary>
    public string SocketReason => _life is { Ended.IsCancellationRequested: true, Why: var (code, message) } ? $"{code}: {message}" : "The access token has expired";

    /// <summary>Is cancelled at the end, whatever it is.</summary>
    public CancellationToken Token => _any.Token;

    /// <summary>True once the token is good no more.</summary>
    public bool IsExpired => _expired.IsCancellationRequested || _life is { Ended.IsCancellationRequested: true };

    public void Dispose()
    {
        _any.Dispose();
        _expired.Dispose();
        _life?.Dispose();
    }
}
