namespace Hub.Auth.Limits;

/// <summary>So many in a time: that many at once, then one for each part of the time that passes.</summary>
internal readonly record struct Rate(int Count, TimeSpan Time)
{
    public long Interval => Math.Max(1, Time.Ticks / Count);

    public static Rate PerSecond(int count) => new(count, TimeSpan.FromSeconds(1));

    public static Rate PerMinute(int count) => new(count, TimeSpan.FromMinutes(1));
}

/// <summary>
/// How much of a rate is used up, as one number: the instant at which all of it is there again (the generic cell rate algorithm). It needs
/// no timer, and forgets by itself.
/// </summary>
internal sealed class Meter
{
    private long _wholeAt;

    /// <summary>How long until there is one more; null when there is one now, which is not taken.</summary>
    public TimeSpan? Wait(Rate rate, long now) => WaitOf(rate, now, Interlocked.Read(ref _wholeAt));

    /// <summary>Takes one.</summary>
    /// <returns>How long until there is one; null when it was taken.</returns>
    public TimeSpan? Take(Rate rate, long now)
    {
        while (true)
        {
            var wholeAt = Interlocked.Read(ref _wholeAt);
            if (WaitOf(rate, now, wholeAt) is { } wait)
                return wait;
            if (Interlocked.CompareExchange(ref _wholeAt, Math.Max(wholeAt, now) + rate.Interval, wholeAt) == wholeAt)
                return null;
        }
    }

    /// <summary>Gives everything back.</summary>
    public void Reset() => Interlocked.Exchange(ref _wholeAt, 0);

    private static TimeSpan? WaitOf(Rate rate, long now, long wholeAt) =>
        Math.Max(wholeAt, now) - now - (rate.Interval * (rate.Count - 1)) is > 0 and var wait ? TimeSpan.FromTicks(wait) : null;
}
