using System.Data.Common;
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
    IReadOnlyList<SecretRecord> Secrets)
{
    public AuthenticationMethod AuthenticationMethod { get; init; } = AuthenticationMethod.Secret;

    /// <summary>See <see cref="ClientCredential.Jwks"/>.</summary>
    public string? Jwks { get; init; }

    /// <summary>See <see cref="ClientCredential.JwksUri"/>.</summary>
    public string? JwksUri { get; init; }

    /// <summary>See <see cref="ClientCredential.CertificateName"/>.</summary>
    public CertificateName? CertificateName { get; init; }

    /// <summary>See <see cref="ClientCredential.CertificateNameValue"/>.</summary>
    public string? CertificateNameValue { get; init; }

    /// <summary>See <see cref="ClientCredential.RequiresDpop"/>.</summary>
    public bool RequiresDpop { get; init; }

    /// <summary>See <see cref="ClientCredential.BindsCertificate"/>.</summary>
    public bool BindsCertificate { get; init; }

    /// <summary>See <see cref="Participant.RequiresFapi"/>.</summary>
    public bool RequiresFapi { get; init; }
}

/// <summary>A client as an operator sees it in a list.</summary>
public sealed record ClientListing(
    string ClientId,
    Guid ParticipantPublicId,
    string ParticipantName,
    Scopes Scopes,
    ClientStatus Status,
    DateTimeOffset CreatedAt,
    IReadOnlyList<SecretListing> Secrets)
{
    /// <summary>Its place in the list, to go on from.</summary>
    public required long Id { get; init; }

    /// <summary>See <see cref="ClientCredential.Name"/>.</summary>
    public string? Name { get; init; }

    public AuthenticationMethod AuthenticationMethod { get; init; } = AuthenticationMethod.Secret;

    /// <summary>See <see cref="ClientCredential.RequiresDpop"/>.</summary>
    public bool RequiresDpop { get; init; }

    /// <summary>See <see cref="ClientCredential.BindsCertificate"/>.</summary>
    public bool BindsCertificate { get; init; }
}

/// <summary>A secret as an operator sees it in a list: never the secret, nor its hash.</summary>
public sealed record SecretListing(string Prefix, DateTimeOffset CreatedAt, DateTimeOffset? ExpiresAt, DateTimeOffset? LastUsedAt);

/// <summary>Reads and writes clients and their secrets; no other class writes them.</summary>
public sealed class ClientStore(IDbContextFactory<HubDbContext> contexts)
{
    // Always one row at least, so that looking for a client that is not there takes as long as for one that is: who guesses ids learns
    // nothing.
    private const string FindSql = """
        SELECT c.status, c.scopes, c.participant_id, p.public_id, p.status, s.id, s.hash, s.key_id, s.expires_at, s.last_used_at,
            c.authentication_method, c.jwks, c.jwks_uri, c.certificate_name, c.certificate_name_value, c.requires_dpop, c.binds_certificate, p.requires_fapi
        FROM (SELECT 1 AS one) AS always
        LEFT JOIN clients AS c ON c.client_id = @client_id
        LEFT JOIN participants AS p ON p.id = c.participant_id
        LEFT JOIN client_secrets AS s ON s.client_id = c.id
        ORDER BY s.id
        """;

    /// <summary>The client of a public id; null when there is none.</summary>
    public async Task<ClientRecord?> FindAsync(string clientId, CancellationToken cancel)
    {
        await using var db = await contexts.CreateDbContextAsync(cancel);
        await db.Database.OpenConnectionAsync(cancel);
        await using var command = db.Database.GetDbConnection().CreateCommand();
        command.CommandText = FindSql;
        var parameter = command.CreateParameter();
        parameter.ParameterName = "client_id";
        parameter.Value = clientId;
        command.Parameters.Add(parameter);
        await using var row = await command.ExecuteReaderAsync(cancel);

        ClientRecord? client = null;
        List<SecretRecord> secrets = [];
        while (await row.ReadAsync(cancel))
        {
            client ??= row.IsDBNull(0) ? null : ReadClient(row, clientId, secrets);
            if (!row.IsDBNull(5))
                secrets.Add(new(row.GetInt64(5), row.GetFieldValue<byte[]>(6), row.GetString(7), ReadInstant(row, 8), ReadInstant(row, 9)));
        }

        return client;
    }

    /// <summary>Stores a new client together with its secrets.</summary>
    public async Task AddAsync(ClientCredential client, CancellationToken cancel)
    {
        await using var db = await contexts.CreateDbContextAsync(cancel);
        db.Clients.Add(client);
        await db.SaveChangesAsync(cancel);
    }

    /// <summary>Every client, or those of one participant, oldest first.</summary>
    public Task<IReadOnlyList<ClientListing>> ListAsync(Guid? participantPublicId, CancellationToken cancel) =>
        ListAsync(participantPublicId, 0, int.MaxValue, cancel);

    /// <summary>A page of clients, or of those of one participant, oldest first.</summary>
    /// <param name="participantPublicId">Participant whose clients to list; null lists all.</param>
    /// <param name="after">Place of the last one already seen; zero starts at the first.</param>
    /// <param name="most">How many to return at most.</param>
    /// <param name="cancel">Ends the reading.</param>
    public async Task<IReadOnlyList<ClientListing>> ListAsync(Guid? participantPublicId, long after, int most, CancellationToken cancel)
    {
        await using var db = await contexts.CreateDbContextAsync(cancel);
        return await Listings(db.Clients
            .Where(c => c.Id > after && (participantPublicId == null || c.Participant.PublicId == participantPublicId))
            .OrderBy(c => c.Id)
            .Take(most)).ToListAsync(cancel);
    }

    /// <summary>A client as an operator sees it; null when there is none.</summary>
    public async Task<ClientListing?> FindListingAsync(string clientId, CancellationToken cancel)
    {
        await using var db = await contexts.CreateDbContextAsync(cancel);
        return await Listings(db.Clients.Where(c => c.ClientId == clientId)).SingleOrDefaultAsync(cancel);
    }

    /// <summary>Changes a client and its secrets while no other process can.</summary>
    /// <param name="clientId">Public id of the client.</param>
    /// <param name="change">Looks at the client as it stands then, its secrets oldest first, and changes it.</param>
    /// <param name="cancel">Ends the attempt.</param>
    /// <returns>What the change returned, and the client after it; the client is null when there is none.</returns>
    public async Task<(T? Result, ClientListing? Client)> ChangeAsync<T>(
        string clientId, Func<ClientCredential, T> change, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(change);
        await using var db = await contexts.CreateDbContextAsync(cancel);

        // SQLite takes the write lock as the transaction begins.
        await using var transaction = await db.Database.BeginTransactionAsync(System.Data.IsolationLevel.Serializable, cancel);
        var client = await db.Clients.Include(c => c.Secrets.OrderBy(s => s.Id)).SingleOrDefaultAsync(c => c.ClientId == clientId, cancel);
        if (client is null)
            return default;

        var result = change(client);
        await db.SaveChangesAsync(cancel);
        var listing = await Listings(db.Clients.Where(c => c.Id == client.Id)).SingleAsync(cancel);
        await transaction.CommitAsync(cancel);
        return (result, listing);
    }

    /// <summary>Removes a client that waits for approval, with its secrets.</summary>
    /// <returns>False when there is none that waits.</returns>
    public async Task<bool> RemovePendingAsync(string clientId, CancellationToken cancel)
    {
        await using var db = await contexts.CreateDbContextAsync(cancel);
        return await db.Clients.Where(c => c.ClientId == clientId && c.Status == ClientStatus.Pending).ExecuteDeleteAsync(cancel) > 0;
    }

    /// <summary>How many live secrets were hashed under each operator key.</summary>
    public async Task<IReadOnlyDictionary<string, int>> CountLiveSecretsByKeyAsync(DateTimeOffset now, CancellationToken cancel)
    {
        await using var db = await contexts.CreateDbContextAsync(cancel);
        return await db.ClientSecrets
            .Where(s => s.ExpiresAt == null || s.ExpiresAt > now)
            .GroupBy(s => s.KeyId)
            .Select(g => new { g.Key, Count = g.Count() })
            .ToDictionaryAsync(g => g.Key, g => g.Count, cancel);
    }

    /// <summary>Notes that a secret got a token at a time.</summary>
    public async Task MarkUsedAsync(long secretId, DateTimeOffset usedAt, CancellationToken cancel)
    {
        await using var db = await contexts.CreateDbContextAsync(cancel);
        await db.ClientSecrets.Where(s => s.Id == secretId).ExecuteUpdateAsync(s => s.SetProperty(x => x.LastUsedAt, usedAt), cancel);
    }

    /// <summary>Puts the hash under another operator key in place of the one a secret has, unless another process did already.</summary>
    public async Task RehashAsync(SecretRecord secret, byte[] hash, string keyId, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(secret);
        await using var db = await contexts.CreateDbContextAsync(cancel);
        await db.ClientSecrets
            .Where(s => s.Id == secret.Id && s.KeyId == secret.KeyId)
            .ExecuteUpdateAsync(s => s.SetProperty(x => x.Hash, hash).SetProperty(x => x.KeyId, keyId), cancel);
    }

    private static IQueryable<ClientListing> Listings(IQueryable<ClientCredential> clients) => clients.Select(c => new ClientListing(
        c.ClientId,
        c.Participant.PublicId,
        c.Participant.LegalName,
        c.Scopes,
        c.Status,
        c.CreatedAt,
        c.Secrets.OrderBy(s => s.Id).Select(s => new SecretListing(s.Prefix, s.CreatedAt, s.ExpiresAt, s.LastUsedAt)).ToList())
    {
        Id = c.Id,
        Name = c.Name,
        AuthenticationMethod = c.AuthenticationMethod,
        RequiresDpop = c.RequiresDpop,
        BindsCertificate = c.BindsCertificate,
    });

    private static ClientRecord ReadClient(DbDataReader row, string clientId, List<SecretRecord> secrets) => new(
        clientId,
        (ClientStatus)row.GetInt32(0),
        (Scopes)row.GetInt32(1),
        row.GetInt64(2),
        new Guid(row.GetFieldValue<byte[]>(3), bigEndian: true),
        (ParticipantStatus)row.GetInt32(4),
        secrets)
    {
        AuthenticationMethod = (AuthenticationMethod)row.GetInt32(10),
        Jwks = ReadText(row, 11),
        JwksUri = ReadText(row, 12),
        CertificateName = row.IsDBNull(13) ? null : (CertificateName)row.GetInt32(13),
        CertificateNameValue = ReadText(row, 14),
        RequiresDpop = row.GetBoolean(15),
        BindsCertificate = row.GetBoolean(16),
        RequiresFapi = row.GetBoolean(17),
    };

    private static string? ReadText(DbDataReader row, int column) => row.IsDBNull(column) ? null : row.GetString(column);

    private static DateTimeOffset? ReadInstant(DbDataReader row, int column) =>
        row.IsDBNull(column) ? null : DateTimeOffset.FromUnixTimeMilliseconds(row.GetInt64(column));
}
