using Hub.Data.Ingest;

namespace Hub.Data.Catalogue;

/// <summary>Withdrawals that wait for an approval, in the writer's transaction.</summary>
internal static class HeldRows
{
    /// <summary>One withdrawal that waits.</summary>
    internal readonly record struct Held(long OfferId, long SaidRevision, SaidState SaidState);

    public static void Insert(IngestTransaction transaction, long sessionId, long offerId, long saidRevision, SaidState said)
    {
        var statement = transaction.Statement("""
            INSERT INTO held_withdrawals (session_id, offer_id, said_revision, said_state) VALUES (?1, ?2, ?3, ?4)
            ON CONFLICT (session_id, offer_id) DO UPDATE SET said_revision = ?3, said_state = ?4
            """);
        statement.Bind(1, sessionId);
        statement.Bind(2, offerId);
        statement.Bind(3, saidRevision);
        statement.Bind(4, (long)said);
        statement.Run();
    }

    public static List<Held> Of(IngestTransaction transaction, long sessionId)
    {
        var statement = transaction.Statement("SELECT offer_id, said_revision, said_state FROM held_withdrawals WHERE session_id = ?1");
        statement.Bind(1, sessionId);
        var held = new List<Held>();
        while (statement.Step())
            held.Add(new(statement.Int64(0), statement.Int64(1), (SaidState)statement.Int32(2)));
        statement.Reset();
        return held;
    }

    /// <summary>True while a withdrawal of this offer waits for an approval.</summary>
    public static bool Any(IngestTransaction transaction, long offerId)
    {
        var statement = transaction.Statement("SELECT 1 FROM held_withdrawals WHERE offer_id = ?1 LIMIT 1");
        statement.Bind(1, offerId);
        var any = statement.Step();
        statement.Reset();
        return any;
    }

    /// <summary>Tombstones of a source that wait for an approval and are still meant, beside the offers of a set.</summary>
    public static long CountTombstones(IngestTransaction transaction, long sourceId, HashSet<long> beside)
    {
        var statement = transaction.Statement("""
            SELECT DISTINCT h.offer_id FROM sync_sessions s JOIN held_withdrawals h ON h.session_id = s.id JOIN offers o ON o.id = h.offer_id
            WHERE s.source_id = ?1 AND s.state = 3 AND s.state IN (1, 3) AND h.said_state = 2 AND o.state = 1 AND o.said_state = 2
            """);
        statement.Bind(1, sourceId);
        var count = 0;
        while (statement.Step())
            count += beside.Contains(statement.Int64(0)) ? 0 : 1;
        statement.Reset();
        return count;
    }

    public static void Clear(IngestTransaction transaction, long sessionId)
    {
        var statement = transaction.Statement("DELETE FROM held_withdrawals WHERE session_id = ?1");
        statement.Bind(1, sessionId);
        statement.Run();
    }
}
