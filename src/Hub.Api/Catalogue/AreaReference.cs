using Hub.Data;
using Hub.Data.Areas;
using Microsoft.EntityFrameworkCore;

namespace Hub.Api.Catalogue;

/// <summary>The area codes the hub knows, read when the hub starts and kept.</summary>
internal sealed class AreaReference(IDbContextFactory<HubDbContext> contexts) : IHostedService
{
    private AreaList? _current;

    /// <summary>The list; every item is checked against it.</summary>
    public AreaList Current => _current ?? throw new InvalidOperationException("The areas are read when the hub starts.");

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        _current = await AreaList.ReadAsync(db, cancellationToken);
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
