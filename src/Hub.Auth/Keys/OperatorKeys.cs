namespace Hub.Auth.Keys;

/// <summary>
/// The versions of the operator's key. The newest closes signing keys and hashes secrets; older ones only open and check what was made
/// under them, until nothing is left of that.
/// </summary>
internal sealed class OperatorKeys : IDisposable
{
    public OperatorKeys(OperatorKey newest, params IEnumerable<OperatorKey> previous)
    {
        Newest = newest;
        All = [newest, .. previous];
    }

    public OperatorKey Newest { get; }

    /// <summary>Every version, the newest first.</summary>
    public IReadOnlyList<OperatorKey> All { get; }

    /// <summary>Whether a version is given.</summary>
    public bool Holds(string id) => All.Any(key => key.Id == id);

    /// <summary>Opens what any of the versions closed; null when none of them did, or it was changed since.</summary>
    public byte[]? Unwrap(ReadOnlySpan<byte> wrapped, string name)
    {
        var id = OperatorKey.IdOf(wrapped);
        return All.FirstOrDefault(key => key.Id == id)?.Unwrap(wrapped, name);
    }

    public void Dispose()
    {
        foreach (var key in All)
            key.Dispose();
    }
}
