using System.Diagnostics;
using Hub.GraphQL.Execution;
using Hub.GraphQL.Tests.Sample;

namespace Hub.GraphQL.Tests.Execution;

public sealed class OperationActivityTests
{
    private readonly Harbour _harbour = new();

    [Fact]
    public async Task An_operation_is_one_activity_that_tells_what_it_was()
    {
        const string query = "query Traced1($id: ID!) { ship(id: $id) { name } }";

        var first = Assert.Single(await TracedAsync("Traced1", () => _harbour.Run(query, new { id = "1" })));
        var second = Assert.Single(await TracedAsync("Traced1", () => _harbour.Run(query, new { id = "2" })));

        Assert.Equal(("query", "query", false), (first.DisplayName, first.GetTagItem("graphql.operation.type"), first.GetTagItem("graphql.plan.cached")));
        Assert.Equal(true, second.GetTagItem("graphql.plan.cached"));
        Assert.Equal((0L, 0), (second.GetTagItem("graphql.statements"), second.GetTagItem("graphql.errors")));
        Assert.Equal(ActivityStatusCode.Unset, second.Status);
    }

    [Fact]
    public async Task An_operation_that_does_not_run_is_an_error()
    {
        using var listener = Listen(out var stopped);
        await _harbour.Run("{ nope }");

        // Tests beside this one are heard too.
        Assert.Contains(stopped.ToArray(), activity => activity.Status == ActivityStatusCode.Error
            && activity.GetTagItem("error.type") is "Refused" && activity.GetTagItem("graphql.errors") is 1 && activity.GetTagItem("graphql.operation.type") is null);
    }

    private static async Task<Activity[]> TracedAsync(string name, Func<Task> run)
    {
        using var listener = Listen(out var stopped);
        await run();
        return [.. stopped.Where(activity => name.Equals(activity.GetTagItem("graphql.operation.name")))];
    }

    private static ActivityListener Listen(out System.Collections.Concurrent.ConcurrentQueue<Activity> stopped)
    {
        stopped = new();
        var heard = stopped;
        var listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name == OperationActivity.SourceName,
            Sample = (ref _) => ActivitySamplingResult.AllData,
            ActivityStopped = heard.Enqueue,
        };
        ActivitySource.AddActivityListener(listener);
        return listener;
    }
}
