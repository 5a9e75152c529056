using System.Text;
using System.Text.Json;
using Hub.GraphQL.Execution;
using Hub.GraphQL.Planning;
using Hub.GraphQL.Tests.Sample;

namespace Hub.GraphQL.Tests.Planning;

/// <summary>Which requests share a plan: those whose arguments differ in values only.</summary>
public sealed class PlanWalkTests
{
    private const string Query = "query ($w: ShipFilter, $o: [ShipOrder!], $n: Int, $a: String, $s: Boolean = false) " +
        "{ ships(where: $w, orderBy: $o, first: $n, after: $a) { nodes { name mass @skip(if: $s) } } }";

    private readonly Recorder _recorder = new();
    private readonly GraphQLEngine _engine;

    public PlanWalkTests() => _engine = new(new Harbour().Schema, _recorder);

    [Fact]
    public async Task Values_do_not_make_a_plan_of_their_own()
    {
        await Run(new { w = new { name = new { eq = "a" } }, n = 1 });
        await Run(new { w = new { name = new { eq = "b" } }, n = 2 });
        await Run(new { w = new { mass = new { @in = new[] { 1, 2, 3 } } } });
        await Run(new { w = new { mass = new { @in = new[] { 4, 5, 6, 7 } } } });

        Assert.Same(_recorder.Plans[0], _recorder.Plans[1]);
        Assert.Same(_recorder.Plans[2], _recorder.Plans[3]);
        Assert.Equal(["a", "1"], _recorder.Parameters[0]);
        Assert.Equal(["b", "2"], _recorder.Parameters[1]);
        Assert.Equal(["1", "2", "3", "3", "2"], _recorder.Parameters[2]);
    }

    [Fact]
    public async Task Everything_that_changes_the_form_makes_another_plan()
    {
        object[] variables =
        [
            new { },
            new { w = new { } },
            new { w = new { name = new { } } },
            new { w = new { name = new { eq = "a" } } },
            new { w = new { name = new { ne = "a" } } },
            new { w = new { name = new { eq = (string?)null } } },
            new { w = new { id = new { eq = "nonsense" } } },
            new { w = new { id = new { eq = "1" } } },
            new { w = new { and = new[] { new { mass = new { isNull = true } } } } },
            new { w = new { or = new[] { new { mass = new { isNull = true } } } } },
            new { w = new { or = Array.Empty<object>() } },
            new { w = new { not = new { mass = new { isNull = true } } } },
            new { w = new { not = new { mass = new { isNull = false } } } },
            new { w = new { mass = new { @in = new[] { 1 } } } },
            new { w = new { mass = new { @in = new[] { 1, 2 } } } },
            new { w = new { mass = new { @in = Array.Empty<int>() } } },
            new { w = new { convoy = new { some = new { } } } },
            new { w = new { convoy = new { none = new { } } } },
            new { w = new { convoy = new { any = true } } },
            new { w = new { convoy = new { any = false } } },
            new { o = new[] { new { field = "NAME" } } },
            new { o = new[] { new { field = "MASS" } } },
            new { o = new[] { new { field = "NAME", direction = "DESC" } } },
            new { o = new[] { new { field = "NAME", nulls = "LAST" } } },
            new { s = true },
        ];
        foreach (var set in variables)
            await Run(set);
        foreach (var set in variables)
            await Run(set);

        Assert.Equal(variables.Length, _recorder.Plans.Distinct().Count());
        Assert.Equal(_recorder.Plans[..variables.Length], _recorder.Plans[variables.Length..]);
    }

    private async Task Run(object variables)
    {
        using var response = await _engine.ExecuteAsync(
            new() { Query = Encoding.UTF8.GetBytes(Query), Variables = JsonSerializer.SerializeToElement(variables) },
            TestContext.Current.CancellationToken);
        Assert.Equal("{\"data\":{}}", Encoding.UTF8.GetString(response.Body.Span));
    }

    private sealed class Recorder : IPlanExecutor
    {
        public List<OperationPlan> Plans { get; } = [];

        public List<string[]> Parameters { get; } = [];

        public ValueTask ExecuteAsync(OperationPlan plan, ExecutionScope scope, ResponseWriter writer, CancellationToken cancel)
        {
            Assert.Equal(plan.ParameterCount, scope.Parameters.Count);
            Plans.Add(plan);
            Parameters.Add([.. scope.Parameters.Select(parameter => parameter.ToString())]);
            writer.Json.Raw("{}"u8);
            return ValueTask.CompletedTask;
        }
    }
}
