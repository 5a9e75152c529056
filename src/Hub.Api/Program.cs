using System.Globalization;
using Hub.Api.Access;
using Hub.Api.Catalogue;
using Hub.Api.Clusters;
using Hub.Api.Commands;
using Hub.Api.Dashboard;
using Hub.Api.Explorer;
using Hub.Api.Feed;
using Hub.Api.Followers;
using Hub.Api.Hosting;
using Hub.Api.Live;
using Hub.Api.Participants;
using Hub.Auth;
using Hub.Auth.Certificates;
using Hub.Catalogue.V1;
using Hub.Clusters.V1;
using Hub.Data;
using Hub.Feed.V1;
using Hub.Registry.V1;

namespace Hub.Api;

/// <summary>The table of contents: what the hub is put together from.</summary>
internal static class Program
{
    public static Task<int> Main(string[] args)
    {
        CultureInfo.DefaultThreadCurrentCulture = CultureInfo.InvariantCulture;
        return HubCommand.RunAsync(args, Build);
    }

    /// <summary>Builds the hub that <c>hub serve</c> runs.</summary>
    /// <param name="settings">Settings from the command line, such as <c>--Hub:DataDirectory=data</c>.</param>
    internal static WebApplication Build(IEnumerable<string> settings) => Build(settings, _ => { });

    /// <summary>Builds a hub with services of somebody else beside its own.</summary>
    internal static WebApplication Build(IEnumerable<string> settings, Action<IServiceCollection> more)
    {
        var builder = HubHost.CreateBuilder(settings);
        var hub = builder.AddHosting();
        builder.AddTelemetry();
        builder.Services.AddHubData(hub.DataDirectory);
        builder.AddHubAuth();
        builder.AddAccess();
        builder.AddParticipants();
        builder.AddCatalogue();
        builder.AddFeed();
        builder.AddFollowers();
        builder.AddLive();
        builder.AddHubGraphQL();
        builder.AddHealthAndReflection(
            RegistryServiceReflection.Descriptor, ClientServiceReflection.Descriptor, SigningKeyServiceReflection.Descriptor,
            CatalogueSyncServiceReflection.Descriptor, ChangeFeedServiceReflection.Descriptor, ClusterServiceReflection.Descriptor);

        more(builder.Services);

        var app = builder.Build();
        app.MapHosting();
        app.UseForwardedCertificates();
        app.UseExplorer();
        app.MapHubAuth();
        app.MapParticipants();
        app.MapCatalogue();
        app.MapFeed();
        app.MapClusters();
        app.MapHubGraphQL();
        app.MapHealthAndReflection(hub.Reflection);
        return app;
    }
}
