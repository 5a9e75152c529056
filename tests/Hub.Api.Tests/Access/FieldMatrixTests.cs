using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using Hub.Api.Dashboard;
using Hub.Data;
using Hub.Data.Catalogue;
using Hub.Data.Clients;
using Hub.GraphQL.Planning;
using Hub.GraphQL.Types;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Hub.Api.Tests.Access;

/// <summary>
/// Every field of the dashboard's schema by no token, another participant, a wrong scope and the right one. Nothing here names a field:
/// that another participant learns nothing is shown by taking the private rows away, which must change no answer it gets.
/// </summary>
public sealed class FieldMatrixTests(MatrixHub hub) : IClassFixture<MatrixHub>
{
    /// <summary>What is kept and whether other participants may learn of it. A table that is not here fails the test.</summary>
    private static readonly Dictionary<string, bool> IsPrivate = new()
    {
        ["participants"] = false, ["sources"] = false, ["offers"] = false, ["offer_further_areas"] = false, ["areas"] = false, ["sectors"] = false,
        ["sync_sessions"] = false, ["changes"] = false, ["followers"] = false, ["search_items"] = false, ["clusters"] = false,
        ["cluster_members"] = false, ["cluster_items"] = false, ["rollup_items"] = false, ["rollup_days"] = false, ["rollup_details"] = false,
        ["rollup_months"] = false, ["rollup_month_totals"] = false, ["rollup_provinces"] = false, ["rollup_province_sectors"] = false,
        ["rollup_sectors"] = false, ["rollup_sources"] = false,
        ["pending_items"] = true, ["session_receipts"] = true, ["staged_items"] = true, ["held_withdrawals"] = true, ["source_sums"] = true,
        ["audit_witness"] = true, ["registration_tokens"] = true, ["revoked_tokens"] = true, ["used_proofs"] = true, ["verdicts"] = true, ["clients"] = true, ["client_secrets"] = true, ["signing_keys"] = true,
    };

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public void Every_field_and_every_table_is_decided()
    {
        var matrix = new FieldMatrix(hub);
        using var db = Db(hub);

        var tables = db.Model.GetEntityTypes().Select(entity => entity.GetTableName()).OfType<string>().Distinct();
        var followed = matrix.Schema.SubscriptionType!.Fields.Select(field => field.Type.Type);

        Assert.True(!tables.Except(IsPrivate.Keys).Any(), $"Say above whether others may learn of: {string.Join(", ", tables.Except(IsPrivate.Keys))}.");
        Assert.Empty(matrix.Undecided);
        Assert.Empty(matrix.Unreached.Except([matrix.Schema.SubscriptionType, .. followed]));
        Assert.Empty(matrix.Schema.Types.OfType<FieldedType>()
            .SelectMany(type => FieldMatrix.FieldsOf(type).Where(field => matrix.Schema.Rules!.Find(type, field) is null).Select(field => $"{type}.{field.Name}")));
    }

    [Fact]
    public async Task Without_a_token_or_the_scope_nobody_is_answered()
    {
        var matrix = new FieldMatrix(hub);
        var wrong = await hub.TokenAsync(hub.Owner, RpcMatrix.AllBut(Scopes.DashboardRead));

        foreach (var type in matrix.Types)
        {
            Assert.Equal((type, HttpStatusCode.Unauthorized), (type, await PostAsync(matrix.QueryOf(type), null)));
            Assert.Equal((type, HttpStatusCode.Forbidden), (type, await PostAsync(matrix.QueryOf(type), wrong)));
        }
    }

    [Fact]
    public async Task The_engine_itself_refuses_each_field_to_who_lacks_its_scope()
    {
        var matrix = new FieldMatrix(hub);

        foreach (var type in matrix.Types)
        {
            var answer = JsonDocument.Parse(await matrix.RunAsync(type, hub.Owner, RpcMatrix.AllBut(Scopes.DashboardRead))).RootElement;
            var refused = answer.GetProperty("errors").EnumerateArray().Select(error => error.GetProperty("message").GetString()!.Split('"')[1]).ToHashSet();

            Assert.False(answer.TryGetProperty("data", out _));
            Assert.Equal([], FieldMatrix.FieldsOf(type).Select(field => $"{type}.{field.Name}").Except(refused));
        }
    }

    [Fact]
    public async Task Subscriptions_are_refused_to_who_lacks_the_scope_of_their_events()
    {
        var matrix = new FieldMatrix(hub);

        foreach (var field in matrix.Schema.SubscriptionType!.Fields)
        {
            var told = await matrix.SubscribeAsync(field, hub.Owner, RpcMatrix.AllBut(Scopes.DashboardRead));
            var allowed = await matrix.SubscribeAsync(field, hub.Owner, Scopes.DashboardRead);

            var expected = FieldMatrix.FieldsOf((ObjectType)field.Type.Type).Select(f => $"{field.Type.Type}.{f.Name}").Prepend($"Subscription.{field.Name}");
            Assert.All(expected, name => Assert.Contains($"To select \\\"{name}\\\" takes the scope dashboard.read.", told!, StringComparison.Ordinal));

            // This schema has no running hub behind it; a caller with the scope gets as far as to be told that.
            Assert.Contains("NOT_LIVE", allowed!, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Private_rows_change_no_answer_of_others_and_are_found_where_conditions_are_taken_out()
    {
        await using var own = new MatrixHub();
        await own.InitializeAsync();
        var matrix = new FieldMatrix(own);
        var (stranger, owner) = (await matrix.RunAllAsync(own.Stranger), await matrix.RunAllAsync(own.Owner));
        Assert.All(owner, answer => Assert.DoesNotContain("\"errors\"", answer.Value, StringComparison.Ordinal));

        // Those that ask for the caller, and those that keep what is not published from everybody.
        var schema = HubSchema.Build();
        var conditioned = await ConditionedTypesWithRowsAsync(schema, own);
        foreach (var type in conditioned)
            ((EntityBinding)type.Binding!).Where = Predicate.True;
        var open = new FieldMatrix(own, schema);
        var leaking = await open.RunAllAsync(own.Stranger);

        await TakePrivateRowsAwayAsync(own);
        Assert.Equal([], Changed(stranger, await matrix.RunAllAsync(own.Stranger)));
        Assert.NotEmpty(Changed(owner, await matrix.RunAllAsync(own.Owner)));
        Assert.All(stranger, answer => Assert.DoesNotContain(own.Owner.Secrets, secret => answer.Value.Contains(secret, StringComparison.Ordinal)));

        var found = Changed(leaking, await open.RunAllAsync(own.Stranger)).Select(change => change.Split(':')[0]).ToHashSet();
        Assert.NotEmpty(conditioned);
        Assert.Equal([], conditioned.Select(type => $"{type}Connection").Except(found));
    }

    private static async Task<List<ObjectType>> ConditionedTypesWithRowsAsync(Schema schema, MatrixHub hub)
    {
        await using var db = Db(hub);
        await db.Database.OpenConnectionAsync(Cancel);
        List<ObjectType> types = [];
        foreach (var type in schema.Types.OfType<ObjectType>())
        {
            if (type.Binding is not EntityBinding { IsWholeEntity: false } entity)
                continue;
            await using var command = db.Database.GetDbConnection().CreateCommand();
            command.CommandText = $"SELECT COUNT(*) FROM {db.Model.FindEntityType(entity.ClrType)!.GetTableName()}";
            if ((long)(await command.ExecuteScalarAsync(Cancel))! > 0)
                types.Add(type);
        }

        return types;
    }

    private static IEnumerable<string> Changed(Dictionary<ObjectType, string> before, Dictionary<ObjectType, string> after) =>
        before.Where(answer => after[answer.Key] != answer.Value).Select(answer => $"{answer.Key.Name}: {Difference(answer.Value, after[answer.Key])}");

    private static string Difference(string before, string after)
    {
        var at = before.Zip(after).TakeWhile(pair => pair.First == pair.Second).Count();
        var from = Math.Max(0, at - 60);
        return $"{before[from..Math.Min(before.Length, at + 60)]} -> {after[from..Math.Min(after.Length, at + 60)]}";
    }

    /// <summary>As if nobody had any: rows of private tables, and offers that are not published.</summary>
    private static async Task TakePrivateRowsAwayAsync(MatrixHub hub)
    {
        await using var connection = new SqliteConnection($"Data Source={hub.Running.Services.GetRequiredService<HubDatabase>().Path};Foreign Keys=False");
        await connection.OpenAsync(Cancel);
        await using var command = connection.CreateCommand();
        command.CommandText = string.Concat(IsPrivate.Where(table => table.Value).Select(table => $"DELETE FROM {table.Key};"))
            + $"DELETE FROM offers WHERE state <> {(int)OfferState.Published};";
        await command.ExecuteNonQueryAsync(Cancel);
    }

    private async Task<HttpStatusCode> PostAsync(string query, string? token)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/graphql") { Content = JsonContent.Create(new { query }) };
        if (token is not null)
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        using var response = await hub.Running.Http.SendAsync(request, Cancel);
        return response.StatusCode;
    }

    private static HubDbContext Db(MatrixHub hub) => hub.Running.Services.GetRequiredService<IDbContextFactory<HubDbContext>>().CreateDbContext();
}
