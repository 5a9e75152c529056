using Hub.GraphQL.Execution;
using Hub.GraphQL.Tests.Sample;

namespace Hub.GraphQL.Tests.Planning;

public sealed class FieldCollectorTests
{
    private readonly Harbour _harbour = new();

    [Fact]
    public async Task Keys_stand_where_they_were_first_included()
    {
        const string query = "query ($a: Boolean!) { ship(id: 1) { name @include(if: $a) mass ...F } } fragment F on Ship { kind name }";

        Assert.Equal("{\"data\":{\"ship\":{\"name\":\"Tug\",\"mass\":300,\"kind\":\"DEEP_SEA_TUG\"}}}", await _harbour.Run(query, new { a = true }));
        Assert.Equal("{\"data\":{\"ship\":{\"mass\":300,\"kind\":\"DEEP_SEA_TUG\",\"name\":\"Tug\"}}}", await _harbour.Run(query, new { a = false }));
    }

    [Fact]
    public async Task Selections_of_one_key_merge()
    {
        var answer = await _harbour.Run("{ ship(id: 2) { escort { name } ...F escort { mass } } } fragment F on Ship { escort { id } }");

        Assert.Equal("{\"data\":{\"ship\":{\"escort\":{\"name\":\"Tug\",\"id\":\"1\",\"mass\":300}}}}", answer);
    }

    [Fact]
    public async Task Skip_wins_over_include()
    {
        var answer = await _harbour.Run("{ ship(id: 1) { id name @skip(if: true) @include(if: true) mass @skip(if: false) @include(if: false) ... @skip(if: true) { kind } } }");

        Assert.Equal("{\"data\":{\"ship\":{\"id\":\"1\"}}}", answer);
    }

    [Fact]
    public async Task A_fragment_is_visited_once_in_a_selection_set()
    {
        var answer = await _harbour.Run("{ ship(id: 1) { ...F ... { ...F } ...F __typename } } fragment F on Ship { name }");

        Assert.Equal("{\"data\":{\"ship\":{\"name\":\"Tug\",\"__typename\":\"Ship\"}}}", answer);
    }

    [Fact]
    public async Task An_operation_of_too_many_fields_is_refused_before_it_runs()
    {
        var harbour = new Harbour(new() { Limits = new() { MaxFields = 5 } });

        Assert.Contains("\"data\"", await harbour.Run("{ ship(id: 1) { a: id b: id c: id d: id } }"), StringComparison.Ordinal);
        var refused = await harbour.Run("{ ship(id: 1) { ...F e: id } } fragment F on Ship { a: id b: id c: id d: id }");

        Assert.Equal(
            "{\"errors\":[{\"message\":\"The operation selects more than 5 fields. Select fewer.\",\"extensions\":{\"code\":\"TOO_MANY_FIELDS\"}}]}", refused);
    }

    [Fact]
    public async Task An_operation_that_is_too_deep_is_refused_before_it_runs()
    {
        var harbour = new Harbour(new() { Limits = new() { MaxDepth = 3 } });

        Assert.Contains("\"data\"", await harbour.Run("{ ship(id: 1) { escort { id } } }"), StringComparison.Ordinal);
        var refused = await harbour.Run("{ ship(id: 1) { escort { escort { id } } } }");

        Assert.Contains("\"TOO_DEEP\"", refused, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Fragments_that_double_at_every_level_are_stopped_early()
    {
        var fragments = Enumerable.Range(0, 25).Select(i => $"fragment F{i} on Ship {{ a: escort {{ ...F{i + 1} }} b: escort {{ ...F{i + 1} }} }}");
        var harbour = new Harbour(new EngineOptions { Limits = new() { MaxDepth = 100 } });

        var refused = await harbour.Run($"{{ ship(id: 1) {{ ...F0 }} }} {string.Join(' ', fragments)} fragment F25 on Ship {{ id }}");

        Assert.Contains("\"TOO_MANY_FIELDS\"", refused, StringComparison.Ordinal);
    }
}
