using System.Security.Cryptography;
using Hub.Auth.Audit;
using Hub.Data.Clients;
using Microsoft.Extensions.Logging;

namespace Hub.Auth.Keys;

/// <summary>A signing key as an operator sees it.</summary>
/// <param name="Kid">Its name in tokens and in the JWKS.</param>
/// <param name="State">Where it is in its life now.</param>
/// <param name="CreatedAt">When it was made.</param>
/// <param name="SignsFrom">From when it signs or signed.</param>
/// <param name="SignsUntil">When it signs no more, as things stand; null once it is removed or withdrawn.</param>
/// <param name="PublishedUntil">When it leaves or left the JWKS, as things stand.</param>
/// <param name="OperatorKeyId">Names the version of the operator's key it is encrypted under; null once its private part is destroyed.</param>
/// <param name="PublicJwk">Its public part; it verifies receipts signed long ago too.</param>
public sealed record SigningKeyLife(
    string Kid,
    SigningKeyState State,
    DateTimeOffset CreatedAt,
    DateTimeOffset SignsFrom,
    DateTimeOffset? SignsUntil,
    DateTimeOffset PublishedUntil,
    string? OperatorKeyId,
    string PublicJwk);

/// <summary>What operators do with signing keys. A running hub finds a change within a second.</summary>
public sealed class KeyAdmin
{
    // Every process reads the keys each second, so all of them know the new key before it signs.
    private static readonly TimeSpan Handover = TimeSpan.FromSeconds(5);

    private readonly SigningKeyStore _store;
    private readonly OperatorKeys _operatorKeys;
    private readonly KeyPeriods _periods;
    private readonly KeySchedule _schedule;
    private readonly TimeProvider _time;
    private readonly AuditLog _audit;
    private readonly ILogger<KeyAdmin> _log;

    internal KeyAdmin(SigningKeyStore store, OperatorKeys operatorKeys, KeyPeriods periods, TimeProvider time, AuditLog audit, ILogger<KeyAdmin> log)
    {
        _store = store;
        _operatorKeys = operatorKeys;
        _periods = periods;
        _schedule = new(periods);
        _time = time;
        _audit = audit;
        _log = log;
    }

    /// <summary>The keys in the order they sign.</summary>
    /// <param name="all">True lists also those that are published no more.</param>
    /// <param name="cancel">Ends the reading.</param>
    public async Task<IReadOnlyList<SigningKeyLife>> ListAsync(bool all, CancellationToken cancel)
    {
        var stored = all ? await _store.ListAsync(cancel) : await _store.ListPublishedAsync(cancel);
        var published = stored.Where(k => k.RemovedAt is null).ToList();
        return [.. stored.Select(key => Describe(key, published))];
    }

    /// <summary>Announces a successor now; it signs after the whole time of announcement. One that is announced already is enough.</summary>
    public Task<AdminRefusal?> AnnounceAsync(string? why, CancellationToken cancel) => ChangeAsync(
        why,
        (keys, events) =>
        {
            var now = Now();
            return keys is [.., { } last] && last.SignsFrom > now ? null : Make(now, now + _periods.Announce, AuditEvents.KeyAnnounced, events);
        },
        cancel);

    /// <summary>
    /// Has another key sign in a few seconds: the announced one, or a new one where none is announced. Repeated within these seconds, it
    /// changes nothing.
    /// </summary>
    public Task<AdminRefusal?> SwitchAsync(string? why, CancellationToken cancel) => ChangeAsync(
        why,
        (keys, events) =>
        {
            var now = Now();
            var next = keys.FirstOrDefault(k => k.SignsFrom > now);
            if (next is null)
                return Make(now, now + Handover, AuditEvents.KeySwitched, events);

            if (next.SignsFrom > now + Handover)
                Switch(next, now + Handover, events);
            return null;
        },
        cancel);

    /// <summary>
    /// Withdraws keys that others may hold: every token they signed is refused from now on. Where the one that signs is among them, the
    /// announced one signs at once, or a new one. A key that is withdrawn already is left as it is.
    /// </summary>
    /// <returns>Why nothing was changed; null when it was.</returns>
    public async Task<AdminRefusal?> WithdrawAsync(IReadOnlyCollection<string> kids, string? why, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(kids);
        var known = (await _store.ListAsync(cancel)).Select(k => k.Kid).ToHashSet(StringComparer.Ordinal);
        return kids.FirstOrDefault(kid => !known.Contains(kid)) is { } unknown
            ? new("KEY_NOT_FOUND", "revoke", $"There is no signing key '{unknown}'.", $"Tidak ada kunci penanda tangan '{unknown}'.", "hub keys list --all shows every key.")
            : await ChangeAsync(why, (keys, events) => Withdraw(keys, kids, events), cancel);
    }

    /// <summary>Encrypts every signing key under the newest version of the operator's key.</summary>
    /// <returns>How many were encrypted anew.</returns>
    /// <exception cref="SettingException">One was stored under a version that is not given; nothing was changed.</exception>
    public async Task<int> RewrapAsync(CancellationToken cancel)
    {
        var rewrapped = 0;
        await _store.ChangeAsync(
            keys =>
            {
                foreach (var key in keys.Where(k => OperatorKey.IdOf(k.WrappedPrivateKey) != _operatorKeys.Newest.Id))
                {
                    var plain = _operatorKeys.Unwrap(key.WrappedPrivateKey, key.Kid) ?? throw SigningKeyFactory.WrongKey(key, _operatorKeys);
                    key.WrappedPrivateKey = _operatorKeys.Newest.Wrap(plain, key.Kid);
                    CryptographicOperations.ZeroMemory(plain);
                    rewrapped++;
                }

                return null;
            },
            cancel);
        if (rewrapped > 0)
            await _audit.RecordAsync(new(AuditEvents.OperatorKeyChanged) { Subject = _operatorKeys.Newest.Id, Count = rewrapped });
        return rewrapped;
    }

    private async Task<AdminRefusal?> ChangeAsync(
        string? why, Func<IReadOnlyList<SigningKey>, List<AuditEvent>, SigningKey?> change, CancellationToken cancel)
    {
        if (AdminReason.Check(why) is { } tooLong)
            return tooLong;

        List<AuditEvent> events = [];
        await _store.ChangeAsync(keys => change(keys, events), cancel);
        foreach (var done in events)
            await _audit.RecordAsync(done with { Reason = AdminReason.Of(why) });
        return null;
    }

    private SigningKey? Withdraw(IReadOnlyList<SigningKey> keys, IReadOnlyCollection<string> kids, List<AuditEvent> events)
    {
        var now = Now();
        var signer = KeySchedule.SignerAt(keys, now);
        foreach (var key in keys.Where(k => kids.Contains(k.Kid)))
        {
            KeyRotation.Destroy(key, now);
            key.IsWithdrawn = true;
            events.Add(new(AuditEvents.KeyWithdrawn) { Subject = key.Kid });
            _log.SigningKeyWithdrawn(key.Kid);
        }

        if (signer is { RemovedAt: null })
            return null;
        if (keys.FirstOrDefault(k => k.RemovedAt is null && k.SignsFrom > now) is not { } next)
            return Make(now, now, AuditEvents.KeySwitched, events);

        Switch(next, now, events);
        return null;
    }

    private SigningKey Make(DateTimeOffset now, DateTimeOffset signsFrom, string name, List<AuditEvent> events)
    {
        var made = SigningKeyFactory.Make(_operatorKeys.Newest, now, signsFrom);
        events.Add(Told(name, made));
        _log.SigningKeyMade(made.Kid, signsFrom);
        return made;
    }

    private static void Switch(SigningKey next, DateTimeOffset signsFrom, List<AuditEvent> events)
    {
        next.SignsFrom = signsFrom;
        events.Add(Told(AuditEvents.KeySwitched, next));
    }

    private static AuditEvent Told(string name, SigningKey key) =>
        new(name) { Subject = key.Kid, Detail = $"signs from {key.SignsFrom.UtcDateTime:O}" };

    private SigningKeyLife Describe(SigningKey key, IReadOnlyList<SigningKey> published)
    {
        var now = Now();
        var isPublished = key.RemovedAt is null;
        var state = key switch
        {
            { IsWithdrawn: true } => SigningKeyState.Withdrawn,
            { RemovedAt: not null } => SigningKeyState.Removed,
            _ when key.SignsFrom > now => SigningKeyState.Announced,
            _ when key == KeySchedule.SignerAt(published, now) => SigningKeyState.Active,
            _ => SigningKeyState.Retired,
        };
        return new(
            key.Kid,
            state,
            key.CreatedAt,
            key.SignsFrom,
            isPublished ? _schedule.SignsUntil(published, key) : null,
            key.RemovedAt ?? _schedule.PublishedUntil(published, key),
            isPublished ? OperatorKey.IdOf(key.WrappedPrivateKey) : null,
            key.PublicJwk);
    }

    // As it is stored, so that a key that signs from now is not one of the next millisecond.
    private DateTimeOffset Now() => DateTimeOffset.FromUnixTimeMilliseconds(_time.GetUtcNow().ToUnixTimeMilliseconds());
}
