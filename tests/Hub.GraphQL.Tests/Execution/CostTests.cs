using System.Text;
using Hub.GraphQL.Execution;
using Hub.GraphQL.Tests.Sample;
using Hub.Testing;

namespace Hub.GraphQL.Tests.Execution;

public sealed class CostTests
{
    private readonly ManualClock _clock = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("{ ship(id: 1) { name } }", 3, 1, 1, 0)]
    [InlineData("{ ships(first: 5) { nodes { name } } }", 7, 5, 1, 0)]
    [InlineData("{ ships(first: 5) { totalCount } }", 102, 0, 1, 1)]
    [InlineData("{ ships(first: 5) { nodes { convoy(first: 3) { nodes { name } } } } }", 27, 20, 6, 0)]
    public async Task The_price_is_told_before_anything_runs(string query, int cost, int rows, int statements, int counts)
    {
        using var response = await new Harbour().Engine.ExecuteAsync(Request(query) with { Cost = CostMode.Validate }, Cancel);

        Assert.Equal(
            $"{{\"data\":null,\"extensions\":{{\"cost\":{{\"estimated\":{{\"cost\":{cost},\"rows\":{rows},\"statements\":{statements},\"counts\":{counts},\"aggregates\":0}}}}}}}}",
            Encoding.UTF8.GetString(response.Body.Span));
    }

    [Fact]
    public async Task Page_sizes_of_variables_count_as_given()
    {
        using var variables = System.Text.Json.JsonDocument.Parse("{\"n\":2}");
        var request = Request("query ($n: Int) { ships(first: $n) { nodes { name } } }") with { Cost = CostMode.Validate, Variables = variables.RootElement };

        using var response = await new Harbour().Engine.ExecuteAsync(request, Cancel);

        Assert.Contains("\"cost\":4,", Encoding.UTF8.GetString(response.Body.Span), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_client_without_budget_left_is_told_what_would_fit_and_when()
    {
        var harbour = new Harbour();
        var engine = new GraphQLEngine(harbour.Schema, new Expensive(), new() { CostPerMinute = 20 }, _clock);
        var request = Request("{ ships(first: 8) { nodes { name } } }") with { Client = "a" };

        using var first = await engine.ExecuteAsync(request, Cancel);
        using var second = await engine.ExecuteAsync(request, Cancel);
        using var other = await engine.ExecuteAsync(request with { Client = "b" }, Cancel);

        Assert.Equal((Outcome.Executed, Outcome.TooCostly, Outcome.Executed), (first.Outcome, second.Outcome, other.Outcome));
        Assert.Equal(
            "{\"errors\":[{\"message\":\"The operation costs 10, and 5 of 20 per minute are left. Wait 15 s, or make it smaller: " +
                "ask \\\"ships\\\" for first: 3 instead of 8.\",\"extensions\":{\"code\":\"COST_EXCEEDED\",\"retryAfter\":15}}]}",
            Encoding.UTF8.GetString(second.Body.Span));
        Assert.Equal(15, second.RetryAfter);

        _clock.Advance(TimeSpan.FromSeconds(15));
        using var later = await engine.ExecuteAsync(request, Cancel);
        Assert.Equal(Outcome.Executed, later.Outcome);
    }

    [Fact]
    public async Task What_can_never_fit_is_not_told_to_wait()
    {
        var engine = new GraphQLEngine(new Harbour().Schema, new Expensive(), new() { CostPerMinute = 6 }, _clock);

        using var response = await engine.ExecuteAsync(Request("{ ships(first: 8) { nodes { name } } }") with { Client = "a" }, Cancel);

        Assert.Null(response.RetryAfter);
        Assert.Contains("ask \\\"ships\\\" for first: 4 instead of 8.", Encoding.UTF8.GetString(response.Body.Span), StringComparison.Ordinal);
    }

    private static GraphQLRequest Request(string query) => new() { Query = Encoding.UTF8.GetBytes(query) };

    /// <summary>Reads fifteen units whatever it is asked.</summary>
    private sealed class Expensive : IPlanExecutor
    {
        public ValueTask ExecuteAsync(GraphQL.Planning.OperationPlan plan, ExecutionScope scope, ResponseWriter writer, CancellationToken cancel)
        {
            scope.Statistics.Rows += 14;
            writer.Json.Raw("{}"u8);
            return ValueTask.CompletedTask;
        }
    }
}
