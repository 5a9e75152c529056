using Hub.Data.Clients;

namespace Hub.Auth.Clients;

/// <summary>
/// Clients as they stand in the database, at most a second old. A client that is disabled, a participant that is suspended and a scope
/// that is taken away take effect within that second on every node.
/// </summary>
internal sealed class ClientDirectory(ClientStore store, TimeProvider time)
{
    public static readonly TimeSpan Freshness = TimeSpan.FromSeconds(1);

    private const long MostBytes = 4 << 20;
    private const int EntryBytes = 1_024;

    private readonly BoundedCache<string, Entry> _entries = new(MostBytes, TimeSpan.FromMinutes(1), time);

    /// <summary>Whether the client was read within the last second; then also what was found, null for none.</summary>
    public bool TryPeek(string clientId, out ClientRecord? client)
    {
        var entry = Fresh(clientId);
        client = entry?.Record;
        return entry is { IsRead: true };
    }

    /// <summary>The client as read within the last second, or now; null when there is none.</summary>
    public Task<ClientRecord?> GetAsync(string clientId, CancellationToken cancel) =>
        Fresh(clientId)?.Reading?.WaitAsync(cancel) ?? ReadAsync(clientId, cancel);

    /// <summary>The client as it stands right now.</summary>
    public Task<ClientRecord?> ReadAsync(string clientId, CancellationToken cancel)
    {
        // The reading is shared by all who ask meanwhile, so none of them may cancel it.
        var entry = new Entry(time.GetTimestamp());
        entry.Reading = FillAsync(entry, clientId);
        _entries.Put(clientId, entry, EntryBytes + (2 * clientId.Length));
        return entry.Reading.WaitAsync(cancel);
    }

    private Entry? Fresh(string clientId) =>
        _entries.TryGet(clientId, out var entry) && time.GetElapsedTime(entry.ReadAt) < Freshness ? entry : null;

    private async Task<ClientRecord?> FillAsync(Entry entry, string clientId)
    {
        var record = await store.FindAsync(clientId, CancellationToken.None);
        entry.Fill(record);
        return record;
    }

    private sealed class Entry(long readAt)
    {
        private volatile bool _isRead;

        public long ReadAt { get; } = readAt;

        public ClientRecord? Record { get; private set; }

        public Task<ClientRecord?>? Reading { get; set; }

        public bool IsRead => _isRead;

        public void Fill(ClientRecord? record)
        {
            Record = record;
            _isRead = true;
        }
    }
}
