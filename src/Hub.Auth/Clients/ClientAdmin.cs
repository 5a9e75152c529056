using System.Security.Cryptography;
using System.Text;
using Hub.Auth.Audit;
using Hub.Auth.Keys;
using Hub.Data;
using Hub.Data.Clients;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;

namespace Hub.Auth.Clients;

/// <summary>A client just made. The secret is shown this once and stored nowhere; it is empty for a client that has a key or a certificate instead.</summary>
public sealed record NewClient(string ClientId, string Secret, Guid ParticipantPublicId, Scopes Scopes)
{
    public ClientProof Proof { get; init; } = ClientProof.OfSecret;
}

/// <summary>What operators do with clients.</summary>
public sealed class ClientAdmin
{
    // Crockford's alphabet: no letter looks like a digit.
    private const string IdAlphabet = "0123456789abcdefghjkmnpqrstvwxyz";
    private const int IdLettersOfName = 24;
    private const int IdLettersOfChance = 10;

    private readonly ClientStore _store;
    private readonly IDbContextFactory<HubDbContext> _contexts;
    private readonly OperatorKey _operatorKey;
    private readonly TimeProvider _time;
    private readonly AuditLog _audit;
    private readonly ILogger<ClientAdmin> _log;

    internal ClientAdmin(
        ClientStore store, IDbContextFactory<HubDbContext> contexts, OperatorKey operatorKey, TimeProvider time, AuditLog audit, ILogger<ClientAdmin> log)
    {
        _store = store;
        _contexts = contexts;
        _operatorKey = operatorKey;
        _time = time;
        _audit = audit;
        _log = log;
    }

    /// <summary>Makes a client with one secret for a participant.</summary>
    public Task<(NewClient? Client, AdminRefusal? Refusal)> AddAsync(Guid participantPublicId, string scopes, CancellationToken cancel) =>
        AddAsync(participantPublicId, scopes, ClientProof.OfSecret, cancel);

    /// <summary>Makes a client for a participant.</summary>
    /// <param name="participantPublicId">Public id of the participant it calls for.</param>
    /// <param name="scopes">Names of scopes, parted by spaces.</param>
    /// <param name="proof">How it will prove who it is.</param>
    /// <param name="cancel">Ends the attempt.</param>
    /// <returns>The client, or why there is none.</returns>
    public async Task<(NewClient? Client, AdminRefusal? Refusal)> AddAsync(
        Guid participantPublicId, string scopes, ClientProof proof, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(scopes);
        ArgumentNullException.ThrowIfNull(proof);
        var (granted, refusal) = Parse(scopes);
        refusal ??= proof.Refusal();
        if (refusal is not null)
            return (null, refusal);

        await using var db = await _contexts.CreateDbContextAsync(cancel);
        var participant = await db.Participants
            .Where(p => p.PublicId == participantPublicId)
            .Select(p => new { p.Id, p.LegalName, p.RequiresFapi })
            .SingleOrDefaultAsync(cancel);
        if (participant is null)
            return (null, ClientRefusals.ParticipantNotFound(participantPublicId));

        if (participant.RequiresFapi && proof.RefusalByFapi() is { } strict)
            return (null, strict);

        var (row, secret) = Make(participant.Id, participant.LegalName, granted, proof, ClientStatus.Active);
        var clientId = row.ClientId;
        await _store.AddAsync(row, cancel);
        _log.ClientAdded(clientId, participantPublicId, ScopeNames.Format(granted));
        await _audit.RecordAsync(new(AuditEvents.ClientAdded)
        {
            Client = clientId, Participant = participantPublicId.ToString(), Detail = ScopeNames.Format(granted),
        });
        return (new(clientId, secret, participantPublicId, granted) { Proof = proof }, null);
    }

    /// <summary>Makes a client that is not stored yet, and its secret; the secret is empty for one that has none.</summary>
    internal (ClientCredential Row, string Secret) Make(long participantId, string participantName, Scopes granted, ClientProof proof, ClientStatus status)
    {
        var clientId = MakeId(participantName);
        var secret = proof.HasSecret ? SecretFormat.Make() : "";
        var now = _time.GetUtcNow();
        var row = new ClientCredential
        {
            ClientId = clientId,
            ParticipantId = participantId,
            Scopes = granted,
            Status = status,
            CreatedAt = now,
            Name = proof.Name,
            AuthenticationMethod = proof.Method,
            Jwks = proof.Jwks,
            JwksUri = proof.JwksUri,
            CertificateName = proof.CertificateName,
            CertificateNameValue = proof.CertificateNameValue,
            RequiresDpop = proof.RequiresDpop,
            BindsCertificate = proof.BindsCertificate,
            Secrets = proof.HasSecret ? [_operatorKey.MakeSecret(0, clientId, secret, now)] : [],
        };
        return (row, secret);
    }

    /// <summary>Says why a client with these scopes would be refused; null when it would not.</summary>
    public static AdminRefusal? Check(string scopes) => Parse(scopes).Refusal;

    /// <summary>Every client, or those of one participant.</summary>
    public Task<IReadOnlyList<ClientListing>> ListAsync(Guid? participantPublicId, CancellationToken cancel) =>
        _store.ListAsync(participantPublicId, cancel);

    /// <summary>An id people can tell apart: letters of the participant's name, and 50 bits of chance.</summary>
    internal static string MakeId(string name)
    {
        var id = new StringBuilder(IdLettersOfName + 1 + IdLettersOfChance);
        foreach (var letter in name)
        {
            if (id.Length == IdLettersOfName)
                break;
            if (char.IsAsciiLetterOrDigit(letter))
                id.Append(char.ToLowerInvariant(letter));
            else if (id.Length > 0 && id[^1] != '-')
                id.Append('-');
        }

        if (id.Length == 0)
            id.Append("client");
        if (id[^1] != '-')
            id.Append('-');
        return id.Append(RandomNumberGenerator.GetItems<char>(IdAlphabet, IdLettersOfChance)).ToString();
    }

    private static (Scopes Granted, AdminRefusal? Refusal) Parse(string scopes) => ScopeNames.TryParse(scopes, out var granted, out var unknown) switch
    {
        false => (granted, ClientRefusals.ScopeUnknown(unknown!)),
        true when granted == Scopes.None => (granted, ClientRefusals.ScopeMissing()),
        true => (granted, null),
    };
}
