namespace Hub.GraphQL.Planning;

/// <summary>
/// An operation ready to run for every request of the same shape. An executor may keep what it compiles from the plan with it.
/// </summary>
public sealed class OperationPlan(ObjectPlan root, int parameterCount)
{
    private object? _compiled;

    /// <summary>What to write.</summary>
    public ObjectPlan Root => root;

    /// <summary>The figures it asks for, and how often at most.</summary>
    public IReadOnlyList<AggregateScan> Aggregates { get; init; } = [];

    /// <summary>How many parameters a request brings.</summary>
    public int ParameterCount => parameterCount;

    /// <summary>What an executor made of the plan; made once, or twice when two requests come at the same moment.</summary>
    public T Compiled<T>(Func<OperationPlan, T> compile)
        where T : class
    {
        ArgumentNullException.ThrowIfNull(compile);
        if (Volatile.Read(ref _compiled) is T compiled)
            return compiled;
        compiled = compile(this);
        Volatile.Write(ref _compiled, compiled);
        return compiled;
    }
}
