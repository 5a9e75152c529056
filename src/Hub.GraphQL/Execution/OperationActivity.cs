using System.Diagnostics;
using Hub.GraphQL.Language;

namespace Hub.GraphQL.Execution;

/// <summary>
/// Tells tracing of every operation, and of every event of a subscription: one activity each. Nothing is made and nothing is noted while
/// nobody listens.
/// </summary>
public static class OperationActivity
{
    /// <summary>What listeners ask for.</summary>
    public const string SourceName = "Hub.GraphQL";

    private static readonly ActivitySource Source = new(SourceName);

    /// <summary>Begins one; null when nobody listens.</summary>
    internal static Activity? Start() => Source.StartActivity("GraphQL Operation");

    /// <summary>Notes which operation it is.</summary>
    internal static void Tell(this Activity activity, AdmittedOperation admitted)
    {
        var operation = admitted.Operation.Operation;
        var type = operation.Operation switch
        {
            OperationKind.Query => "query",
            OperationKind.Mutation => "mutation",
            _ => "subscription",
        };
        activity.DisplayName = type;
        activity.SetTag("graphql.operation.type", type);
        if (operation.Name is { } name)
            activity.SetTag("graphql.operation.name", ErrorText.Shorten(name));
        activity.SetTag("graphql.plan.cached", admitted.IsPlanKept);
    }

    /// <summary>Notes what running it took.</summary>
    internal static void Tell(this Activity activity, ExecutionStatistics statistics)
    {
        activity.SetTag("graphql.statements", statistics.Statements);
        activity.SetTag("graphql.rows", statistics.Rows);
    }

    /// <summary>Notes how it ended.</summary>
    internal static void Tell(this Activity activity, GraphQLResponse response)
    {
        activity.SetTag("graphql.errors", response.ErrorCount);
        if (response.Outcome == Outcome.Executed)
            return;
        activity.SetTag("error.type", response.Outcome.ToString());
        activity.SetStatus(ActivityStatusCode.Error);
    }
}
