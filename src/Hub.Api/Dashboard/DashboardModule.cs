using System.Net.Mime;
using Hub.Api.Access;
using Hub.Api.Catalogue;
using Hub.Api.Live;
using Hub.Auth;
using Hub.Auth.Bearer;
using Hub.Data;
using Hub.Data.Clients;
using Hub.Data.Followers;
using Hub.GraphQL.Documents;
using Hub.GraphQL.Execution;
using Hub.GraphQL.Http;
using Hub.GraphQL.Sql.Sqlite;
using Hub.GraphQL.Types;
using Microsoft.EntityFrameworkCore;

namespace Hub.Api.Dashboard;

/// <summary>Answers dashboards' queries and subscriptions over GraphQL.</summary>
internal static class DashboardModule
{
    /// <summary>Adds the engine over the hub's database.</summary>
    public static void AddHubGraphQL(this IHostApplicationBuilder builder)
    {
        var services = builder.Services;
        services.AddSingleton(DashboardOptions.Read(builder.Configuration, builder.Environment));
        services.AddSingleton(provider =>
            new SqliteReadPool(new() { DataSource = provider.GetRequiredService<HubDatabase>().Path }));
        services.AddSingleton(BuildEngine);
    }

    /// <summary>
    /// Maps the endpoint and the printed schema. Both need a token meant for GraphQL with the scope of dashboards; a WebSocket without a
    /// header tells it in its first message.
    /// </summary>
    public static void MapHubGraphQL(this WebApplication app)
    {
        var settings = app.Services.GetRequiredService<DashboardOptions>();
        var access = app.Services.GetRequiredService<HttpAccess>();
        var callers = app.Services.GetRequiredService<LiveCallers>();
        app.UseWebSockets();
        app.MapGraphQL("/graphql", graphQL =>
        {
            graphQL.Caller = http => http.GetCaller();
            graphQL.HasCaller = http => http.Features.Get<Caller>() is not null;
            graphQL.Connect = (http, payload, cancel) => access.ConnectAsync(http, Scopes.DashboardRead, payload, cancel);
            graphQL.Follow = caller => new DashboardLife(callers.Follow((Caller)caller!));
            graphQL.Rules = caller => RulesOf((Caller)caller!, settings);
        }).RequireAccess(Scopes.DashboardRead);

        var schema = SchemaPrinter.Print(app.Services.GetRequiredService<GraphQLEngine>().Schema);
        app.MapGet("/graphql/schema.graphql", () => TypedResults.Text(schema, MediaTypeNames.Text.Plain)).RequireAccess(Scopes.DashboardRead);
    }

    private static CallerRules RulesOf(Caller caller, DashboardOptions settings) => new()
    {
        Client = caller.ClientId,
        OnlyTrusted = settings.IsOnlyTrusted(caller.ClientId),
        MaySeePlans = settings.ShowPlans,
        ExpiresAt = caller.ExpiresAt,
    };

    private static GraphQLEngine BuildEngine(IServiceProvider provider)
    {
        var settings = provider.GetRequiredService<DashboardOptions>();
        var followers = provider.GetRequiredService<FollowerRunner>();
        using var db = provider.GetRequiredService<IDbContextFactory<HubDbContext>>().CreateDbContext();
        try
        {
            return new(
                HubSchema.Build(provider.GetRequiredService<LiveSources>(), settings.LargestPage),
                new SqliteExecutor(
                    db.Model,
                    provider.GetRequiredService<SqliteReadPool>(),
                    rollups: OfferRollups.Catalogue(() => followers.IsWhole(FollowerRunner.Rollups)),
                    time: provider.GetService<TimeProvider>()),
                new() { TrustedDocuments = settings.TrustedDocuments, CostPerMinute = settings.CostPerMinute, Timeout = settings.Timeout },
                provider.GetService<TimeProvider>());
        }
        catch (TrustedDocumentException e)
        {
            throw new SettingException($"{DashboardOptions.TrustedDocumentsSetting}: {e.Message} Mend the document, or take it out of the folder.");
        }
    }
}
