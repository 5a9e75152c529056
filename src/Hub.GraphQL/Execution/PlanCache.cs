using System.Buffers.Binary;
using System.Text;
using Hub.GraphQL.Planning;

namespace Hub.GraphQL.Execution;

/// <summary>
/// What is kept of operations beyond their documents, in two steps: the fields collected for one setting of the conditions, and the
/// plans made of those for one shape of the arguments. One bound by bytes holds for all documents together, so that no client can
/// fill the memory with variants of one.
/// </summary>
internal sealed class PlanCache(long bytes, IReadEstimator? estimator = null)
{
    /// <summary>About what a field weighs with its site, arguments and part of a plan.</summary>
    private const int BytesPerField = 600;

    /// <summary>How many recipes are kept for one form of the variables: for names of enum values, and larger and larger pages.</summary>
    private const int MostRecipes = 8;

    private readonly LruCache<byte[], object> _entries = new(bytes, BytesComparer.Instance);
    private long _operations;
    private long _walks;
    private long _plans;

    /// <summary>How many things are kept.</summary>
    public int Count => _entries.Count;

    /// <summary>Tells what new plans look at; null where the executor cannot.</summary>
    public IReadEstimator? Estimator => estimator;

    /// <summary>How often arguments were walked through, so far.</summary>
    public long Walks => Volatile.Read(ref _walks);

    /// <summary>How many plans were made so far.</summary>
    public long Plans => Volatile.Read(ref _plans);

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
    /// <remarks>A walk that comes to a new plan is one more of <see cref="Plans"/>, any is one more of <see cref="Walks"/>.</remarks>
    public OperationPlan Plan(long operation, string conditions, CollectedObject collected, PlanWalk walk, OperationPlan plan)
    {
        Interlocked.Increment(ref _walks);
        if (!walk.IsShareable)
            return plan;
        var length = 9 + conditions.Length + walk.Shape.Bytes.Length;
        var key = length <= 1_024 ? stackalloc byte[length] : new byte[length];
        BinaryPrimitives.WriteInt64LittleEndian(key, operation);
        Encoding.ASCII.GetBytes(conditions, key[8..]);
        key[8 + conditions.Length] = (byte)'/';
        walk.Shape.Bytes.CopyTo(key[(9 + conditions.Length)..]);
        if (_entries.TryGet<ReadOnlySpan<byte>>(key, out var known))
            return (OperationPlan)known;
        Interlocked.Increment(ref _plans);
        return (OperationPlan)_entries.Add(key.ToArray(), plan, Weight(collected, length));
    }

    /// <summary>The plan for variables of a form that was seen before; null when it takes a walk through the arguments.</summary>
    public BoundPlan? Bind(long operation, scoped in VariableSkeleton variables, object? caller)
    {
        if (!variables.IsWhole || !_entries.TryGet<ReadOnlySpan<byte>>(Key(operation, variables), out var known))
            return null;
        foreach (var recipe in Volatile.Read(ref ((Recipes)known).All))
        {
            if (recipe.Bind(variables, caller) is { } bound)
                return bound;
        }

        return null;
    }

    /// <summary>Keeps how the next request with variables of this form comes to its plan.</summary>
    public void Keep(long operation, scoped in VariableSkeleton variables, Recipe recipe)
    {
        var key = Key(operation, variables);
        var recipes = _entries.TryGet<ReadOnlySpan<byte>>(key, out var known)
            ? (Recipes)known
            : (Recipes)_entries.Add(key.ToArray(), new Recipes(), 200 + key.Length + (MostRecipes * recipe.Weight));
        Volatile.Write(ref recipes.All, [recipe, .. recipes.All.Take(MostRecipes - 1)]);
    }

    private static ReadOnlySpan<byte> Key(long operation, scoped in VariableSkeleton variables)
    {
        BinaryPrimitives.WriteInt64LittleEndian(variables.Key, operation);
        variables.Key[8] = (byte)'?';
        return variables.Key;
    }

    private static long Weight(CollectedObject collected, int keyLength) =>
        200 + keyLength + ((long)collected.FieldCount * BytesPerField);

    /// <summary>The recipes for one form of the variables, the newest first.</summary>
    private sealed class Recipes
    {
        public Recipe[] All = [];
    }
}
