using Hub.GraphQL.Execution;
using Hub.GraphQL.Planning;
using Hub.GraphQL.Types;

namespace Hub.GraphQL.Tests.Execution;

public sealed class PlanCacheTests
{
    private static readonly CollectedObject Nothing = new(new ObjectType("Query", null, []), []);

    [Fact]
    public void What_is_kept_belongs_to_one_operation_and_one_setting_of_its_conditions()
    {
        var cache = new PlanCache(10_000);
        var (first, second) = (cache.Number(), cache.Number());
        var collected = cache.Selection(first, "1", () => new(Nothing.Type, []));

        Assert.Same(collected, cache.Selection(first, "1", () => Nothing));
        Assert.Same(Nothing, cache.Selection(first, "0", () => Nothing));
        Assert.NotSame(collected, cache.Selection(second, "1", () => new(Nothing.Type, [])));
    }

    [Fact]
    public void Plans_are_told_apart_by_shape()
    {
        var cache = new PlanCache(10_000);
        OperationPlan one = new(new(Nothing.Type, []), 0);
        OperationPlan two = new(new(Nothing.Type, []), 0);

        Assert.Same(one, cache.Plan(1, "", Nothing, Walk(5), one));
        Assert.Same(one, cache.Plan(1, "", Nothing, Walk(5), two));
        Assert.Same(two, cache.Plan(1, "", Nothing, Walk(6), two));
    }

    [Fact]
    public void All_operations_together_keep_within_the_bound()
    {
        var cache = new PlanCache(2_000);
        for (var i = 0; i < 1_000; i++)
            cache.Selection(cache.Number(), new string('1', 20), () => new(Nothing.Type, []));

        Assert.InRange(cache.Count, 1, 2_000 / 200);
    }

    private static PlanWalk Walk(int note)
    {
        var walk = new PlanWalk(VariableValues.None, new());
        walk.Shape.Note(note);
        return walk;
    }
}
