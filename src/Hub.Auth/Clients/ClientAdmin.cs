using System.Security.Cryptography;
using System.Text;
using Hub.Auth.Audit;
using Hub.Auth.Keys;
using Hub.Data;
using Hub.Data.Clients;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;

namespace Hub.Auth.Clients;

/// <summary>A client just made. The secret is shown this once and stored nowhere.</summary>
public sealed record NewClient(string ClientId, string Secret, Guid ParticipantPublicId, Scopes Scopes);

/// <summary>Why a client was not made.</summary>
/// <param name="Reason">Stable name: SCOPE_UNKNOWN, SCOPE_MISSING or PARTICIPANT_UNKNOWN.</param>
/// <param name="Message">What to do about it.</param>
public sealed record ClientRefusal(string Reason, string Message);

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
    /// <param name="participantPublicId">Public id of the participant it calls for.</param>
    /// <param name="scopes">Names of scopes, parted by spaces.</param>
    /// <param name="cancel">Ends the attempt.</param>
    /// <returns>The client, or why there is none.</returns>
    public async Task<(NewClient? Client, ClientRefusal? Refusal)> AddAsync(
        Guid participantPublicId, string scopes, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(scopes);
        var (granted, refusal) = Parse(scopes);
        if (refusal is not null)
            return (null, refusal);

        await using var db = await _contexts.CreateDbContextAsync(cancel);
        var participant = await db.Participants
            .Where(p => p.PublicId == participantPublicId)
            .Select(p => new { p.Id, p.LegalName })
            .SingleOrDefaultAsync(cancel);
        if (participant is null)
            return (null, new("PARTICIPANT_UNKNOWN", $"There is no participant '{participantPublicId}'. List them, or add one first."));

        var clientId = MakeId(participant.LegalName);
        var secret = SecretFormat.Make();
        await _store.AddAsync(
            new()
            {
                ClientId = clientId,
                ParticipantId = participant.Id,
                Scopes = granted,
                CreatedAt = _time.GetUtcNow(),
                Secrets = [MakeSecret(clientId, secret)],
            },
            cancel);
        _log.ClientAdded(clientId, participantPublicId, ScopeNames.Format(granted));
        await _audit.RecordAsync(new(AuditEvents.ClientAdded)
        {
            Client = clientId, Participant = participantPublicId.ToString(), Detail = ScopeNames.Format(granted),
        });
        return (new(clientId, secret, participantPublicId, granted), null);
    }

    /// <summary>Says why a client with these scopes would be refused; null when it would not.</summary>
    public static ClientRefusal? Check(string scopes) => Parse(scopes).Refusal;

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

    private static (Scopes Granted, ClientRefusal? Refusal) Parse(string scopes)
    {
        var known = string.Join(", ", ScopeNames.All);
        return ScopeNames.TryParse(scopes, out var granted, out var unknown) switch
        {
            false => (granted, new("SCOPE_UNKNOWN", $"There is no scope '{unknown}'. Scopes are: {known}.")),
            true when granted == Scopes.None => (granted, new("SCOPE_MISSING", $"A client needs at least one scope. Scopes are: {known}.")),
            true => (granted, null),
        };
    }

    private ClientSecret MakeSecret(string clientId, string secret)
    {
        var hash = new byte[HMACSHA256.HashSizeInBytes];
        _operatorKey.HashSecret(clientId, secret, hash);
        return new()
        {
            // Set by the database with the client it belongs to.
            ClientId = 0,
            Hash = hash,
            KeyId = _operatorKey.Id,
            Prefix = SecretFormat.ShownPart(secret),
            CreatedAt = _time.GetUtcNow(),
        };
    }
}
