namespace Grpc.Core;

/// <summary>What a caller may set for one call. Each <c>With</c> method returns a changed copy.</summary>
public struct CallOptions
{
    /// <summary>Options for one call; everything may be left out.</summary>
    public CallOptions(
        Metadata? headers = null,
        DateTime? deadline = null,
        CancellationToken cancellationToken = default,
        WriteOptions? writeOptions = null,
        ContextPropagationToken? propagationToken = null,
        CallCredentials? credentials = null)
    {
        Headers = headers;
        Deadline = deadline;
        CancellationToken = cancellationToken;
        WriteOptions = writeOptions;
        PropagationToken = propagationToken;
        Credentials = credentials;
    }

    /// <summary>Request headers; null means none.</summary>
    public Metadata? Headers { readonly get; private set; }

    /// <summary>When the call is given up, in UTC; null means never.</summary>
    public DateTime? Deadline { readonly get; private set; }

    /// <summary>Ends the call when cancelled.</summary>
    public CancellationToken CancellationToken { readonly get; private set; }

    /// <summary>How requests are written; null means the default.</summary>
    public WriteOptions? WriteOptions { readonly get; private set; }

    /// <summary>The incoming call whose deadline and cancellation this one follows; null means none.</summary>
    public ContextPropagationToken? PropagationToken { readonly get; private set; }

    /// <summary>Credentials of this call alone; null means those of the channel.</summary>
    public CallCredentials? Credentials { readonly get; private set; }

    /// <summary>True when the call waits for a connection instead of failing at once.</summary>
    public bool IsWaitForReady { readonly get; private set; }

    /// <summary>A copy with these headers.</summary>
    public readonly CallOptions WithHeaders(Metadata headers) => this with { Headers = headers };

    /// <summary>A copy with this deadline.</summary>
    public readonly CallOptions WithDeadline(DateTime deadline) => this with { Deadline = deadline };

    /// <summary>A copy with this token.</summary>
    public readonly CallOptions WithCancellationToken(CancellationToken cancellationToken) =>
        this with { CancellationToken = cancellationToken };

    /// <summary>A copy with these write options.</summary>
    public readonly CallOptions WithWriteOptions(WriteOptions writeOptions) => this with { WriteOptions = writeOptions };

    /// <summary>A copy that follows this incoming call.</summary>
    public readonly CallOptions WithPropagationToken(ContextPropagationToken propagationToken) =>
        this with { PropagationToken = propagationToken };

    /// <summary>A copy with these credentials.</summary>
    public readonly CallOptions WithCredentials(CallCredentials credentials) => this with { Credentials = credentials };

    /// <summary>A copy that waits for a connection, or does not.</summary>
    public readonly CallOptions WithWaitForReady(bool waitForReady = true) => this with { IsWaitForReady = waitForReady };
}
