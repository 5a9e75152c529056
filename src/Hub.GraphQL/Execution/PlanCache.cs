using System.Buffers.Binary;
using System.Text;
using Hub.GraphQL.Planning;

namespace Hub.GraphQL.Execution;

/// <summary>
/// What is kept of operations beyond their documents, in two steps: the fields collected for one setting of the conditions, and the
/// plans made of those for one shape of the arguments. One bound by bytes holds for all documents together, so that no client can
/// fill the memory with variants of one.
/// </summary>
internal sealed class PlanCache(long bytes)
{
    /// <summary>About what a field weighs with its site, arguments and part of a plan.</summary>
    private const int BytesPerField = 600;

    private readonly LruCache<byte[], object> _entries = new(bytes, BytesComparer.Instance);
    private long _operations;

    /// <summary>How many things are kept.</summary>
    public int Count => _entries.Count;

    /// <summary>A number for an operation, so that its keys are its own.</summary>
    public long Number() => Interlocked.Increment(ref _operations);

    public CollectedObject Selection(long operation, string conditions, Func<CollectedObject> collect)
    {
        Span<byte> key = stackalloc byte[8 + Math.Min(conditions.Length, 256)];
        if (conditions.Length > 256)
            return collect();
        BinaryPrimitives.WriteInt64LittleEndian(key, operation);
        Encoding.ASCII.GetBytes(conditions, key[8..]);
        if (_entries.TryGet<ReadOnlySpan<byte>>(key, out var known))
            return (CollectedObject)known;
        var collected = collect();
        return (CollectedObject)_entries.Add(key.ToArray(), collected, Weight(collected, key.Length));
    }

    /// <summary>The plan another request of the same shape left here, or this one for the next.</summary>
    public OperationPlan Plan(long operation, string conditions, CollectedObject collected, PlanWalk walk, OperationPlan plan)
    {
        if (!walk.IsShareable)
            return plan;
        var length = 9 + conditions.Length + walk.Shape.Bytes.Length;
        var key = length <= 1_024 ? stackalloc byte[length] : new byte[length];
        BinaryPrimitives.WriteInt64LittleEndian(key, operation);
        Encoding.ASCII.GetBytes(conditions, key[8..]);
        key[8 + conditions.Length] = (byte)'/';
        walk.Shape.Bytes.CopyTo(key[(9 + conditions.Length)..]);
        return _entries.TryGet<ReadOnlySpan<byte>>(key, out var known)
            ? (OperationPlan)known
            : (OperationPlan)_entries.Add(key.ToArray(), plan, Weight(collected, length));
    }

    private static long Weight(CollectedObject collected, int keyLength) =>
        200 + keyLength + ((long)collected.FieldCount * BytesPerField);
}
