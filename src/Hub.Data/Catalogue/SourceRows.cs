using Hub.Data.Ingest;

namespace Hub.Data.Catalogue;

/// <summary>What the writer keeps of a source: its live offers and when it last synced.</summary>
internal static class SourceRows
{
    private const long LeastGuard = 20;

    /// <summary>Withdrawals one session may make: as set, else the larger of 20 and a tenth of the live offers.</summary>
    public static long Guard(IngestTransaction transaction, long sourceId)
    {
        var statement = transaction.Statement("SELECT withdrawal_guard, live_offers FROM sources WHERE id = ?1");
        statement.Bind(1, sourceId);
        var guard = statement.Step()
            ? statement.Int64OrNull(0) ?? Math.Max(LeastGuard, statement.Int64(1) / 10)
            : LeastGuard;
        statement.Reset();
        return guard;
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
        var statement = transaction.Statement(
            "UPDATE sources SET live_offers = live_offers + ?2, last_sync_at = ?3, state = CASE state WHEN 2 THEN 1 ELSE state END WHERE id = ?1");
        statement.Bind(1, sourceId);
        statement.Bind(2, liveDelta);
        statement.Bind(3, transaction.Now.ToUnixTimeMilliseconds());
        statement.Run();
    }
}
