using Hub.Data.Ingest;

namespace Hub.Data.Catalogue;

/// <summary>Keeps one receipt per session: the first one given stays.</summary>
public sealed class ReceiptStore(IngestWriter writer)
{
    /// <summary>The receipt of a session; this one, if it has none yet.</summary>
    public Task<byte[]> KeepAsync(long sessionId, byte[] receipt, CancellationToken cancel, long lane = 0)
    {
        ArgumentNullException.ThrowIfNull(receipt);
        return writer.RunAsync(transaction => Keep(transaction, sessionId, receipt), 1, cancel, lane);
    }

    /// <summary>The receipt of a session; null when it has none.</summary>
    public Task<byte[]?> FindAsync(long sessionId, CancellationToken cancel, long lane = 0) =>
        writer.RunAsync(transaction => Find(transaction, sessionId), 1, cancel, lane);

    private static byte[] Keep(IngestTransaction transaction, long sessionId, byte[] receipt)
    {
        var insert = transaction.Statement("INSERT INTO session_receipts (session_id, receipt) VALUES (?1, ?2) ON CONFLICT DO NOTHING");
        insert.Bind(1, sessionId);
        insert.Bind(2, receipt);
        insert.Run();
        return Find(transaction, sessionId) ?? receipt;
    }

    private static byte[]? Find(IngestTransaction transaction, long sessionId)
    {
        var select = transaction.Statement("SELECT receipt FROM session_receipts WHERE session_id = ?1");
        select.Bind(1, sessionId);
        var receipt = select.Step() ? select.Blob(0).ToArray() : null;
        select.Reset();
        return receipt;
    }
}
