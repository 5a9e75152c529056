namespace Hub.Auth.Limits;

/// <summary>
/// Counts what comes from each address and each client, and failed authentications apart from everything else. Guessing at a client is
/// counted for the address it comes from, so it never locks the client out elsewhere. Whatever callers send, it takes a bounded memory.
/// </summary>
internal sealed class RequestLimits(LimitOptions options, TimeProvider time)
{
    private const long MostBytes = 8 << 20;
    private const int EntryBytes = 240;
    private const int LongestId = 64;

    // An entry that was not used for the time of its rate counts nothing any more. A client that has proved itself is known for longer.
    private static readonly TimeSpan Memory = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan MemoryOfClients = TimeSpan.FromHours(1);

    private readonly BoundedCache<Origin, Visitor> _visitors = new(MostBytes, Memory, time);
    private readonly BoundedCache<(Origin, string), Guesses> _guesses = new(MostBytes, MemoryOfClients, time);
    private readonly BoundedCache<string, Usage> _clients = new(MostBytes, Memory, time);
    private readonly long _start = time.GetTimestamp();

    /// <summary>Bytes everything that is counted takes, about.</summary>
    internal long Bytes => _visitors.Bytes + _guesses.Bytes + _clients.Bytes;

    private long Now => time.GetElapsedTime(_start).Ticks;

    /// <summary>Counts a request of an address.</summary>
    /// <returns>How long it must wait; null when it need not.</returns>
    public TimeSpan? Request(Origin origin) => VisitorOf(origin).Requests.Take(options.RequestsPerAddress, Now);

    /// <summary>Whether an address may try to authenticate as a client.</summary>
    /// <returns>How long it must wait; null when it need not.</returns>
    public TimeSpan? Try(Origin origin, string clientId)
    {
        var guesses = GuessesOf(origin, clientId);
        if (guesses.Failures.Wait(options.FailuresPerClient, Now) is { } wait)
            return wait;

        // Others behind one address may guess; a client that has proved itself there is not held responsible.
        return guesses.HasProved ? null : VisitorOf(origin).Failures.Wait(options.FailuresPerAddress, Now);
    }

    /// <summary>Whether an address may try to authenticate as a client by a signature or a certificate, which nobody guesses.</summary>
    /// <returns>How long it must wait; null when it need not.</returns>
    public TimeSpan? TrySigned(Origin origin, string clientId) =>
        GuessesOf(origin, clientId).HasProved ? null : VisitorOf(origin).Forgeries.Wait(options.ForgeriesPerAddress, Now);

    /// <summary>Counts a signature or a certificate that was not good: what it costs to find that is bounded, per address.</summary>
    /// <returns>How long it must wait; null when it need not.</returns>
    public TimeSpan? FailedSigned(Origin origin) => VisitorOf(origin).Forgeries.Take(options.ForgeriesPerAddress, Now);

    /// <summary>Whether an address may try to show a token that is no client's.</summary>
    /// <returns>How long it must wait; null when it need not.</returns>
    public TimeSpan? Try(Origin origin) => VisitorOf(origin).Failures.Wait(options.FailuresPerAddress, Now);

    /// <summary>Counts a failed attempt. Of many at once, those beyond the limit are told to wait though they were tried.</summary>
    /// <returns>How long it must wait; null when it need not.</returns>
    public TimeSpan? Failed(Origin origin, string clientId)
    {
        var ofClient = GuessesOf(origin, clientId).Failures.Take(options.FailuresPerClient, Now);
        var ofAddress = VisitorOf(origin).Failures.Take(options.FailuresPerAddress, Now);
        return ofClient > ofAddress ? ofClient : ofAddress ?? ofClient;
    }

    /// <summary>Counts a failed attempt with a token that is no client's.</summary>
    /// <returns>How long it must wait; null when it need not.</returns>
    public TimeSpan? Failed(Origin origin) => VisitorOf(origin).Failures.Take(options.FailuresPerAddress, Now);

    /// <summary>Counts a request of a client that has proved who it is. Its failures there before are forgotten.</summary>
    /// <returns>How long it must wait; null when it need not.</returns>
    public TimeSpan? Succeeded(Origin origin, string clientId)
    {
        var guesses = GuessesOf(origin, clientId);
        guesses.HasProved = true;
        guesses.Failures.Reset();
        return UsageOf(clientId).Requests.Take(options.RequestsPerClient, Now);
    }

    /// <summary>Counts a revocation, which every node remembers until the token would have expired.</summary>
    /// <returns>How long it must wait; null when it need not.</returns>
    public TimeSpan? Revoke(string clientId) => UsageOf(clientId).Revocations.Take(options.RevocationsPerClient, Now);

    private Visitor VisitorOf(Origin origin) => _visitors.GetOrAdd(origin, static () => new(), EntryBytes);

    // No id is longer, so whoever sends longer ones sends one.
    private Guesses GuessesOf(Origin origin, string clientId)
    {
        var id = clientId.Length <= LongestId ? clientId : "";
        return _guesses.GetOrAdd((origin, id), static () => new(), EntryBytes + (2 * id.Length));
    }

    private Usage UsageOf(string clientId) => _clients.GetOrAdd(clientId, static () => new(), EntryBytes + (2 * clientId.Length));

    /// <summary>What came from one address.</summary>
    private sealed class Visitor
    {
        public Meter Requests { get; } = new();

        public Meter Failures { get; } = new();

        public Meter Forgeries { get; } = new();
    }

    /// <summary>How one address fared with one client.</summary>
    private sealed class Guesses
    {
        public Meter Failures { get; } = new();

        public volatile bool HasProved;
    }

    /// <summary>What one client asked, wherever it was.</summary>
    private sealed class Usage
    {
        public Meter Requests { get; } = new();

        public Meter Revocations { get; } = new();
    }
}
