using Hub.Data.Ingest;

namespace Hub.Data.Catalogue;

/// <summary>What the writer keeps of a source: its live offers and when it last synced.</summary>
internal static class SourceRows
{
    private const long LeastGuard = 20;

    /// <summary>Withdrawals one session may make: as set, else the larger of 20 and a tenth of the live offers, those hidden with the source included.</summary>
    public static long Guard(IngestTransaction transaction, long sourceId)
    {
        var statement = transaction.Statement("""
            SELECT withdrawal_guard, live_offers + (SELECT count(*) FROM offers o WHERE o.source_id = ?1 AND o.state = 3) FROM sources WHERE id = ?1
            """);
        statement.Bind(1, sourceId);
        var guard = statement.Step()
            ? statement.Int64OrNull(0) ?? Math.Max(LeastGuard, statement.Int64(1) / 10)
            : LeastGuard;
        statement.Reset();
        return guard;
    }

    /// <summary>The number a snapshot would have that is committed now.</summary>
    public static long ForeseeEpoch(IngestTransaction transaction, long sourceId)
    {
        var statement = transaction.Statement("SELECT epoch + 1 FROM sources WHERE id = ?1");
        statement.Bind(1, sourceId);
        var epoch = statement.Step() ? statement.Int64(0) : 1;
        statement.Reset();
        return epoch;
    }

    /// <summary>The number of the snapshot that is committed now, where their order is the revision.</summary>
    public static long NextEpoch(IngestTransaction transaction, long sourceId)
    {
        var statement = transaction.Statement("UPDATE sources SET epoch = epoch + 1 WHERE id = ?1 RETURNING epoch");
        statement.Bind(1, sourceId);
        var epoch = statement.Step() ? statement.Int64(0) : 1;
        statement.Reset();
        return epoch;
    }

    public static void Touch(IngestTransaction transaction, long sourceId, long liveDelta)
    {
        // A sign of life renews the lease; only an operator's suspension stays.
        var statement = transaction.Statement("""
            UPDATE sources SET live_offers = live_offers + ?2, last_sync_at = ?3,
                state = CASE WHEN state = 2 OR suspended_by = 1 THEN 1 ELSE state END,
                suspended_by = CASE suspended_by WHEN 1 THEN NULL ELSE suspended_by END
            WHERE id = ?1
            """);
        statement.Bind(1, sourceId);
        statement.Bind(2, liveDelta);
        statement.Bind(3, transaction.Now.ToUnixTimeMilliseconds());
        statement.Run();
    }
}
