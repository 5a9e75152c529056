using System.Collections;
using System.Text;

namespace Hub.GraphQL.Types;

/// <summary>An immutable list with a look-up by name, as text or as the UTF-8 bytes of a document.</summary>
public sealed class NameTable<T> : IReadOnlyList<T>
    where T : class, INamed
{
    private readonly T[] _items;
    private readonly byte[][] _names;
    private readonly int[] _slots; // 0 = empty, else index + 1; the length is a power of two

    /// <summary>Keeps the order given; a name that comes twice is refused.</summary>
    public NameTable(IEnumerable<T> items)
    {
        ArgumentNullException.ThrowIfNull(items);
        _items = [.. items];
        _names = [.. _items.Select(item => Encoding.UTF8.GetBytes(item.Name))];
        _slots = new int[(int)System.Numerics.BitOperations.RoundUpToPowerOf2((uint)((_items.Length * 2) + 1))];
        for (var i = 0; i < _items.Length; i++)
        {
            var slot = Slot(_names[i]);
            if (_slots[slot] != 0)
                throw new ArgumentException($"The name \"{_items[i].Name}\" comes twice.", nameof(items));
            _slots[slot] = i + 1;
        }
    }

    /// <summary>Nothing at all.</summary>
    public static NameTable<T> Empty { get; } = new([]);

    /// <inheritdoc />
    public int Count => _items.Length;

    /// <inheritdoc />
    public T this[int index] => _items[index];

    /// <summary>The items, in order.</summary>
    public ReadOnlySpan<T> AsSpan() => _items;

    /// <summary>The item of that name, or null.</summary>
    public T? Find(ReadOnlySpan<byte> utf8Name) => At(Slot(utf8Name));

    /// <summary>The item of that name, or null.</summary>
    public T? Find(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        Span<byte> bytes = stackalloc byte[128];
        return Encoding.UTF8.TryGetBytes(name, bytes, out var written)
            ? Find(bytes[..written])
            : Find(Encoding.UTF8.GetBytes(name));
    }

    /// <summary>The position of the item of that name, or -1.</summary>
    public int IndexOf(ReadOnlySpan<byte> utf8Name) => _slots[Slot(utf8Name)] - 1;

    /// <summary>The position of the item of that name, or -1.</summary>
    public int IndexOf(string name) => Find(name) is { } item ? Array.IndexOf(_items, item) : -1;

    /// <inheritdoc />
    public IEnumerator<T> GetEnumerator() => ((IEnumerable<T>)_items).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    private T? At(int slot) => _slots[slot] is var index and not 0 ? _items[index - 1] : null;

    private int Slot(ReadOnlySpan<byte> name)
    {
        // FNV-1a is enough: the names are the schema's own, so nobody can choose them to collide.
        var hash = 2166136261u;
        foreach (var b in name)
            hash = (hash ^ b) * 16777619u;

        var mask = _slots.Length - 1;
        var slot = (int)hash & mask;
        while (_slots[slot] is var index and not 0 && !name.SequenceEqual(_names[index - 1]))
            slot = (slot + 1) & mask;
        return slot;
    }
}
