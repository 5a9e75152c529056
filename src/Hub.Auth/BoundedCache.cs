using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;

namespace Hub.Auth;

/// <summary>
/// Keeps values up to a number of bytes, for a time. There are two generations: when the young one is full or old it becomes the old
/// one, and what was not used since is dropped with the one before. So it never grows beyond its bound, whatever callers send, and needs
/// no list of uses.
/// </summary>
internal sealed class BoundedCache<TKey, TValue>(long mostBytes, TimeSpan generationTime, TimeProvider time)
    where TKey : notnull
{
    private readonly Lock _turning = new();
    private volatile Generation _young = new(time.GetTimestamp());
    private volatile Generation _old = new(0);

    /// <summary>Bytes kept, as told by those who put them in.</summary>
    public long Bytes => Interlocked.Read(ref _young.Bytes) + Interlocked.Read(ref _old.Bytes);

    public bool TryGet(TKey key, [MaybeNullWhen(false)] out TValue value)
    {
        if (_young.Entries.TryGetValue(key, out var entry))
        {
            value = entry.Value;
            return true;
        }

        if (_old.Entries.TryGetValue(key, out entry))
        {
            Put(key, entry.Value, entry.Bytes);
            value = entry.Value;
            return true;
        }

        value = default;
        return false;
    }

    /// <summary>The value of a key, of those who ask at once the same for all; one that was not there is made.</summary>
    public TValue GetOrAdd(TKey key, Func<TValue> make, int bytes)
    {
        if (TryGet(key, out var value))
            return value;

        var young = Room(bytes);
        var made = new Entry(make(), bytes);
        if (!young.Entries.TryAdd(key, made))
            return young.Entries[key].Value;

        Interlocked.Add(ref young.Bytes, bytes);
        return made.Value;
    }

    /// <summary>Keeps a value that takes about this many bytes, key included.</summary>
    public void Put(TKey key, TValue value, int bytes)
    {
        var young = Room(bytes);
        if (young.Entries.TryAdd(key, new(value, bytes)))
            Interlocked.Add(ref young.Bytes, bytes);
        else
            young.Entries[key] = new(value, bytes);
    }

    private Generation Room(int bytes)
    {
        var young = _young;
        var isFull = Interlocked.Read(ref young.Bytes) + bytes > mostBytes / 2;
        return isFull || time.GetElapsedTime(young.Started) > generationTime ? Turn(young) : young;
    }

    private Generation Turn(Generation seen)
    {
        lock (_turning)
        {
            if (_young != seen)
                return _young;

            _old = seen;
            return _young = new(time.GetTimestamp());
        }
    }

    private sealed class Generation(long started)
    {
        public long Started { get; } = started;

        public long Bytes;

        public ConcurrentDictionary<TKey, Entry> Entries { get; } = new();
    }

    private readonly record struct Entry(TValue Value, int Bytes);
}
