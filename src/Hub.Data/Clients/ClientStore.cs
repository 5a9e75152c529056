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
    IReadOnlyList<SecretListing> Secrets);

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
