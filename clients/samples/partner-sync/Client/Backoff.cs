namespace PartnerSync;

/// <summary>Grows the pause between attempts, with full jitter, and gives up after a time without progress.</summary>
internal sealed class Backoff(TimeSpan giveUpAfter, TimeProvider time, Random random)
{
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(20);

    private int _attempts;
    private long _since;

    /// <summary>True until the first pause since something moved on.</summary>
    public bool IsFresh => _attempts == 0;

    /// <summary>Something moved on; start afresh.</summary>
    public void Reset() => _attempts = 0;

    /// <summary>The next pause; null when it is time to give up.</summary>
    /// <param name="asked">Least pause the hub asked for.</param>
    public TimeSpan? Next(TimeSpan asked)
    {
        if (_attempts == 0)
            _since = time.GetTimestamp();
        if (time.GetElapsedTime(_since) >= giveUpAfter)
            return null;

        var cap = TimeSpan.FromMilliseconds(Math.Min(Longest.TotalMilliseconds, 250 * Math.Pow(2, _attempts)));
        _attempts++;
        return asked + (cap * random.NextDouble());
    }
}
