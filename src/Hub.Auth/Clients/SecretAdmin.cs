using Hub.Auth.Audit;
using Hub.Auth.Keys;
using Hub.Data.Clients;
using Microsoft.Extensions.Logging;

namespace Hub.Auth.Clients;

/// <summary>A secret just made. It is shown this once and stored nowhere.</summary>
/// <param name="Secret">The secret.</param>
/// <param name="Prefix">What is kept and shown of it.</param>
/// <param name="OldExpiresAt">When the one before it ends; null when there was none.</param>
/// <param name="Client">The client as it stands now.</param>
public sealed record NewSecret(string Secret, string Prefix, DateTimeOffset? OldExpiresAt, ClientListing Client);

/// <summary>What operators do with the secrets of clients. A running hub finds a change within a second.</summary>
public sealed class SecretAdmin
{
    /// <summary>How long the old secret is kept unless told otherwise.</summary>
    public static readonly TimeSpan StandardKeep = TimeSpan.FromHours(24);

    private const int MostLive = 2;

    private static readonly TimeSpan LongestKeep = TimeSpan.FromDays(90);

    private readonly ClientStore _store;
    private readonly OperatorKey _operatorKey;
    private readonly TimeProvider _time;
    private readonly AuditLog _audit;
    private readonly ILogger<SecretAdmin> _log;

    internal SecretAdmin(ClientStore store, OperatorKey operatorKey, TimeProvider time, AuditLog audit, ILogger<SecretAdmin> log)
    {
        _store = store;
        _operatorKey = operatorKey;
        _time = time;
        _audit = audit;
        _log = log;
    }

    /// <summary>Makes a new secret, and lets the old one live on for a while, so that programs can be moved to the new one.</summary>
    /// <param name="clientId">Public id of the client.</param>
    /// <param name="keepOld">How long the old secret lives on; zero ends it now.</param>
    /// <param name="why">Why it is changed; null when that was not said.</param>
    /// <param name="cancel">Ends the attempt.</param>
    public async Task<(NewSecret? Secret, AdminRefusal? Refusal)> RotateAsync(
        string clientId, TimeSpan keepOld, string? why, CancellationToken cancel)
    {
        if (AdminReason.Check(why) is { } tooLong)
            return (null, tooLong);
        if (keepOld < TimeSpan.Zero || keepOld > LongestKeep)
            return (null, ClientRefusals.KeepOutOfRange(LongestKeep));

        var secret = SecretFormat.Make();
        DateTimeOffset? oldEnd = null;
        var (refusal, client) = await _store.ChangeAsync(clientId, found => Rotate(found, ref secret, keepOld, out oldEnd), cancel);
        if (client is null)
            return (null, ClientRefusals.NotFound(clientId));
        if (refusal is not null)
            return (null, refusal);

        _log.SecretRotated(clientId, SecretFormat.ShownPart(secret), oldEnd);
        await _audit.RecordAsync(About(AuditEvents.SecretRotated, client, SecretFormat.ShownPart(secret), why) with
        {
            Detail = oldEnd is { } end ? $"the one before it ends at {end.UtcDateTime:O}" : null,
        });
        return (new(secret, SecretFormat.ShownPart(secret), oldEnd, client), null);
    }

    /// <summary>Ends a secret now. One that has ended already is left as it is.</summary>
    /// <param name="clientId">Public id of the client.</param>
    /// <param name="prefix">First characters of the secret, as they are shown.</param>
    /// <param name="why">Why it is ended; null when that was not said.</param>
    /// <param name="cancel">Ends the attempt.</param>
    public async Task<(ClientListing? Client, AdminRefusal? Refusal)> RevokeAsync(
        string clientId, string prefix, string? why, CancellationToken cancel)
    {
        if (AdminReason.Check(why) is { } tooLong)
            return (null, tooLong);

        var now = Now();
        var isEnded = false;
        var (refusal, client) = await _store.ChangeAsync(
            clientId,
            found =>
            {
                if (found.Secrets.FirstOrDefault(s => s.Prefix == prefix) is not { } secret)
                    return ClientRefusals.SecretNotFound(clientId, prefix);
                isEnded = IsLive(secret, now);
                secret.ExpiresAt = isEnded ? now : secret.ExpiresAt;
                return null;
            },
            cancel);
        if (client is null)
            return (null, ClientRefusals.NotFound(clientId));
        if (refusal is not null)
            return (null, refusal);

        if (isEnded)
        {
            _log.SecretRevoked(clientId, prefix);
            await _audit.RecordAsync(About(AuditEvents.SecretRevoked, client, prefix, why));
        }

        return (client, null);
    }

    private AdminRefusal? Rotate(ClientCredential client, ref string secret, TimeSpan keepOld, out DateTimeOffset? oldEnd)
    {
        oldEnd = null;
        if (!client.AuthenticationMethod.HasSecret())
            return ClientRefusals.HasNoSecret(client.ClientId);

        var now = Now();
        var live = client.Secrets.Where(s => IsLive(s, now)).ToList();
        if (live.Count >= MostLive)
            return ClientRefusals.SecretsFull(live);

        // What ended before is of no more use, and every token request would read it.
        foreach (var dead in client.Secrets.Except(live).ToList())
            client.Secrets.Remove(dead);
        foreach (var old in live)
        {
            old.ExpiresAt = old.ExpiresAt is { } end && end < now + keepOld ? end : now + keepOld;
            oldEnd = old.ExpiresAt;
        }

        // A prefix names a secret of a client.
        var prefixes = client.Secrets.Select(s => s.Prefix).ToHashSet(StringComparer.Ordinal);
        while (prefixes.Contains(SecretFormat.ShownPart(secret)))
            secret = SecretFormat.Make();
        client.Secrets.Add(_operatorKey.MakeSecret(client.Id, client.ClientId, secret, now));
        return null;
    }

    private static AuditEvent About(string name, ClientListing client, string prefix, string? why) =>
        new(name) { Client = client.ClientId, Participant = client.ParticipantPublicId.ToString(), Subject = prefix, Reason = AdminReason.Of(why) };

    private static bool IsLive(ClientSecret secret, DateTimeOffset now) => !(secret.ExpiresAt <= now);

    // As it is stored.
    private DateTimeOffset Now() => DateTimeOffset.FromUnixTimeMilliseconds(_time.GetUtcNow().ToUnixTimeMilliseconds());
}
