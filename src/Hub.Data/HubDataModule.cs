using Hub.Data.Catalogue;
using Hub.Data.Digests;
using Hub.Data.Feed;
using Hub.Data.Followers;
using Hub.Data.Ingest;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Hub.Data;

/// <summary>Registers the database, its stores and the ingest writer.</summary>
public static class HubDataModule
{
    /// <summary>Adds everything of this project; the caller migrates before the first use.</summary>
    public static IServiceCollection AddHubData(this IServiceCollection services, string dataDirectory)
    {
        var database = new HubDatabase(dataDirectory);
        services.AddSingleton(database);
        services.AddPooledDbContextFactory<HubDbContext>(options => options.UseSqlite(database.ConnectionString));
        services.AddScoped(provider => provider.GetRequiredService<IDbContextFactory<HubDbContext>>().CreateDbContext());
        services.AddSingleton<IngestOptions>();
        services.AddSingleton<IngestWriter>();
        services.AddSingleton<SnapshotOptions>();
        services.AddSingleton<OfferStore>();
        services.AddSingleton<DigestStore>();
        services.AddSingleton<OfferClockOptions>();
        services.AddSingleton<OfferClock>();
        services.AddSingleton<ItemReviews>();
        services.AddSingleton<VerdictRetention>();
        services.AddSingleton<ReceiptStore>();
        services.AddSingleton<QuarantineRelease>();
        services.AddSingleton<FollowerOptions>();
        services.AddSingleton<FollowerRunner>();
        services.AddSingleton<ChangeLog>();
        services.AddSingleton<FeedLog>();
        services.AddSingleton<FeedRetention>();
        return services;
    }
}
