using System.Text;
using Hub.GraphQL.Execution;
using Hub.GraphQL.Planning;
using Hub.GraphQL.Tests.Sample;
using Hub.Testing;

namespace Hub.GraphQL.Tests.Execution;

public sealed class GraphQLEngineTests
{
    private readonly Harbour _harbour = new();

    [Theory]
    [InlineData("fragment F on Ship { id }", null, "Fragment \\\"F\\\" is never used.")]
    [InlineData("query A { __typename } query B { __typename }", null, "Must provide operation name if query contains multiple operations.")]
    [InlineData("query A { __typename }", "B", "Unknown operation named \\\"B\\\".")]
    [InlineData("{ ", null, "Syntax Error: Expected Name, found <EOF>.")]
    [InlineData("{ shups { totalCount } }", null, "Cannot query field \\\"shups\\\" on type \\\"Query\\\". Did you mean \\\"ships\\\" or \\\"ship\\\"?")]
    public async Task A_request_that_cannot_run_has_errors_and_no_data(string query, string? operationName, string message)
    {
        var answer = await _harbour.Run(query, operationName: operationName);

        Assert.StartsWith($"{{\"errors\":[{{\"message\":\"{message}\"", answer, StringComparison.Ordinal);
        Assert.DoesNotContain("\"data\"", answer, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_operation_named_is_the_one_that_runs()
    {
        const string query = "query A { ship(id: 1) { name } } query B { ship(id: 2) { name } }";

        Assert.Equal("{\"data\":{\"ship\":{\"name\":\"Ferry\"}}}", await _harbour.Run(query, operationName: "B"));
    }

    [Fact]
    public async Task Names_of_the_schema_can_be_kept_out_of_errors()
    {
        var harbour = new Harbour(new() { Suggestions = false });

        Assert.DoesNotContain("Did you mean", await harbour.Run("{ shups { totalCount } }"), StringComparison.Ordinal);
        Assert.DoesNotContain(
            "Did you mean",
            await harbour.Run("query ($w: ShipFilter) { ships(where: $w) { totalCount } }", new { w = new { mas = 1 } }),
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_operation_that_takes_too_long_is_stopped_and_told()
    {
        var clock = new ManualClock();
        var engine = new GraphQLEngine(_harbour.Schema, new Waiting(clock), new() { Timeout = TimeSpan.FromSeconds(2) }, clock);

        using var response = await engine.ExecuteAsync(new() { Query = "{ __typename }"u8.ToArray() }, TestContext.Current.CancellationToken);

        Assert.Equal(Outcome.TimedOut, response.Outcome);
        Assert.Equal(
            "{\"errors\":[{\"message\":\"The operation took longer than 2 seconds and was stopped. Ask for fewer nodes or narrow the filter.\"," +
                "\"extensions\":{\"code\":\"TIMEOUT\"}}]}",
            Encoding.UTF8.GetString(response.Body.Span));
    }

    [Fact]
    public async Task A_caller_who_goes_away_ends_the_operation()
    {
        using var gone = new CancellationTokenSource();
        await gone.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () =>
            await _harbour.Engine.ExecuteAsync(new() { Query = "{ __typename }"u8.ToArray() }, gone.Token));
    }

    [Fact]
    public async Task A_directive_whose_argument_is_null_refuses_the_operation()
    {
        var answer = await _harbour.Run("query ($s: Boolean = true) { ship(id: 1) @skip(if: $s) { id } }", new { s = (bool?)null });

        Assert.Equal(
            "{\"errors\":[{\"message\":\"Argument \\\"if\\\" of non-null type \\\"Boolean!\\\" must not be null.\",\"locations\":[{\"line\":1,\"column\":52}]," +
                "\"extensions\":{\"code\":\"BAD_USER_INPUT\"}}]}",
            answer);
    }

    /// <summary>Moves the clock past every limit and waits for what comes of it.</summary>
    private sealed class Waiting(ManualClock clock) : IPlanExecutor
    {
        public async ValueTask ExecuteAsync(OperationPlan plan, ExecutionScope scope, ResponseWriter writer, CancellationToken cancel)
        {
            clock.Advance(TimeSpan.FromSeconds(3));
            await Task.Delay(Timeout.Infinite, cancel);
        }
    }
}
