using Hub.GraphQL.Planning;
using Hub.GraphQL.Types;

namespace Hub.GraphQL.Execution;

/// <summary>What an executor gets besides the plan.</summary>
public sealed class ExecutionScope
{
    internal ExecutionScope(Schema schema, IReadOnlyList<Parameter> parameters, VariableValues variables, object? caller)
    {
        Schema = schema;
        Parameters = parameters;
        Variables = variables;
        Caller = caller;
    }

    /// <summary>The schema.</summary>
    public Schema Schema { get; }

    /// <summary>The parameters of this request, by the numbers the plan uses.</summary>
    public IReadOnlyList<Parameter> Parameters { get; }

    /// <summary>Who asks, as the host told it; null when it did not.</summary>
    public object? Caller { get; }

    /// <summary>The object the root is read from: the event of a subscription; null for a query.</summary>
    public object? Event { get; internal init; }

    /// <summary>What was read; the executor counts.</summary>
    public ExecutionStatistics Statistics { get; internal init; } = new();

    /// <summary>How many steps of the database it may take; an executor that counts them stops there with a <see cref="ReadLimitException"/>.</summary>
    public long MostSteps { get; internal init; } = long.MaxValue;

    internal VariableValues Variables { get; }
}

/// <summary>Runs plans: over a database, or over objects in memory as the reference.</summary>
public interface IPlanExecutor
{
    /// <summary>
    /// Writes the data of one operation. Field errors go into the writer; an exception means that nothing of the data may be used.
    /// </summary>
    /// <exception cref="ReadLimitException">It took more steps than it may.</exception>
    /// <exception cref="OperationCanceledException">The caller or the time limit ended it.</exception>
    ValueTask ExecuteAsync(OperationPlan plan, ExecutionScope scope, ResponseWriter writer, CancellationToken cancel);
}
