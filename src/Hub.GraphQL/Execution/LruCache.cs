using System.Diagnostics.CodeAnalysis;

namespace Hub.GraphQL.Execution;

/// <summary>A cache bounded by what its entries weigh; the one not used for longest goes first.</summary>
internal sealed class LruCache<TKey, TValue>(long capacity, IEqualityComparer<TKey>? comparer = null)
    where TKey : notnull
{
    private readonly Lock _gate = new();
    private readonly Dictionary<TKey, LinkedListNode<Entry>> _entries = new(comparer);
    private readonly LinkedList<Entry> _order = new();
    private long _weight;

    /// <summary>How many entries there are.</summary>
    public int Count
    {
        get
        {
            lock (_gate)
                return _entries.Count;
        }
    }

    public bool TryGet<TLookup>(TLookup key, [MaybeNullWhen(false)] out TValue value)
        where TLookup : notnull, allows ref struct
    {
        lock (_gate)
        {
            if (_entries.GetAlternateLookup<TLookup>().TryGetValue(key, out var node))
            {
                _order.Remove(node);
                _order.AddFirst(node);
                value = node.Value.Value;
                return true;
            }
        }

        value = default;
        return false;
    }

    /// <summary>Adds a value, or returns the one another request added first.</summary>
    public TValue Add(TKey key, TValue value, long weight)
    {
        lock (_gate)
        {
            if (_entries.TryGetValue(key, out var known))
                return known.Value.Value;
            if (weight > capacity)
                return value;
            _entries.Add(key, _order.AddFirst(new Entry(key, value, weight)));
            _weight += weight;
            while (_weight > capacity)
            {
                var last = _order.Last!;
                _order.RemoveLast();
                _entries.Remove(last.Value.Key);
                _weight -= last.Value.Weight;
            }

            return value;
        }
    }

    private readonly record struct Entry(TKey Key, TValue Value, long Weight);
}
