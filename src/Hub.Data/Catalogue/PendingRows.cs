using Hub.Data.Ingest;
using Hub.Data.Providers;

namespace Hub.Data.Catalogue;

/// <summary>Versions that are kept beside the last good one, in the writer's transaction.</summary>
internal static class PendingRows
{
    /// <summary>Reason of a version that waits for a review.</summary>
    public const string Review = ReasonCodes.PendingReview;

    /// <summary>Reason of a version that a review refused; it stays, so that it can still be approved.</summary>
    public const string Refused = ReasonCodes.ReviewRefused;

    /// <summary>A version that waits.</summary>
    internal readonly record struct Waiting(
        long OfferId, string ExternalId, OfferKind Kind, long SessionId, long Revision, string Reason, UInt128 Hash, byte[] Body);

    private const string Select = """
        SELECT p.offer_id, o.external_id, o.kind, p.session_id, p.revision, p.reason, p.content_hash, p.body
        FROM pending_items p JOIN offers o ON o.id = p.offer_id
        """;

    /// <summary>What waits beside an offer; null when nothing does.</summary>
    public static Waiting? Of(IngestTransaction transaction, long sourceId, string externalId)
    {
        var statement = transaction.Statement($"{Select} WHERE o.source_id = ?1 AND o.external_id = ?2");
        statement.Bind(1, sourceId);
        statement.Bind(2, externalId);
        return Read(statement) is [var waiting] ? waiting : null;
    }

    /// <summary>Versions in quarantine, by the row keys of their offers.</summary>
    public static List<Waiting> Quarantined(IngestTransaction transaction, long after, int most)
    {
        var statement = transaction.Statement(
            $"{Select} WHERE p.offer_id > ?1 AND p.reason NOT IN ('{Review}', '{Refused}') ORDER BY p.offer_id LIMIT ?2");
        statement.Bind(1, after);
        statement.Bind(2, most);
        return Read(statement);
    }

    /// <summary>What is said of a version that comes again and needs a review.</summary>
    public static (ItemDecision Decision, WriteAction Action) Standing(IngestTransaction transaction, long offerId, in ItemDecision decision)
    {
        var statement = transaction.Statement("SELECT reason FROM pending_items WHERE offer_id = ?1");
        statement.Bind(1, offerId);
        var reason = statement.Step() ? statement.Text(0) : null;
        statement.Reset();
        return reason switch
        {
            Review => (decision, WriteAction.None),
            Refused => (decision with { Outcome = Outcome.Rejected, Reason = ReasonCodes.StillRefused }, WriteAction.None),

            // What stood in its way before was a rule or a code.
            _ => (decision with { Outcome = Outcome.Held, Reason = Review }, WriteAction.Review),
        };
    }

    /// <summary>Keeps that a review refused what waits.</summary>
    public static void Refuse(IngestTransaction transaction, long offerId, string why)
    {
        var statement = transaction.Statement($"UPDATE pending_items SET reason = '{Refused}', detail = ?2 WHERE offer_id = ?1");
        statement.Bind(1, offerId);
        statement.Bind(2, why);
        statement.Run();
    }

    private static List<Waiting> Read(SqliteStatement statement)
    {
        List<Waiting> rows = [];
        while (statement.Step())
        {
            rows.Add(new(
                statement.Int64(0), statement.Text(1), (OfferKind)statement.Int32(2), statement.Int64(3), statement.Int64(4), statement.Text(5),
                statement.Hash(6), statement.Blob(7).ToArray()));
        }

        statement.Reset();
        return rows;
    }

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
        var finding = item.RuleOutcome == Outcome.Held ? null : item.Finding;
        statement.Bind(4, finding?.Reason ?? Review);
        statement.Bind(5, finding?.Field ?? "");
        statement.Bind(6, item.Hash);
        statement.Bind(7, item.Content!.Body);
        statement.Bind(8, transaction.Now.ToUnixTimeMilliseconds());
        statement.Bind(9, finding?.Detail);
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
