using Hub.Data.Catalogue;
using Hub.Data.Ingest;
using Microsoft.Data.Sqlite;

namespace Hub.Data.Digests;

/// <summary>What the hub knows of a key that a partner lists.</summary>
/// <param name="Revision">Revision that was said last; 0 when nothing was.</param>
/// <param name="State">What was said last.</param>
/// <param name="StagedRevision">Highest revision this session has sent already; 0 when none.</param>
public readonly record struct KnownKey(long Revision, SaidState State, long StagedRevision)
{
    /// <summary>What the key adds to the hub's sums.</summary>
    public UInt128 DigestOf(string externalId) => ItemDigest.Of(externalId, Revision, State);
}

/// <summary>
/// Reads the sums of a source and what stands behind them, for a comparison with a partner's. The lane is the participant, whose look-ups wait for
/// its own work and for nobody else's.
/// </summary>
public sealed class DigestStore(HubDatabase database, IngestWriter writer)
{
    private const int KeysAtOnce = 1_000;

    /// <summary>
    /// Begins a negotiation: the node digests of a source, joined in order, and how many items it has. From now on the session's commit needs one.
    /// </summary>
    public Task<(byte[] Nodes, long Items)> NegotiateAsync(long sourceId, long sessionId, CancellationToken cancel, long lane = 0) =>
        writer.RunAsync(
            transaction =>
            {
                SessionRows.Negotiate(transaction, sessionId);
                return (transaction.Sums.Nodes(sourceId), transaction.Sums.Live(sourceId));
            },
            1,
            cancel,
            lane);

    /// <summary>The leaf digests of some nodes of a source.</summary>
    public Task<Dictionary<int, UInt128[]>> LeavesAsync(long sourceId, IReadOnlyCollection<int> nodes, CancellationToken cancel, long lane = 0) =>
        writer.RunAsync(transaction => nodes.ToDictionary(node => node, node => transaction.Sums.Leaves(sourceId, node).ToArray()), 1, cancel, lane);

    /// <summary>What is known of keys, in their order. Many are looked up in parts, so that other lanes get their turn between them.</summary>
    public async Task<KnownKey[]> FindAsync(long sourceId, long sessionId, IReadOnlyList<string> externalIds, CancellationToken cancel, long lane = 0)
    {
        var parts = new List<Task<KnownKey[]>>();
        foreach (var ids in externalIds.Chunk(KeysAtOnce))
        {
            parts.Add(await writer.EnqueueAsync(
                transaction => Array.ConvertAll(ids, id => Find(transaction, sourceId, sessionId, id)), ids.Length, cancel, lane));
        }

        return [.. (await Task.WhenAll(parts)).SelectMany(known => known)];
    }

    /// <summary>The keys of a source that pass, read beside the writer.</summary>
    public async Task<List<string>> ScanAsync(long sourceId, Func<string, bool> passes, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(passes);
        await using var connection = new SqliteConnection(database.ConnectionString);
        await connection.OpenAsync(cancel);
        await using var command = connection.CreateCommand();
        command.CommandText = "SELECT external_id FROM offers WHERE source_id = $source ORDER BY external_id";
        command.Parameters.AddWithValue("$source", sourceId);
        await using var rows = await command.ExecuteReaderAsync(cancel);
        var found = new List<string>();
        while (await rows.ReadAsync(cancel))
        {
            if (rows.GetString(0) is var id && passes(id))
                found.Add(id);
        }

        return found;
    }

    private static KnownKey Find(IngestTransaction transaction, long sourceId, long sessionId, string externalId)
    {
        var stored = OfferRows.Find(transaction, sourceId, externalId).Item;
        var staged = StagedRows.Of(transaction, sessionId, externalId);
        return new(stored.SaidRevision, stored.SaidState, staged.Count > 0 ? staged[^1].Revision : 0);
    }
}
