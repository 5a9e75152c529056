using System.Collections.Concurrent;

namespace Hub.GraphQL.Execution;

/// <summary>
/// A bucket of cost for each client: it holds a minute's worth and fills evenly. An operation takes its estimate before it runs and is
/// settled with what it really read, which may leave the bucket below nothing.
/// </summary>
internal sealed class CostBudgets(long perMinute, TimeProvider time)
{
    private const int MostIdle = 10_000;
    private readonly ConcurrentDictionary<string, Bucket> _buckets = new(StringComparer.Ordinal);

    /// <summary>What a full bucket holds; 0 when there is no bound.</summary>
    public long Capacity => perMinute;

    /// <summary>Takes a cost from a client's bucket, or tells what is there and after how long there would be enough.</summary>
    public bool TryTake(string? client, long cost, out long available, out TimeSpan wait)
    {
        (available, wait) = (long.MaxValue, TimeSpan.Zero);
        if (perMinute <= 0 || client is null)
            return true;
        if (_buckets.Count > MostIdle)
            Forget();
        var bucket = _buckets.GetOrAdd(client, _ => new(perMinute, time.GetTimestamp()));
        lock (bucket)
        {
            Fill(bucket);
            available = Math.Max(0, (long)bucket.Level);
            if (cost <= bucket.Level)
            {
                bucket.Level -= cost;
                return true;
            }

            wait = TimeSpan.FromMinutes((Math.Min(cost, perMinute) - bucket.Level) / perMinute);
            return false;
        }
    }

    /// <summary>Gives back what was not used, or takes what was used besides; returns what is left.</summary>
    public long Settle(string? client, long estimated, long real)
    {
        if (client is null || !_buckets.TryGetValue(client, out var bucket))
            return long.MaxValue;
        lock (bucket)
        {
            bucket.Level = Math.Min(perMinute, bucket.Level + estimated - real);
            return Math.Max(0, (long)bucket.Level);
        }
    }

    private void Fill(Bucket bucket)
    {
        var now = time.GetTimestamp();
        bucket.Level = Math.Min(perMinute, bucket.Level + (perMinute * time.GetElapsedTime(bucket.At, now).TotalMinutes));
        bucket.At = now;
    }

    /// <summary>A full bucket says nothing that a new one would not.</summary>
    private void Forget()
    {
        foreach (var (client, bucket) in _buckets)
        {
            lock (bucket)
            {
                Fill(bucket);
                if (bucket.Level >= perMinute)
                    _buckets.TryRemove(new(client, bucket));
            }
        }
    }

    private sealed class Bucket(double level, long at)
    {
        public double Level { get; set; } = level;

        public long At { get; set; } = at;
    }
}
