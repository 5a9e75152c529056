using Hub.Catalogue.V1;

namespace PartnerSync;

/// <summary>
/// The items of one session, numbered from 1. Keeps what the hub has not acknowledged, so that a broken stream can go on where the hub
/// stands, and reads its source only once. One side takes messages while the other acknowledges them.
/// </summary>
/// <param name="items">The items, in order.</param>
/// <param name="batchSize">Items a message.</param>
/// <param name="policy">Who counts revisions.</param>
/// <param name="after">Sequence before the first item.</param>
internal sealed class Upload(IEnumerable<Item> items, int batchSize, RevisionPolicy policy = RevisionPolicy.Counter, long after = 0) : IDisposable
{
    private readonly IEnumerator<Item> _items = items.GetEnumerator();
    private readonly List<Items> _unacknowledged = [];
    private readonly Lock _lock = new();
    private readonly HashSet<string> _keys = new(StringComparer.Ordinal);
    private long _unusable;
    private int _next;
    private bool _ended;

    /// <summary>Sequence of the last item read from the source.</summary>
    public long Read { get; private set; } = after;

    /// <summary>Different items that were read; what a snapshot's commit states. Each that the hub cannot file is one of its own.</summary>
    public long DistinctItems => _keys.Count + _unusable;

    /// <summary>The next message, at most so many items; null at the end.</summary>
    public Items? Next()
    {
        lock (_lock)
        {
            if (_next < _unacknowledged.Count)
                return _unacknowledged[_next++];
        }

        var batch = new Items { FirstSequence = Read + 1 };
        while (batch.Items_.Count < batchSize && TryRead(out var item))
            batch.Items_.Add(item);
        if (batch.Items_.Count == 0)
            return null;

        lock (_lock)
        {
            _unacknowledged.Add(batch);
            _next = _unacknowledged.Count;
        }

        return batch;
    }

    /// <summary>Forgets what is on the hub's disk.</summary>
    public void Acknowledge(long durableThrough)
    {
        lock (_lock)
        {
            var done = 0;
            while (done < _unacknowledged.Count && LastOf(_unacknowledged[done]) <= durableThrough)
                done++;
            _unacknowledged.RemoveRange(0, done);
            _next = Math.Max(0, _next - done);
        }
    }

    /// <summary>Goes back to just behind what the hub has; skips what an earlier run delivered.</summary>
    public void ResumeAfter(long durableThrough)
    {
        var kept = _unacknowledged.Count == 0 ? Read : _unacknowledged[0].FirstSequence - 1;
        if (durableThrough < kept)
            throw new InvalidDataException($"The hub goes on after item {durableThrough} but had acknowledged {kept} before.");

        while (Read < durableThrough)
        {
            if (!TryRead(out _))
                throw new InvalidDataException($"The hub has {durableThrough} items of this session, the input only {Read}.");
        }

        Acknowledge(durableThrough);
        _next = 0;
    }

    public void Dispose() => _items.Dispose();

    /// <summary>Sequence of a message's last item.</summary>
    public static long LastOf(Items batch) => batch.FirstSequence + batch.Items_.Count - 1;

    private bool TryRead(out Item item)
    {
        _ended = _ended || !_items.MoveNext();
        item = _ended ? new() : _items.Current;
        if (_ended)
            return false;

        Read++;
        if (ItemKey.IsUsable(item, policy))
            _keys.Add(item.ExternalId);
        else
            _unusable++;
        return true;
    }
}
