using System.Collections.Frozen;
using System.Text;
using Hub.Data.Clients;
using Microsoft.Extensions.Logging;
using Microsoft.IdentityModel.Tokens;

namespace Hub.Auth.Keys;

/// <summary>
/// The published signing keys of the database, opened. Read every second by <see cref="KeyRotation"/>, and at once when a token names a key
/// that is not known yet.
/// </summary>
internal sealed class KeyRing(
    SigningKeyStore store, OperatorKeys operatorKeys, AuthOptions options, TimeProvider time, ILogger<KeyRing> log) : IDisposable
{
    // Unknown key names cost a read of the database, and anyone can send them.
    private static readonly TimeSpan LeastBetweenReloads = TimeSpan.FromSeconds(1);

    private readonly SemaphoreSlim _reading = new(1);
    private long? _askedAt;
    private Keys? _keys;

    /// <summary>The keys as last read.</summary>
    public Keys Current => _keys ?? throw new InvalidOperationException("The signing keys are loaded when the host starts.");

    /// <summary>Reads the keys again.</summary>
    /// <exception cref="SettingException">At the first reading: a key was stored under an operator key that is not given.</exception>
    public async Task ReadAsync(CancellationToken cancel)
    {
        await _reading.WaitAsync(cancel);
        try
        {
            Take(await store.ListPublishedAsync(cancel));
        }
        finally
        {
            _reading.Release();
        }
    }

    /// <summary>Reads the keys again when one is missing: another process on the same database may have made it.</summary>
    /// <returns>True when the keys now hold it.</returns>
    public async Task<bool> ReloadForAsync(string kid, CancellationToken cancel)
    {
        await _reading.WaitAsync(cancel);
        try
        {
            if (!Current.Validation.ContainsKey(kid) && (_askedAt is not { } asked || time.GetElapsedTime(asked) >= LeastBetweenReloads))
            {
                _askedAt = time.GetTimestamp();
                Take(await store.ListPublishedAsync(cancel));
            }

            return Current.Validation.ContainsKey(kid);
        }
        finally
        {
            _reading.Release();
        }
    }

    public void Dispose() => _reading.Dispose();

    private void Take(IReadOnlyList<SigningKey> stored)
    {
        if (_keys is { } last && last.Stored.Select(Identity).SequenceEqual(stored.Select(Identity)))
            return;

        _keys = new(
            stored,
            [.. stored.SelectMany(key => Open(key) is { } credentials ? [(key.SignsFrom, credentials)] : Enumerable.Empty<(DateTimeOffset, SigningCredentials)>())],
            stored.ToFrozenDictionary(k => k.Kid, SigningKeyFactory.OpenPublic),
            Encoding.UTF8.GetBytes($$"""{"keys":[{{string.Join(',', stored.Select(k => k.PublicJwk))}}]}"""),
            time);
        log.KeysLoaded(options.Issuer, KeySchedule.SignerAt(stored, time.GetUtcNow())?.Kid ?? "none", stored.Count);
    }

    // What is opened stays open: rewrapping changes a key's wrapping, not the key.
    private SigningCredentials? Open(SigningKey key)
    {
        if (_keys?.Signers.FirstOrDefault(s => s.Credentials.Key.KeyId == key.Kid).Credentials is { } open)
            return open;
        try
        {
            return SigningKeyFactory.Open(key, operatorKeys);
        }
        catch (SettingException exception) when (_keys is not null)
        {
            // A process that runs goes on with the keys it has: another one was given a new operator key first.
            log.SigningKeyNotOpened(key.Kid, exception.Message);
            return null;
        }
    }

    private static (string Kid, DateTimeOffset SignsFrom, string OperatorKey) Identity(SigningKey key) =>
        (key.Kid, key.SignsFrom, OperatorKey.IdOf(key.WrappedPrivateKey));

    /// <summary>One reading of the keys.</summary>
    /// <param name="Stored">The published keys in the order they sign.</param>
    /// <param name="Signers">Those that could be opened, with the instant from which each signs.</param>
    /// <param name="Validation">Public keys by name.</param>
    /// <param name="Jwks">What the JWKS endpoint answers.</param>
    /// <param name="Time">Tells which of them signs.</param>
    internal sealed record Keys(
        IReadOnlyList<SigningKey> Stored,
        IReadOnlyList<(DateTimeOffset SignsFrom, SigningCredentials Credentials)> Signers,
        FrozenDictionary<string, SecurityKey> Validation,
        byte[] Jwks,
        TimeProvider Time)
    {
        /// <summary>Signs new tokens: the last key whose time has come.</summary>
        /// <exception cref="InvalidOperationException">No key could be opened, since others were withdrawn.</exception>
        public SigningCredentials Signing => SignerAt(Time.GetUtcNow()) ?? throw new InvalidOperationException(
            "No signing key can be opened with the operator keys of this process; the log tells which operator key is missing.");

        private SigningCredentials? SignerAt(DateTimeOffset now)
        {
            for (var i = Signers.Count - 1; i > 0; i--)
            {
                if (Signers[i].SignsFrom <= now)
                    return Signers[i].Credentials;
            }

            return Signers is [var (_, first), ..] ? first : null;
        }
    }
}
