using Hub.Data;
using Hub.Data.Areas;
using Microsoft.EntityFrameworkCore;

namespace Hub.Api.Catalogue;

/// <summary>The area codes the hub knows, read when the hub starts, and again when there are more.</summary>
internal sealed class AreaReference(IDbContextFactory<HubDbContext> contexts) : IHostedService
{
    private volatile AreaList? _current;

    /// <summary>The list; every item is checked against it.</summary>
    public AreaList Current => _current ?? throw new InvalidOperationException("The areas are read when the hub starts.");

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        _current = await AreaList.ReadAsync(db, cancellationToken);
    }

    /// <summary>Reads the list again when its length has changed: an operator loaded more.</summary>
    /// <returns>True when it was read.</returns>
    public async Task<bool> RefreshAsync(CancellationToken cancel)
    {
        await using var db = await contexts.CreateDbContextAsync(cancel);
        if (await db.Areas.CountAsync(cancel) == Current.Count)
            return false;
        _current = await AreaList.ReadAsync(db, cancel);
        return true;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
