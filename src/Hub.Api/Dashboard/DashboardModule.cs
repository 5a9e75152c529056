using System.Net.Mime;
using Hub.Api.Access;
using Hub.Data;
using Hub.Data.Clients;
using Hub.GraphQL.Execution;
using Hub.GraphQL.Http;
using Hub.GraphQL.Sql.Sqlite;
using Hub.GraphQL.Types;
using Microsoft.EntityFrameworkCore;

namespace Hub.Api.Dashboard;

/// <summary>Answers dashboards' queries over GraphQL.</summary>
internal static class DashboardModule
{
    /// <summary>Adds the engine over the hub's database.</summary>
    public static void AddHubGraphQL(this IHostApplicationBuilder builder)
    {
        var services = builder.Services;
        services.AddSingleton(provider =>
            new SqliteReadPool(new() { DataSource = provider.GetRequiredService<HubDatabase>().Path }));
        services.AddSingleton(provider =>
        {
            using var db = provider.GetRequiredService<IDbContextFactory<HubDbContext>>().CreateDbContext();
            return new GraphQLEngine(
                HubSchema.Build(),
                new SqliteExecutor(db.Model, provider.GetRequiredService<SqliteReadPool>()),
                time: provider.GetService<TimeProvider>());
        });
    }

    /// <summary>Maps the endpoint and the printed schema. Both need a token meant for GraphQL with the scope of dashboards.</summary>
    public static void MapHubGraphQL(this IEndpointRouteBuilder endpoints)
    {
        endpoints.MapGraphQL("/graphql", graphQL => graphQL.Caller = http => http.GetCaller()).RequireAccess(Scopes.DashboardRead);

        var schema = SchemaPrinter.Print(endpoints.ServiceProvider.GetRequiredService<GraphQLEngine>().Schema);
        endpoints.MapGet("/graphql/schema.graphql", () => TypedResults.Text(schema, MediaTypeNames.Text.Plain)).RequireAccess(Scopes.DashboardRead);
    }
}
