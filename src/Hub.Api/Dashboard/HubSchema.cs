using Hub.Api.Areas;
using Hub.Api.Catalogue;
using Hub.Api.Clusters;
using Hub.Api.Followers;
using Hub.Api.Live;
using Hub.Api.Participants;
using Hub.Api.Sectors;
using Hub.Auth.Bearer;
using Hub.Data.Clients;
using Hub.GraphQL.Types;
using Hub.GraphQL.Types.Building;

namespace Hub.Api.Dashboard;

/// <summary>The dashboard schema, put together from what each capability shows.</summary>
internal static class HubSchema
{
    /// <param name="live">What subscriptions follow; null for a schema that is only looked at or queried.</param>
    /// <param name="largestPage">How many nodes a page of the root may hold, where it may hold fewer without being told.</param>
    public static Schema Build(LiveSources? live = null, int largestPage = DashboardOptions.DefaultLargestPage)
    {
        var schema = new SchemaBuilder("Offers of training, work and gigs of every participant of the federation.");
        schema.Scalar(Scalars.SafeInteger("Rupiah", "An amount in whole rupiah, within ±(2^53 - 1)."));
        schema.LargestPage(largestPage);
        schema.Days(TimeSpan.FromHours(7), "Asia/Jakarta");
        schema.PublishCosts();
        schema.Rules<Caller>(Holds);
        schema.Requires("dashboard.read");
        schema.AddParticipants();
        schema.AddCatalogue();
        schema.AddSyncHealth();
        schema.AddClusters();
        schema.AddAreas();
        schema.AddSectors();
        schema.AddFollowers();
        schema.Node();
        schema.Federation();
        schema.AddLive(live);
        return schema.Build();
    }

    private static bool Holds(Caller caller, string scope) => ScopeNames.Find(scope) is not Scopes.None and var known && caller.HasAnyOf(known);
}
