using System.Text;

namespace Hub.GraphQL.Language;

/// <summary>The distinct names of one document, numbered in the order they first appear, so that equal names are equal numbers.</summary>
internal sealed class NameTable
{
    private readonly ReadOnlyMemory<byte> _source;
    private Entry[] _entries = new Entry[16];
    private int[] _buckets = new int[32]; // number + 1 of the first entry; 0 is empty
    private int _count;

    public NameTable(ReadOnlyMemory<byte> source) => _source = source;

    // Random, so that nobody can prepare names that collide.
    public static readonly uint Seed = (uint)Random.Shared.NextInt64();

    public int Count => _count;

    public static uint Mix(uint hash, byte c) => (hash ^ c) * 16777619;

    public ReadOnlySpan<byte> Utf8(int name) => _source.Span.Slice(_entries[name].Start, _entries[name].Length);

    public string Text(int name)
    {
        ref var entry = ref _entries[name];
        return entry.Text ??= Encoding.UTF8.GetString(_source.Span.Slice(entry.Start, entry.Length));
    }

    /// <summary>The number of a name, or -1.</summary>
    public int Find(ReadOnlySpan<byte> name)
    {
        var hash = Seed;
        foreach (var c in name)
            hash = Mix(hash, c);
        return Find(name, hash);
    }

    public int Add(int start, int end, uint hash)
    {
        var name = _source.Span[start..end];
        var found = Find(name, hash);
        if (found >= 0)
            return found;

        if (_count == _entries.Length)
            Grow();
        ref var bucket = ref _buckets[Bucket(hash)];
        _entries[_count] = new() { Start = start, Length = name.Length, Hash = hash, Next = bucket };
        bucket = ++_count;
        return _count - 1;
    }

    private int Find(ReadOnlySpan<byte> name, uint hash)
    {
        var source = _source.Span;
        for (var number = _buckets[Bucket(hash)] - 1; number >= 0; number = _entries[number].Next - 1)
        {
            ref var entry = ref _entries[number];
            if (entry.Hash == hash && entry.Length == name.Length && source.Slice(entry.Start, entry.Length).SequenceEqual(name))
                return number;
        }

        return -1;
    }

    private int Bucket(uint hash) => (int)((hash ^ hash >> 15) & (uint)(_buckets.Length - 1));

    private void Grow()
    {
        Array.Resize(ref _entries, _count * 2);
        _buckets = new int[_entries.Length * 2];
        for (var number = 0; number < _count; number++)
        {
            ref var bucket = ref _buckets[Bucket(_entries[number].Hash)];
            _entries[number].Next = bucket;
            bucket = number + 1;
        }
    }

    private struct Entry
    {
        public int Start;
        public int Length;
        public uint Hash;
        public int Next;
        public string? Text;
    }
}
