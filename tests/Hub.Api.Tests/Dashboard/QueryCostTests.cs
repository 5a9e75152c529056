using System.Text;
using System.Text.Json;
using Hub.Api.Dashboard;
using Hub.GraphQL.Execution;
using Hub.GraphQL.Sql.Sqlite;
using Hub.Testing;

namespace Hub.Api.Tests.Dashboard;

/// <summary>What operations cost a client of a hub that is taken to hold a million offers, without rollups.</summary>
public sealed class QueryCostTests
{
    private const int Offers = 1_000_000;

    private static readonly string Folder = Path.Combine(Repository.Root, "clients/samples/dashboard-queries/queries");

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public static TheoryData<string> Names => [.. Directory.GetFiles(Folder).Select(path => Path.GetFileName(path))];

    [Theory]
    [MemberData(nameof(Names))]
    public async Task A_documented_query_fits_many_times_into_a_minute(string name)
    {
        await using var hub = await LargeHubAsync();
        var document = await File.ReadAllTextAsync(Path.Combine(Folder, name), Cancel);
        var given = document.Split('\n').FirstOrDefault(line => line.StartsWith("# Variables: ", StringComparison.Ordinal))?["# Variables: ".Length..];

        var body = await RunAsync(hub, document, given, CostMode.Validate);

        var cost = body.GetProperty("extensions").GetProperty("cost").GetProperty("estimated").GetProperty("cost").GetInt64();
        Assert.InRange(cost, 2, DashboardOptions.DefaultCostPerMinute / 20);
    }

    [Fact]
    public async Task The_example_of_the_manual_costs_what_it_says()
    {
        await using var hub = await LargeHubAsync();
        const string query = "{ vacancies(first: 20) { totalCount nodes { title source { name } area { name } } } "
            + "offers { groupBy(by: [{field: AREA}], first: 50) { nodes { key { area { name } } aggregate { count } } } } }";

        var body = await RunAsync(hub, query, null, CostMode.Validate);

        Assert.Equal(127_851, body.GetProperty("extensions").GetProperty("cost").GetProperty("estimated").GetProperty("cost").GetInt64());
    }

    [Fact]
    public async Task Two_hundred_looks_at_every_offer_are_refused()
    {
        await using var hub = await LargeHubAsync();
        var scans = string.Join(' ', Enumerable.Range(0, 200).Select(i => $"a{i}: offers {{ groupBy(by: [{{field: AREA}}]) {{ nodes {{ aggregate {{ count }} }} }} }}"));

        var body = await RunAsync(hub, $"{{ {scans} }}", null, CostMode.Silent);

        var error = body.GetProperty("errors")[0];
        Assert.Equal("COST_EXCEEDED", error.GetProperty("extensions").GetProperty("code").GetString());
        Assert.StartsWith("The operation costs 20020", error.GetProperty("message").GetString(), StringComparison.Ordinal);
        Assert.Contains(
            "its 200 figures, totals and searches look at about 200000000 rows, 10 of which count 1. Ask for 99 of them at once, or narrow their filters.",
            error.GetProperty("message").GetString(),
            StringComparison.Ordinal);
    }

    private static async Task<DashboardHub> LargeHubAsync()
    {
        var hub = await DashboardHub.StartAsync();

        // The greatest row number is what a table's size is told by.
        await using var connection = new Microsoft.Data.Sqlite.SqliteConnection($"Data Source={hub.Database.Path};Pooling=False");
        await connection.OpenAsync(Cancel);
        await using var command = connection.CreateCommand();
        command.CommandText = $"PRAGMA foreign_keys = 0; UPDATE offers SET id = {Offers} WHERE id = 1";
        await command.ExecuteNonQueryAsync(Cancel);
        return hub;
    }

    private static async Task<JsonElement> RunAsync(DashboardHub hub, string query, string? variables, CostMode mode)
    {
        await using var db = hub.Database.Open();
        using var pool = new SqliteReadPool(new() { DataSource = hub.Database.Path });
        var engine = new GraphQLEngine(
            HubSchema.Build(), new SqliteExecutor(db.Model, pool), new() { CostPerMinute = DashboardOptions.DefaultCostPerMinute });
        using var response = await engine.ExecuteAsync(
            new()
            {
                Query = Encoding.UTF8.GetBytes(query),
                Variables = variables is null ? default : JsonSerializer.Deserialize<JsonElement>(variables),
                Caller = DashboardHub.Caller(1),
                Client = "a",
                Cost = mode,
            },
            Cancel);
        return JsonSerializer.Deserialize<JsonElement>(response.Body.Span);
    }
}
