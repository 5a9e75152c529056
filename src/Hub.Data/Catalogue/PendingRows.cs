using Hub.Data.Ingest;

namespace Hub.Data.Catalogue;

/// <summary>Versions that are kept beside the last good one, in the writer's transaction.</summary>
internal static class PendingRows
{
    public static void Upsert(IngestTransaction transaction, SessionInfo session, long offerId, ItemWrite item)
    {
        var statement = transaction.Statement("""
            INSERT INTO pending_items (offer_id, session_id, revision, reason, field, content_hash, body, received_at, detail)
            VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)
            ON CONFLICT (offer_id) DO UPDATE SET session_id = ?2, revision = ?3, reason = ?4, field = ?5, content_hash = ?6, body = ?7,
                received_at = ?8, detail = ?9
            """);
        statement.Bind(1, offerId);
        statement.Bind(2, session.Id);
        statement.Bind(3, item.Revision);
        statement.Bind(4, item.Finding?.Reason ?? "");
        statement.Bind(5, item.Finding?.Field ?? "");
        statement.Bind(6, item.Hash);
        statement.Bind(7, item.Content!.Body);
        statement.Bind(8, transaction.Now.ToUnixTimeMilliseconds());
        statement.Bind(9, item.Finding?.Detail);
        statement.Run();
    }

    /// <summary>Drops what waits beside an offer. Nothing can wait where the last word is what is shown.</summary>
    public static void Delete(IngestTransaction transaction, in StoredItem stored)
    {
        if (stored.SaidHash == stored.Hash)
            return;
        var statement = transaction.Statement("DELETE FROM pending_items WHERE offer_id = ?1");
        statement.Bind(1, stored.OfferId);
        statement.Run();
    }
}
