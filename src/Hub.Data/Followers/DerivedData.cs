using Hub.Data.Ingest;

namespace Hub.Data.Followers;

/// <summary>
/// Rows derived from offers, one kind of them. Each call brings what is derived of one offer up to the offer's present row, whatever was
/// derived of it before: repeating a change, skipping one or taking them in another order ends the same.
/// </summary>
/// <param name="name">Stable name.</param>
/// <param name="version">Raised whenever the derived rows mean something else, which derives them all again.</param>
internal abstract class DerivedData(string name, int version)
{
    public string Name { get; } = name;

    public int Version { get; } = version;

    /// <summary>Forgets what a batch gathered: the next begins, or the last was undone.</summary>
    public abstract void Begin();

    /// <summary>Derives from the present row of an offer.</summary>
    public abstract void Apply(IngestTransaction transaction, long offerId);

    /// <summary>Writes what the batch gathered.</summary>
    public abstract void End(IngestTransaction transaction);

    /// <summary>Removes a bounded number of derived rows.</summary>
    /// <returns>True when none is left.</returns>
    public abstract bool Clear(IngestTransaction transaction);
}
