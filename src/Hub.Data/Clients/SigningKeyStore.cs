using Microsoft.EntityFrameworkCore;

namespace Hub.Data.Clients;

/// <summary>Reads and writes signing keys; no other class writes them.</summary>
public sealed class SigningKeyStore(IDbContextFactory<HubDbContext> contexts)
{
    /// <summary>Every key, oldest first.</summary>
    public async Task<IReadOnlyList<SigningKey>> ListAsync(CancellationToken cancel)
    {
        await using var db = await contexts.CreateDbContextAsync(cancel);
        return await db.SigningKeys.AsNoTracking().OrderBy(k => k.Id).ToListAsync(cancel);
    }

    /// <summary>Stores a first active key, unless another process was faster.</summary>
    /// <returns>False when there already is an active key; nothing was stored then.</returns>
    public async Task<bool> TryAddFirstAsync(SigningKey key, CancellationToken cancel)
    {
        await using var db = await contexts.CreateDbContextAsync(cancel);

        // SQLite takes the write lock as the transaction begins, so two processes cannot both find none.
        await using var transaction = await db.Database.BeginTransactionAsync(System.Data.IsolationLevel.Serializable, cancel);
        if (await db.SigningKeys.AnyAsync(k => k.State == SigningKeyState.Active, cancel))
            return false;

        db.SigningKeys.Add(key);
        await db.SaveChangesAsync(cancel);
        await transaction.CommitAsync(cancel);
        return true;
    }
}
