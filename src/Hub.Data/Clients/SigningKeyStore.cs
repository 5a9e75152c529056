using Microsoft.EntityFrameworkCore;

namespace Hub.Data.Clients;

/// <summary>Reads and writes signing keys; no other class writes them.</summary>
public sealed class SigningKeyStore(IDbContextFactory<HubDbContext> contexts)
{
    /// <summary>Every key that is published, in the order they sign.</summary>
    public async Task<IReadOnlyList<SigningKey>> ListPublishedAsync(CancellationToken cancel)
    {
        await using var db = await contexts.CreateDbContextAsync(cancel);
        return await Published(db.SigningKeys.AsNoTracking()).ToListAsync(cancel);
    }

    /// <summary>Every key there ever was, in the order they sign.</summary>
    public async Task<IReadOnlyList<SigningKey>> ListAsync(CancellationToken cancel)
    {
        await using var db = await contexts.CreateDbContextAsync(cancel);
        return await db.SigningKeys.AsNoTracking().OrderBy(k => k.SignsFrom).ThenBy(k => k.Id).ToListAsync(cancel);
    }

    /// <summary>
    /// Changes keys while no other process can. What is decided is decided about the keys as they stand then: of several that want to make
    /// a successor, the first makes it and the others find it.
    /// </summary>
    /// <param name="change">Changes the published keys, in the order they sign, and returns one to add; null to add none.</param>
    /// <param name="cancel">Ends the attempt.</param>
    public async Task ChangeAsync(Func<IReadOnlyList<SigningKey>, SigningKey?> change, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(change);
        await using var db = await contexts.CreateDbContextAsync(cancel);

        // SQLite takes the write lock as the transaction begins.
        await using var transaction = await db.Database.BeginTransactionAsync(System.Data.IsolationLevel.Serializable, cancel);
        if (change(await Published(db.SigningKeys).ToListAsync(cancel)) is { } added)
            db.SigningKeys.Add(added);
        await db.SaveChangesAsync(cancel);
        await transaction.CommitAsync(cancel);
    }

    private static IQueryable<SigningKey> Published(IQueryable<SigningKey> keys) =>
        keys.Where(k => k.RemovedAt == null).OrderBy(k => k.SignsFrom).ThenBy(k => k.Id);
}
