using Hub.Api.Hosting;
using Hub.Api.Participants;
using Hub.Auth;
using Hub.Data;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Hub.Api.Commands;

/// <summary>The stores of a hub without its servers: what a command on the data directory works with.</summary>
internal sealed class OfflineHub : IAsyncDisposable
{
    private readonly ServiceProvider _provider;

    private OfflineHub(ServiceProvider provider) => _provider = provider;

    public IServiceProvider Provider => _provider;

    /// <summary>Opens the data directory by the same configuration as serving does; creates the database or brings it up to date.</summary>
    public static async Task<OfflineHub> OpenAsync(IEnumerable<string> settings, CancellationToken cancel)
    {
        var hub = Create(settings);
        await hub.Provider.GetRequiredService<HubDatabase>().MigrateAsync(cancel);
        return hub;
    }

    /// <summary>Puts the stores together and touches nothing.</summary>
    public static OfflineHub Create(IEnumerable<string> settings)
    {
        // Standard output belongs to the answer, and a command says itself what it did.
        var builder = HubHost.CreateBuilder(
            [.. settings, "--Logging:Console:LogToStandardErrorThreshold=Trace", "--Logging:LogLevel:Default=Warning"]);

        builder.Services.TryAddSingleton(TimeProvider.System);
        builder.Services.AddHubData(HubOptions.ReadDataDirectory(builder.Configuration, builder.Environment));
        builder.AddHubAuth();
        builder.AddParticipants();
        return new(builder.Services.BuildServiceProvider());
    }

    public ValueTask DisposeAsync() => _provider.DisposeAsync();
}
