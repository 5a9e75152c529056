namespace Hub.GraphQL.Planning;

/// <summary>Tells what parts of a plan look at, as far as an executor knows without reading. An executor that knows implements it.</summary>
public interface IReadEstimator
{
    /// <summary>
    /// What the lists of a plan look at besides the rows of their pages. Asked once for a plan and kept with it, so what changes with the data
    /// or with a request is asked of each <see cref="ReadEstimate"/>.
    /// </summary>
    /// <exception cref="PlanRefusedException">The executor cannot run the plan.</exception>
    IReadOnlyDictionary<RelationPlan, IReadOnlyList<ReadEstimate>> Estimate(OperationPlan plan);
}

/// <summary>One thing that is read for a list: all rows for a figure or the total, or what a search ranks.</summary>
public abstract class ReadEstimate
{
    /// <summary>About how many rows one run looks at. Asked for every request, so it may neither wait nor allocate.</summary>
    public abstract long Rows(IReadOnlyList<Parameter> parameters);

    /// <summary>A number that never changes.</summary>
    internal static ReadEstimate Flat(long rows) => new FlatEstimate(rows);

    private sealed class FlatEstimate(long rows) : ReadEstimate
    {
        public override long Rows(IReadOnlyList<Parameter> parameters) => rows;
    }
}
