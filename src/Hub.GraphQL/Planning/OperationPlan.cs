namespace Hub.GraphQL.Planning;

/// <summary>
/// An operation ready to run for every request of the same shape. An executor may keep what it compiles from the plan with it.
/// </summary>
public sealed class OperationPlan(ObjectPlan root, int parameterCount)
{
    private object? _compiled;
    private IReadOnlyDictionary<RelationPlan, IReadOnlyList<ReadEstimate>>? _reads;

    /// <summary>What to write.</summary>
    public ObjectPlan Root => root;

    /// <summary>How many parameters a request brings.</summary>
    public int ParameterCount => parameterCount;

    /// <summary>What the fields of the operation need of its caller.</summary>
    internal IReadOnlyList<FieldNeed> Needs { get; init; } = [];

    /// <summary>What its lists look at besides their pages' rows; null where the executor cannot tell.</summary>
    internal IReadOnlyDictionary<RelationPlan, IReadOnlyList<ReadEstimate>>? Reads => Volatile.Read(ref _reads);

    /// <summary>Asks what the plan's lists look at, unless that is known.</summary>
    internal void Estimate(IReadEstimator? estimator)
    {
        if (estimator is null || Reads is not null)
            return;
        foreach (var output in Root.Fields.OfType<EventOutput>())
            output.Plan.Estimate(estimator);
        Volatile.Write(ref _reads, estimator.Estimate(this));
    }

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
