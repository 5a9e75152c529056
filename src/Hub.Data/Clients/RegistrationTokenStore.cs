using Hub.Data.Participants;
using Microsoft.EntityFrameworkCore;

namespace Hub.Data.Clients;

/// <summary>A registration token as an operator sees it: never the token, nor its hash.</summary>
public sealed record RegistrationTokenListing(
    long Id,
    string Prefix,
    Guid ParticipantPublicId,
    string ParticipantName,
    DateTimeOffset CreatedAt,
    DateTimeOffset ExpiresAt,
    int UsesLeft);

/// <summary>Whose clients a registration token registers.</summary>
public sealed record RegistrationTokenRecord(
    long Id, string Prefix, DateTimeOffset ExpiresAt, int UsesLeft, long ParticipantId, Guid ParticipantPublicId, string ParticipantName, ParticipantStatus ParticipantStatus, bool RequiresFapi);

/// <summary>Reads and writes registration tokens; no other class writes them.</summary>
public sealed class RegistrationTokenStore(IDbContextFactory<HubDbContext> contexts)
{
    public async Task AddAsync(RegistrationToken token, CancellationToken cancel)
    {
        await using var db = await contexts.CreateDbContextAsync(cancel);
        db.RegistrationTokens.Add(token);
        await db.SaveChangesAsync(cancel);
    }

    /// <summary>The token of any of these hashes; null when there is none.</summary>
    public async Task<RegistrationTokenRecord?> FindAsync(IReadOnlyList<byte[]> hashes, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(hashes);
        await using var db = await contexts.CreateDbContextAsync(cancel);
        foreach (var hash in hashes)
        {
            var found = await db.RegistrationTokens
                .Where(t => t.Hash == hash)
                .Select(t => new RegistrationTokenRecord(
                    t.Id, t.Prefix, t.ExpiresAt, t.UsesLeft, t.ParticipantId, t.Participant.PublicId, t.Participant.LegalName, t.Participant.Status, t.Participant.RequiresFapi))
                .SingleOrDefaultAsync(cancel);
            if (found is not null)
                return found;
        }

        return null;
    }

    /// <summary>Takes one use of a token and stores the client it registers, both or neither.</summary>
    /// <returns>False when no use is left, or the token was removed.</returns>
    public async Task<bool> RegisterAsync(long id, ClientCredential client, CancellationToken cancel)
    {
        await using var db = await contexts.CreateDbContextAsync(cancel);
        await using var transaction = await db.Database.BeginTransactionAsync(cancel);
        var used = await db.RegistrationTokens
            .Where(t => t.Id == id && t.UsesLeft > 0)
            .ExecuteUpdateAsync(t => t.SetProperty(x => x.UsesLeft, x => x.UsesLeft - 1), cancel);
        if (used == 0)
            return false;
        db.Clients.Add(client);
        await db.SaveChangesAsync(cancel);
        await transaction.CommitAsync(cancel);
        return true;
    }

    /// <summary>Every token that is there still, oldest first.</summary>
    public async Task<IReadOnlyList<RegistrationTokenListing>> ListAsync(CancellationToken cancel)
    {
        await using var db = await contexts.CreateDbContextAsync(cancel);
        return await Listings(db.RegistrationTokens.OrderBy(t => t.Id)).ToListAsync(cancel);
    }

    /// <summary>Removes the token of an id.</summary>
    /// <returns>What was removed; null when there was none.</returns>
    public async Task<RegistrationTokenListing?> RemoveAsync(long id, CancellationToken cancel)
    {
        await using var db = await contexts.CreateDbContextAsync(cancel);
        var token = db.RegistrationTokens.Where(t => t.Id == id);
        var known = await Listings(token).SingleOrDefaultAsync(cancel);
        return await token.ExecuteDeleteAsync(cancel) > 0 ? known : null;
    }

    private static IQueryable<RegistrationTokenListing> Listings(IQueryable<RegistrationToken> tokens) => tokens.Select(t => new RegistrationTokenListing(
        t.Id, t.Prefix, t.Participant.PublicId, t.Participant.LegalName, t.CreatedAt, t.ExpiresAt, t.UsesLeft));
}
