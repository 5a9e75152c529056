using System.Text;
using Hub.GraphQL.Execution;
using Hub.GraphQL.Planning;
using Hub.GraphQL.Tests.Sample;
using Hub.Testing;

namespace Hub.GraphQL.Tests.Execution;

public sealed class CostTests
{
    private readonly ManualClock _clock = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("{ ship(id: 1) { name } }", 3, 1, 1, 0, 0, 0)]
    [InlineData("{ ships(first: 5) { nodes { name } } }", 7, 5, 1, 0, 0, 0)]
    [InlineData("{ ships(first: 5) { totalCount } }", 102, 0, 1, 1, 0, 1_000)]
    [InlineData("{ ships { aggregate { count } groupBy(by: [{field: KIND}], first: 4) { nodes { key { kind } } } } }", 2_007, 4, 2, 0, 2, 20_000)]
    [InlineData("{ ships(first: 5) { nodes { convoy(first: 3) { nodes { name } } } } }", 27, 20, 6, 0, 0, 0)]
    public async Task The_price_is_told_before_anything_runs(string query, int cost, int rows, int statements, int counts, int aggregates, int looked)
    {
        using var response = await new Harbour().Engine.ExecuteAsync(Request(query) with { Cost = CostMode.Validate }, Cancel);

        Assert.Equal(
            $"{{\"data\":null,\"extensions\":{{\"cost\":{{\"estimated\":{{\"cost\":{cost},\"rows\":{rows},\"statements\":{statements},\"counts\":{counts},\"aggregates\":{aggregates},\"looked\":{looked}}}}}}}}}",
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

    [Fact]
    public async Task Figures_are_priced_by_the_rows_they_look_at()
    {
        var executor = new Guessing { RowsOfLists = 1_000_000 };
        var engine = new GraphQLEngine(new Harbour().Schema, executor, new() { CostPerMinute = 10_000_000 }, _clock);
        var request = Request($"{{ {Figures(200)} }}") with { Client = "a" };

        using var many = await engine.ExecuteAsync(request, Cancel);
        using var fewer = await engine.ExecuteAsync(Request($"{{ {Figures(99)} }}") with { Client = "b" }, Cancel);
        executor.RowsOfLists = 1_000;
        using var small = await engine.ExecuteAsync(request, Cancel);

        Assert.Equal((Outcome.TooCostly, Outcome.Executed, Outcome.Executed), (many.Outcome, fewer.Outcome, small.Outcome));
        Assert.Equal(
            "{\"errors\":[{\"message\":\"The operation costs 20000201, more than the 10000000 that are given per minute. It has to become smaller: " +
                "its 200 figures, totals and searches look at about 200000000 rows, 10 of which count 1. Ask for 99 of them at once, or narrow their filters.\"," +
                "\"extensions\":{\"code\":\"COST_EXCEEDED\"}}]}",
            Encoding.UTF8.GetString(many.Body.Span));
        Assert.Equal(1, executor.Estimated[0].Times);
    }

    [Fact]
    public async Task Figures_of_lists_inside_lists_grow_with_the_page_around_them()
    {
        var engine = new GraphQLEngine(new Harbour().Schema, new Guessing { RowsOfLists = 5_000 }, new() { CostPerMinute = 3_000 }, _clock);

        using var response = await engine.ExecuteAsync(
            Request("{ ships(first: 10) { nodes { convoy { aggregate { count } } } } }") with { Client = "a" }, Cancel);

        Assert.Contains(
            "The operation costs 5022, more than the 3000 that are given per minute. It has to become smaller: ask \\\"ships\\\" for first: 5 instead of 10.",
            Encoding.UTF8.GetString(response.Body.Span),
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_known_price_takes_no_memory_to_tell()
    {
        var executor = new Guessing { RowsOfLists = 1_000 };
        var engine = new GraphQLEngine(new Harbour().Schema, executor, time: _clock);
        using var response = await engine.ExecuteAsync(Request("{ ships { totalCount aggregate { count } } }"), Cancel);
        var cost = PlanCost.Of(executor.Ran!, executor.Parameters);
        cost.For(executor.Parameters);

        var before = GC.GetAllocatedBytesForCurrentThread();
        var total = 0L;
        for (var i = 0; i < 100; i++)
            total += cost.For(executor.Parameters).Total;

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
        Assert.Equal(100 * 203, total);
    }

    [Fact]
    public async Task An_operation_may_read_ten_times_what_it_was_estimated_at()
    {
        var executor = new Guessing { RowsOfLists = 1_000, IsStopped = true };
        var engine = new GraphQLEngine(new Harbour().Schema, executor, new() { FreeSteps = 7 }, _clock);

        using var response = await engine.ExecuteAsync(Request("{ ships(first: 1) { totalCount } }"), Cancel);

        Assert.Equal(7 + (10 * 102 * 1_000), executor.MostSteps);
        Assert.Equal(Outcome.TimedOut, response.Outcome);
        Assert.Contains("\"code\":\"READ_TOO_MUCH\"", Encoding.UTF8.GetString(response.Body.Span), StringComparison.Ordinal);
    }

    private static string Figures(int number) => string.Join(' ', Enumerable.Range(0, number).Select(i => $"s{i}: ships {{ aggregate {{ count }} }}"));

    private static GraphQLRequest Request(string query) => new() { Query = Encoding.UTF8.GetBytes(query) };

    /// <summary>Says how many rows every figure and total looks at.</summary>
    private sealed class Guessing : IPlanExecutor, IReadEstimator
    {
        public long RowsOfLists { get; set; }

        public bool IsStopped { get; init; }

        public OperationPlan? Ran { get; private set; }

        public IReadOnlyList<Parameter> Parameters { get; private set; } = [];

        public long MostSteps { get; private set; }

        public List<(OperationPlan Plan, int Times)> Estimated { get; } = [];

        public ValueTask ExecuteAsync(OperationPlan plan, ExecutionScope scope, ResponseWriter writer, CancellationToken cancel)
        {
            (Ran, Parameters, MostSteps) = (plan, scope.Parameters, scope.MostSteps);
            if (IsStopped)
                throw new ReadLimitException();
            writer.Json.Raw("{}"u8);
            return ValueTask.CompletedTask;
        }

        public IReadOnlyDictionary<RelationPlan, IReadOnlyList<ReadEstimate>> Estimate(OperationPlan plan)
        {
            var known = Estimated.FindIndex(estimated => estimated.Plan == plan);
            if (known < 0)
                Estimated.Add((plan, 1));
            else
                Estimated[known] = (plan, Estimated[known].Times + 1);
            var estimates = new Dictionary<RelationPlan, IReadOnlyList<ReadEstimate>>();
            Add(plan.Root);
            return estimates;

            void Add(ObjectPlan node)
            {
                foreach (var connection in node.Fields.OfType<ConnectionOutput>())
                {
                    var number = (connection.Selection.NeedsTotalCount ? 1 : 0) + (connection.Selection.Aggregate is null ? 0 : 1);
                    estimates.Add(connection.Relation, [.. Enumerable.Range(0, number).Select(_ => new Guess(this))]);
                    foreach (var nodes in connection.Selection.Fields.OfType<NodeField>())
                        Add(nodes.Node);
                }
            }
        }

        private sealed class Guess(Guessing owner) : ReadEstimate
        {
            public override long Rows(IReadOnlyList<Parameter> parameters) => owner.RowsOfLists;
        }
    }

    /// <summary>Reads fifteen units whatever it is asked.</summary>
    private sealed class Expensive : IPlanExecutor
    {
        public ValueTask ExecuteAsync(OperationPlan plan, ExecutionScope scope, ResponseWriter writer, CancellationToken cancel)
        {
            scope.Statistics.Rows += 14;
            writer.Json.Raw("{}"u8);
            return ValueTask.CompletedTask;
        }
    }
}
