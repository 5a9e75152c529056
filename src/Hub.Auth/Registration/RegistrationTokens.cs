using System.Security.Cryptography;
using Hub.Auth.Audit;
using Hub.Auth.Clients;
using Hub.Auth.Keys;
using Hub.Data;
using Hub.Data.Clients;
using Microsoft.EntityFrameworkCore;

namespace Hub.Auth.Registration;

/// <summary>A registration token just made. It is shown this once and stored nowhere.</summary>
public sealed record NewRegistrationToken(string Token, string Prefix, Guid ParticipantPublicId, int Uses, DateTimeOffset ExpiresAt);

/// <summary>What operators do with registration tokens, which let programs of a participant register themselves (RFC 7591).</summary>
public sealed class RegistrationTokens
{
    /// <summary>Clients one token may register at most.</summary>
    public const int MostUses = 1_000;

    /// <summary>How long a token lasts unless told otherwise.</summary>
    public static readonly TimeSpan StandardLifetime = TimeSpan.FromDays(7);

    private static readonly TimeSpan LongestLifetime = TimeSpan.FromDays(90);

    // Hashed with the token where a secret has its client's id; no id holds a space.
    private const string HashedWith = "registration token";

    private readonly RegistrationTokenStore _store;
    private readonly IDbContextFactory<HubDbContext> _contexts;
    private readonly OperatorKeys _keys;
    private readonly TimeProvider _time;
    private readonly AuditLog _audit;

    internal RegistrationTokens(
        RegistrationTokenStore store, IDbContextFactory<HubDbContext> contexts, OperatorKeys keys, TimeProvider time, AuditLog audit) =>
        (_store, _contexts, _keys, _time, _audit) = (store, contexts, keys, time, audit);

    /// <summary>Makes a token for a participant's programs.</summary>
    /// <param name="participantPublicId">Public id of the participant.</param>
    /// <param name="uses">How many clients it may register.</param>
    /// <param name="lifetime">How long it lasts.</param>
    /// <param name="cancel">Ends the attempt.</param>
    public async Task<(NewRegistrationToken? Token, AdminRefusal? Refusal)> AddAsync(
        Guid participantPublicId, int uses, TimeSpan lifetime, CancellationToken cancel)
    {
        if (uses is < 1 or > MostUses)
        {
            return (null, new(
                "USES_OUT_OF_RANGE", "uses", $"A token may register 1 to {MostUses} clients.", $"Satu token dapat mendaftarkan 1 sampai {MostUses} klien.", "Give a number in this range."));
        }

        if (lifetime < TimeSpan.FromMinutes(1) || lifetime > LongestLifetime)
        {
            return (null, new(
                "LIFETIME_OUT_OF_RANGE",
                "valid_for",
                $"A registration token lasts from a minute to {LongestLifetime.TotalDays:F0} days.",
                $"Token pendaftaran berlaku satu menit sampai {LongestLifetime.TotalDays:F0} hari.",
                "Give as much time as the partner needs to install its program."));
        }

        await using var db = await _contexts.CreateDbContextAsync(cancel);
        if (await db.Participants.Where(p => p.PublicId == participantPublicId).Select(p => (long?)p.Id).SingleOrDefaultAsync(cancel) is not { } owner)
            return (null, ClientRefusals.ParticipantNotFound(participantPublicId));

        var token = SecretFormat.Make(SecretFormat.RegistrationPrefix);
        var now = _time.GetUtcNow();
        var row = new RegistrationToken
        {
            ParticipantId = owner,
            Hash = Hash(_keys.Newest, token),
            KeyId = _keys.Newest.Id,
            Prefix = SecretFormat.ShownPart(token),
            CreatedAt = now,
            ExpiresAt = now + lifetime,
            UsesLeft = uses,
        };
        await _store.AddAsync(row, cancel);
        await _audit.RecordAsync(new(AuditEvents.RegistrationTokenMade) { Participant = participantPublicId.ToString(), Subject = row.Prefix, Count = uses });
        return (new(token, row.Prefix, participantPublicId, uses, row.ExpiresAt), null);
    }

    /// <summary>Every token that was not removed, oldest first, those used up and expired too.</summary>
    public Task<IReadOnlyList<RegistrationTokenListing>> ListAsync(CancellationToken cancel) => _store.ListAsync(cancel);

    /// <summary>Removes a token; it registers nothing from then on.</summary>
    /// <param name="id">Its number in the list.</param>
    /// <param name="cancel">Ends the attempt.</param>
    public async Task<AdminRefusal?> RevokeAsync(long id, CancellationToken cancel)
    {
        if (await _store.RemoveAsync(id, cancel) is not { } known)
        {
            return new(
                "REGISTRATION_TOKEN_NOT_FOUND",
                "id",
                $"There is no registration token {id}.",
                $"Tidak ada token pendaftaran {id}.",
                "Use an id that hub registration-tokens list shows.");
        }

        await _audit.RecordAsync(new(AuditEvents.RegistrationTokenRevoked) { Participant = known.ParticipantPublicId.ToString(), Subject = known.Prefix });
        return null;
    }

    /// <summary>The token that was sent, under whichever version of the operator's key it was made; null when there is none.</summary>
    internal Task<RegistrationTokenRecord?> FindAsync(string token, CancellationToken cancel) =>
        _store.FindAsync([.. _keys.All.Select(key => Hash(key, token))], cancel);

    private static byte[] Hash(OperatorKey key, string token)
    {
        var hash = new byte[HMACSHA256.HashSizeInBytes];
        key.HashSecret(HashedWith, token, hash);
        return hash;
    }
}
