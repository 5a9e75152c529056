using Hub.Data.Clients;

namespace Hub.Auth.Keys;

/// <summary>Tells an operator whether the stored signing keys open under the configured operator key. Changes nothing.</summary>
public sealed class KeyCheck
{
    private readonly SigningKeyStore _store;
    private readonly Func<OperatorKey> _operatorKey;

    internal KeyCheck(SigningKeyStore store, Func<OperatorKey> operatorKey)
    {
        _store = store;
        _operatorKey = operatorKey;
    }

    /// <summary>Opens every stored key.</summary>
    /// <returns>How many there are; none before the hub first served.</returns>
    /// <exception cref="SettingException">The operator key is missing, or not the one they were stored under.</exception>
    public async Task<int> OpenAllAsync(CancellationToken cancel)
    {
        var stored = await _store.ListAsync(cancel);
        foreach (var key in stored)
            SigningKeyFactory.Open(key, _operatorKey());
        return stored.Count;
    }
}
