using Hub.Data.Participants;
using Microsoft.EntityFrameworkCore;

namespace Hub.Data.Clients;

/// <summary>A secret as a token request needs it.</summary>
public sealed record SecretRecord(long Id, byte[] Hash, string KeyId, DateTimeOffset? ExpiresAt, DateTimeOffset? LastUsedAt);

/// <summary>A client as a token request or the check of a token needs it.</summary>
public sealed record ClientRecord(
    string ClientId,
    ClientStatus Status,
    Scopes Scopes,
    long ParticipantId,
    Guid ParticipantPublicId,
    ParticipantStatus ParticipantStatus,
    IReadOnlyList<SecretRecord> Secrets);

/// <summary>A client as an operator sees it in a list.</summary>
public sealed record ClientListing(
    string ClientId,
    Guid ParticipantPublicId,
    string ParticipantName,
    Scopes Scopes,
    ClientStatus Status,
    DateTimeOffset CreatedAt,
    IReadOnlyList<SecretListing> Secrets);

/// <summary>A secret as an operator sees it in a list: never the secret, nor its hash.</summary>
public sealed record SecretListing(string Prefix, DateTimeOffset CreatedAt, DateTimeOffset? ExpiresAt, DateTimeOffset? LastUsedAt);

/// <summary>Reads and writes clients and their secrets; no other class writes them.</summary>
public sealed class ClientStore(IDbContextFactory<HubDbContext> contexts)
{
    private static readonly Func<HubDbContext, string, CancellationToken, Task<ClientRecord?>> FindQuery =
        EF.CompileAsyncQuery((HubDbContext db, string clientId, CancellationToken cancel) => db.Clients
            .Where(c => c.ClientId == clientId)
            .Select(c => new ClientRecord(
                c.ClientId,
                c.Status,
                c.Scopes,
                c.ParticipantId,
                c.Participant.PublicId,
                c.Participant.Status,
                c.Secrets.Select(s => new SecretRecord(s.Id, s.Hash, s.KeyId, s.ExpiresAt, s.LastUsedAt)).ToList()))
            .SingleOrDefault());

    /// <summary>The client of a public id; null when there is none.</summary>
    public async Task<ClientRecord?> FindAsync(string clientId, CancellationToken cancel)
    {
        await using var db = await contexts.CreateDbContextAsync(cancel);
        return await FindQuery(db, clientId, cancel);
    }

    /// <summary>Stores a new client together with its secrets.</summary>
    public async Task AddAsync(ClientCredential client, CancellationToken cancel)
    {
        await using var db = await contexts.CreateDbContextAsync(cancel);
        db.Clients.Add(client);
        await db.SaveChangesAsync(cancel);
    }

    /// <summary>Every client, or those of one participant, oldest first.</summary>
    public async Task<IReadOnlyList<ClientListing>> ListAsync(Guid? participantPublicId, CancellationToken cancel)
    {
        await using var db = await contexts.CreateDbContextAsync(cancel);
        return await db.Clients
            .Where(c => participantPublicId == null || c.Participant.PublicId == participantPublicId)
            .OrderBy(c => c.Id)
            .Select(c => new ClientListing(
                c.ClientId,
                c.Participant.PublicId,
                c.Participant.LegalName,
                c.Scopes,
                c.Status,
                c.CreatedAt,
                c.Secrets.OrderBy(s => s.Id).Select(s => new SecretListing(s.Prefix, s.CreatedAt, s.ExpiresAt, s.LastUsedAt)).ToList()))
            .ToListAsync(cancel);
    }

    /// <summary>Notes that a secret got a token at a time.</summary>
    public async Task MarkUsedAsync(long secretId, DateTimeOffset usedAt, CancellationToken cancel)
    {
        await using var db = await contexts.CreateDbContextAsync(cancel);
        await db.ClientSecrets.Where(s => s.Id == secretId).ExecuteUpdateAsync(s => s.SetProperty(x => x.LastUsedAt, usedAt), cancel);
    }
}
