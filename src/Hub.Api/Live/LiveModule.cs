namespace Hub.Api.Live;

/// <summary>Lets dashboards follow what changes.</summary>
internal static class LiveModule
{
    public static void AddLive(this IHostApplicationBuilder builder)
    {
        builder.Services.AddSingleton<ChangeTail>();
        builder.Services.AddHostedService(provider => provider.GetRequiredService<ChangeTail>());
        builder.Services.AddSingleton<CatalogueChanges>();
        builder.Services.AddSingleton<SyncProgress>();
        builder.Services.AddSingleton<LiveSources>();
    }
}
