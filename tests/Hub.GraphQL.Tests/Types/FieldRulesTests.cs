using System.Text;
using System.Text.Json;
using Hub.GraphQL.Execution;
using Hub.GraphQL.Types;
using Hub.GraphQL.Types.Building;

namespace Hub.GraphQL.Tests.Types;

public sealed class FieldRulesTests
{
    private static readonly Schema Schema = Build(new SchemaBuilder("A pier.").Rules<string>(Holds).Requires("look"));
    private static readonly Schema Open = Build(new("A pier."));
    private static readonly Boat[] Boats = [new() { Id = 1, Name = "Rakit", Debt = 40, Owner = new() { Id = 9, Name = "Sari" } }];

    [Theory]
    [InlineData("{ boats { nodes { id name } pageInfo { hasNextPage } totalCount } }", "look")]
    [InlineData("{ boat(id: 1) { ... on Vessel { name } } }", "look")]
    [InlineData("{ vessels { nodes { name } aggregate { count } } }", "look")]
    [InlineData("{ node(id: \"1\") { id } }", "look")]
    [InlineData("{ boat(id: 1) { debt } }", "look money")]
    [InlineData("{ boat(id: 1) { debt } }", "look audit")]
    [InlineData("{ boat(id: 1) { owner { name } } }", "look people")]
    [InlineData("query ($more: Boolean = false) { boat(id: 1) { name debt @include(if: $more) owner @include(if: $more) { name } } }", "look")]
    [InlineData("{ __typename __schema { types { name } } __type(name: \"Owner\") { fields { name } } }", "none")]
    public async Task Who_has_the_scopes_of_every_field_selected_is_answered(string query, string scopes)
    {
        var answer = await Run(query, scopes);

        Assert.True(answer.TryGetProperty("data", out _), answer.ToString());
        Assert.False(answer.TryGetProperty("errors", out _), answer.ToString());
    }

    [Theory]
    [InlineData("{ boats { totalCount } }", "none", "Query.boats look boats", "BoatConnection.totalCount look boats.totalCount")]
    [InlineData("{ boat(id: 1) { name debt } }", "look", "Boat.debt money,audit boat.debt")]
    [InlineData("{ boat(id: 1) { d: debt again: debt } }", "look", "Boat.debt money,audit boat.d")]
    [InlineData("{ boats { nodes { mine: owner { name } } } }", "look", "Boat.owner people boats.nodes.mine", "Owner.name people boats.nodes.mine.name")]
    [InlineData("{ boat(id: 1) { owner { __typename } } }", "look", "Boat.owner people boat.owner")]
    [InlineData("{ boat(id: 1) { ...F } } fragment F on Boat { debt }", "look", "Boat.debt money,audit boat.debt")]
    [InlineData("{ vessels { nodes { ... on Boat { debt } } } }", "look", "Boat.debt money,audit vessels.nodes.debt")]
    [InlineData("{ node(id: \"1\") { id ... on Owner { id } } }", "look", "Owner.id people node.id")]
    [InlineData("query ($more: Boolean = true) { boat(id: 1) { debt @include(if: $more) } }", "look", "Boat.debt money,audit boat.debt")]
    public async Task An_operation_is_refused_for_each_field_that_needs_more(string query, string scopes, params string[] expected)
    {
        var answer = await Run(query, scopes);

        Assert.False(answer.TryGetProperty("data", out _));
        Assert.Equal(expected, answer.GetProperty("errors").EnumerateArray().Select(Told));
    }

    [Fact]
    public async Task Nobody_known_may_select_anything()
    {
        var answer = await Run("{ boat(id: 1) { name } }", null);

        Assert.Equal(["Query.boat look boat", "Boat.name look boat.name"], answer.GetProperty("errors").EnumerateArray().Select(Told));
    }

    [Fact]
    public async Task A_field_without_a_rule_is_refused_to_everyone()
    {
        var schema = new SchemaBuilder("A pier.")
            .Rules<string>((_, _) => true)
            .Type<Owner>("Owner", "Somebody.", owner => owner
                .Id(o => o.Id)
                .Field("name", o => o.Name, "A name.", name => name.Requires("look")))
            .Lookup<Owner>("owner", "Somebody.", o => o.Id, "id", "An id.")
            .Build();

        var answer = await Run("{ owner(id: 9) { name } }", "look", schema);

        var error = Assert.Single(answer.GetProperty("errors").EnumerateArray());
        Assert.Equal("Nobody may select \"Query.owner\".", error.GetProperty("message").GetString());
        Assert.Equal("RULE_MISSING", error.GetProperty("extensions").GetProperty("reason").GetString());
    }

    [Theory]
    [InlineData("{ boats(where: {debt: {gt: 1}}) { totalCount } }")]
    [InlineData("{ boats(where: {owner: {name: {eq: \"Sari\"}}}) { totalCount } }")]
    [InlineData("{ boats(orderBy: [{field: DEBT}]) { totalCount } }")]
    [InlineData("{ boats { aggregate { sum { debt } } } }")]
    [InlineData("{ boats { groupBy(by: [{field: OWNER}]) { nodes { aggregate { count } } } } }")]
    public async Task What_not_everybody_may_see_cannot_be_asked_about_either(string query)
    {
        var answer = await Run(query, "look money audit people");
        var open = await Run(query, null, Open);

        Assert.False(open.TryGetProperty("errors", out _), open.ToString());
        Assert.Equal("GRAPHQL_VALIDATION_FAILED", answer.GetProperty("errors")[0].GetProperty("extensions").GetProperty("code").GetString());
    }

    [Fact]
    public async Task Callers_share_plans_and_not_rules()
    {
        const string query = "query ($id: ID!) { boat(id: $id) { debt } }";
        var engine = new GraphQLEngine(Schema, new ObjectExecutor(_ => Boats));

        for (var round = 0; round < 3; round++)
        {
            Assert.True((await Run(query, "look money", engine, new { id = 1 })).TryGetProperty("data", out _));
            Assert.False((await Run(query, "look", engine, new { id = 1 })).TryGetProperty("data", out _));
        }
    }

    [Fact]
    public void Other_rules_than_the_usual_one_are_printed()
    {
        var printed = SchemaPrinter.Print(Schema);

        Assert.Contains("directive @requiresScopes(", printed, StringComparison.Ordinal);
        Assert.Contains("  debt: Int @requiresScopes(scopes: [[\"money\"], [\"audit\"]])\n", printed, StringComparison.Ordinal);
        Assert.Contains("  owner: Owner @requiresScopes(scopes: [[\"people\"]])\n", printed, StringComparison.Ordinal);
        Assert.Contains("  name: String!\n", printed, StringComparison.Ordinal);
    }

    [Fact]
    public void Where_all_is_usual_nothing_is_printed()
    {
        var schema = new SchemaBuilder("A pier.")
            .Rules<string>((_, _) => true)
            .Requires("look")
            .Type<Owner>("Owner", "Somebody.", owner => owner.Requires("look").Id(o => o.Id))
            .Lookup<Owner>("owner", "Somebody.", o => o.Id, "id", "An id.")
            .Build();

        Assert.DoesNotContain("requiresScopes", SchemaPrinter.Print(schema), StringComparison.Ordinal);
    }

    private static bool Holds(string caller, string scope) => caller.Split(' ').Contains(scope);

    private static Schema Build(SchemaBuilder schema) => schema
        .Interface<Boat>("Vessel", "What floats.", vessel => vessel
            .Requires("look")
            .Id(b => b.Id)
            .Field("name", b => b.Name, "Its name."))
        .Type<Boat>("Boat", "A boat.", boat => boat
            .Implements("Vessel")
            .Field("debt", b => b.Debt, "What it owes.", debt => debt.Requires("money", "audit"))
            .Field("owner", b => b.Owner, "Whose it is."))
        .Type<Owner>("Owner", "Somebody.", owner => owner
            .Requires("people")
            .Id(o => o.Id)
            .Field("name", o => o.Name, "A name."))
        .Node()
        .Connection<Boat>("boats", "All boats.", boats => boats.Of("Boat"))
        .Connection<Boat>("vessels", "All that floats.", vessels => vessels.Of("Vessel"))
        .Lookup<Boat>("boat", "The boat of an id.", b => b.Id, "id", "Its id.", "Boat")
        .Build();

    private static string Told(JsonElement error)
    {
        var extensions = error.GetProperty("extensions");
        Assert.Equal(("FORBIDDEN", "SCOPE_MISSING"), (extensions.GetProperty("code").GetString(), extensions.GetProperty("reason").GetString()));
        Assert.Equal(1, error.GetProperty("locations").GetArrayLength());
        var scopes = extensions.GetProperty("scopes").EnumerateArray().Select(scope => scope.GetString());
        var path = error.GetProperty("path").EnumerateArray().Select(name => name.GetString());
        return $"{error.GetProperty("message").GetString()!.Split('"')[1]} {string.Join(',', scopes)} {string.Join('.', path)}";
    }

    private static Task<JsonElement> Run(string query, string? scopes, Schema? schema = null) =>
        Run(query, scopes, new GraphQLEngine(schema ?? Schema, new ObjectExecutor(type => type == typeof(Boat) ? Boats : Boats.Select(b => b.Owner!))));

    private static async Task<JsonElement> Run(string query, string? scopes, GraphQLEngine engine, object? variables = null)
    {
        using var response = await engine.ExecuteAsync(
            new()
            {
                Query = Encoding.UTF8.GetBytes(query),
                Caller = scopes,
                Variables = variables is null ? default : JsonSerializer.SerializeToElement(variables),
            },
            TestContext.Current.CancellationToken);
        return JsonDocument.Parse(response.Body).RootElement;
    }

    private sealed class Boat
    {
        public required long Id { get; init; }

        public required string Name { get; init; }

        public int? Debt { get; init; }

        public Owner? Owner { get; init; }
    }

    private sealed class Owner
    {
        public required long Id { get; init; }

        public required string Name { get; init; }
    }
}
