namespace Hub.GraphQL.Http;

/// <summary>How long the host lets a caller's stream go on. It is disposed of with the stream.</summary>
public abstract class CallerLife : IDisposable
{
    /// <summary>Is cancelled when the stream must end.</summary>
    public abstract CancellationToken Ended { get; }

    /// <summary>Why it must: a stable code, and what to do about it, of at most 120 bytes.</summary>
    public abstract (string Code, string Message) Why { get; }

    public void Dispose()
    {
        Dispose(true);
        GC.SuppressFinalize(this);
    }

    protected abstract void Dispose(bool disposing);
}
