using System.Text;
using Hub.Data.Clients;
using Microsoft.Extensions.Logging;
using Microsoft.IdentityModel.Tokens;

namespace Hub.Auth.Keys;

/// <summary>The signing keys of the database, opened. Loaded at start, and again when a token names a key that is not known yet.</summary>
internal sealed class KeyRing(
    SigningKeyStore store, OperatorKey operatorKey, AuthOptions options, TimeProvider time, ILogger<KeyRing> log) : IDisposable
{
    // Unknown key names cost a read of the database, and anyone can send them.
    private static readonly TimeSpan LeastBetweenReloads = TimeSpan.FromSeconds(1);

    private readonly SemaphoreSlim _reloading = new(1);
    private long _loadedAt;
    private Keys? _keys;

    /// <summary>The keys as last read.</summary>
    public Keys Current => _keys ?? throw new InvalidOperationException("The signing keys are loaded when the host starts.");

    /// <summary>Reads the keys, and makes a first one where none signs.</summary>
    public async Task LoadAsync(CancellationToken cancel)
    {
        var stored = await store.ListAsync(cancel);
        if (!stored.Any(k => k.State == SigningKeyState.Active))
        {
            var first = SigningKeyFactory.Make(operatorKey, SigningKeyState.Active, time.GetUtcNow());
            if (await store.TryAddFirstAsync(first, cancel))
                log.SigningKeyMade(first.Kid);
            stored = await store.ListAsync(cancel);
        }

        Take(stored);
    }

    /// <summary>Reads the keys again when one is missing: another process on the same database may have made it.</summary>
    /// <returns>True when the keys now hold it.</returns>
    public async Task<bool> ReloadForAsync(string kid, CancellationToken cancel)
    {
        await _reloading.WaitAsync(cancel);
        try
        {
            if (!Current.Validation.ContainsKey(kid) && time.GetElapsedTime(_loadedAt) >= LeastBetweenReloads)
                Take(await store.ListAsync(cancel));
            return Current.Validation.ContainsKey(kid);
        }
        finally
        {
            _reloading.Release();
        }
    }

    public void Dispose() => _reloading.Dispose();

    private void Take(IReadOnlyList<SigningKey> stored)
    {
        // The newest active key signs. Every key is opened, so that a wrong operator key shows at start and not at a rotation.
        var credentials = stored.ToDictionary(k => k.Kid, k => SigningKeyFactory.Open(k, operatorKey));
        var active = stored.Last(k => k.State == SigningKeyState.Active);
        _keys = new(
            credentials[active.Kid],
            stored.ToDictionary(k => k.Kid, SigningKeyFactory.OpenPublic),
            Encoding.UTF8.GetBytes($$"""{"keys":[{{string.Join(',', stored.Select(k => k.PublicJwk))}}]}"""));
        _loadedAt = time.GetTimestamp();
        log.KeysLoaded(options.Issuer, active.Kid, stored.Count);
    }

    /// <summary>One reading of the keys.</summary>
    /// <param name="Signing">Signs new tokens.</param>
    /// <param name="Validation">Public keys by name.</param>
    /// <param name="Jwks">What the JWKS endpoint answers.</param>
    internal sealed record Keys(SigningCredentials Signing, IReadOnlyDictionary<string, SecurityKey> Validation, byte[] Jwks);
}
