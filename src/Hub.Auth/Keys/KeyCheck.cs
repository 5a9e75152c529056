using Hub.Data.Clients;

namespace Hub.Auth.Keys;

/// <summary>What a version of the operator's key is still needed for.</summary>
/// <param name="Id">Names the version without telling it.</param>
/// <param name="IsNewest">Whether new things are made under it.</param>
/// <param name="IsGiven">Whether the settings hold it.</param>
/// <param name="SigningKeys">Signing keys encrypted under it.</param>
/// <param name="Secrets">Live client secrets whose hash was made under it.</param>
public sealed record OperatorKeyUse(string Id, bool IsNewest, bool IsGiven, int SigningKeys, int Secrets);

/// <summary>Tells an operator whether what is stored opens under the operator keys of the settings, and which are in use. Changes nothing.</summary>
public sealed class KeyCheck
{
    /// <summary>Setting of the older versions of the operator's key.</summary>
    public const string PreviousKeySetting = OperatorKeyLoader.PreviousSetting;

    private readonly SigningKeyStore _store;
    private readonly ClientStore _clients;
    private readonly Func<OperatorKeys> _operatorKeys;
    private readonly TimeProvider _time;

    internal KeyCheck(SigningKeyStore store, ClientStore clients, Func<OperatorKeys> operatorKeys, TimeProvider time)
    {
        _store = store;
        _clients = clients;
        _operatorKeys = operatorKeys;
        _time = time;
    }

    /// <summary>Opens every stored key.</summary>
    /// <returns>How many there are; none before the hub first served.</returns>
    /// <exception cref="SettingException">The operator key is missing, or not one they were stored under.</exception>
    public async Task<int> OpenAllAsync(CancellationToken cancel)
    {
        var stored = await _store.ListPublishedAsync(cancel);
        foreach (var key in stored)
            SigningKeyFactory.Open(key, _operatorKeys());
        return stored.Count;
    }

    /// <summary>The versions of the operator's key that are given or in use, the newest first.</summary>
    /// <exception cref="SettingException">The settings hold no usable key.</exception>
    public async Task<IReadOnlyList<OperatorKeyUse>> ListOperatorKeysAsync(CancellationToken cancel)
    {
        var given = _operatorKeys();
        var signing = (await _store.ListPublishedAsync(cancel)).CountBy(k => OperatorKey.IdOf(k.WrappedPrivateKey)).ToDictionary();
        var secrets = await _clients.CountLiveSecretsByKeyAsync(_time.GetUtcNow(), cancel);
        return
        [
            .. given.All.Select(key => key.Id).Union(signing.Keys).Union(secrets.Keys).Select(id => new OperatorKeyUse(
                id, id == given.Newest.Id, given.Holds(id), signing.GetValueOrDefault(id), secrets.GetValueOrDefault(id))),
        ];
    }
}
