using Microsoft.EntityFrameworkCore;

namespace Hub.Data.Clients;

/// <summary>Reads and writes the list of revoked tokens; no other class writes it.</summary>
public sealed class RevokedTokenStore(IDbContextFactory<HubDbContext> contexts)
{
    /// <summary>Adds a token, once, and removes those that have expired by now.</summary>
    /// <returns>False when it was there already.</returns>
    public async Task<bool> AddAsync(string tokenId, DateTimeOffset expiresAt, DateTimeOffset now, CancellationToken cancel)
    {
        await using var db = await contexts.CreateDbContextAsync(cancel);

        // SQLite takes the write lock as the transaction begins.
        await using var transaction = await db.Database.BeginTransactionAsync(System.Data.IsolationLevel.Serializable, cancel);
        await db.RevokedTokens.Where(t => t.ExpiresAt <= now).ExecuteDeleteAsync(cancel);
        if (await db.RevokedTokens.AnyAsync(t => t.TokenId == tokenId, cancel))
            return false;

        db.RevokedTokens.Add(new() { TokenId = tokenId, ExpiresAt = expiresAt });
        await db.SaveChangesAsync(cancel);
        await transaction.CommitAsync(cancel);
        return true;
    }

    /// <summary>What was added behind a row, oldest first; zero begins at the first.</summary>
    public async Task<IReadOnlyList<RevokedToken>> ListAfterAsync(long id, CancellationToken cancel)
    {
        await using var db = await contexts.CreateDbContextAsync(cancel);
        return await db.RevokedTokens.AsNoTracking().Where(t => t.Id > id).OrderBy(t => t.Id).ToListAsync(cancel);
    }
}
