using Grpc.AspNetCore.Server;
using Hub.Api.Access;
using Hub.Catalogue.V1;
using Hub.Data.Catalogue;
using Microsoft.Extensions.Options;

namespace Hub.Api.Catalogue;

/// <summary>Composes catalogue sync.</summary>
internal static class CatalogueModule
{
    public static IHostApplicationBuilder AddCatalogue(this IHostApplicationBuilder builder)
    {
        builder.Services.AddOptions<CatalogueOptions>().BindConfiguration("Hub:Catalogue").ValidateDataAnnotations().ValidateOnStart();
        builder.Services.AddSingleton(provider => new SnapshotOptions
        {
            SnapshotLifetime = provider.GetRequiredService<IOptions<CatalogueOptions>>().Value.SnapshotLifetime,
        });
        builder.Services.AddSingleton(provider => ClockOptionsOf(provider.GetRequiredService<IOptions<CatalogueOptions>>().Value));

        // Services start in this order, and the sweep needs the areas at once.
        builder.Services.AddSingleton<AreaReference>();
        builder.Services.AddHostedService(provider => provider.GetRequiredService<AreaReference>());
        builder.Services.AddHostedService<SnapshotSweep>();
        builder.Services.AddHostedService<CatalogueSweep>();
        builder.Services.AddSingleton<SourceAccess>();
        builder.Services.AddSingleton<SessionReceipts>();
        builder.Services.AddSingleton<SyncServices>();
        builder.Services.AddSingleton(provider => LimitsOf(provider.GetRequiredService<SyncServices>()));
        builder.Services.AddSingleton(provider => DoorOf(provider.GetRequiredService<SyncServices>()));
        builder.Services.AddSingleton<CatalogueReader>();
        builder.Services.AddSingleton<OfferContentReader>(provider =>
        {
            var areas = provider.GetRequiredService<AreaReference>();
            return (kind, body) => OfferRules.Reread(kind, body, areas.Current);
        });
        return builder;
    }

    private static ServiceLimits LimitsOf(SyncServices services) => new(CatalogueSyncService.Descriptor.FullName, caller =>
    [
        ("hub-uploads-most", services.Options.Uploads),
        ("hub-uploads-open", services.Uploads.Running(caller.ParticipantId)),
        ("hub-message-items-most", CatalogueOptions.MostItems),
        ("hub-stream-items-most", services.Options.Credits),
        ("hub-stream-bytes-most", services.Options.StreamBytes),
    ]);

    private static UploadDoor DoorOf(SyncServices services) =>
        new(services.Uploads, LimitsOf(services), CatalogueOptions.MostRefusalsWaiting, services.Time);

    private static OfferClockOptions ClockOptionsOf(CatalogueOptions options) => new()
    {
        SuspendAfterLeases = options.SuspendAfterLeases,
        SuspensionGrace = options.SuspensionGrace,
        VerdictRetention = TimeSpan.FromDays(options.VerdictRetentionDays),
    };

    public static IEndpointRouteBuilder MapCatalogue(this IEndpointRouteBuilder endpoints)
    {
        endpoints.MapGrpcService<CatalogueSync>().Add(StandBeforeUploads);
        return endpoints;
    }

    private static void StandBeforeUploads(EndpointBuilder endpoint)
    {
        var method = endpoint.Metadata.OfType<GrpcMethodMetadata>().SingleOrDefault()?.Method.Name;
        if (method is not (nameof(CatalogueSync.Sync) or nameof(CatalogueSync.UpsertItems)) || endpoint.RequestDelegate is not { } upload)
            return;
        endpoint.RequestDelegate = http => http.RequestServices.GetRequiredService<UploadDoor>().InvokeAsync(http, upload);
    }
}
