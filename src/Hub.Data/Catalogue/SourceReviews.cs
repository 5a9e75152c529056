using Hub.Data.Ingest;

namespace Hub.Data.Catalogue;

/// <summary>Whether a source shows only what was approved, in the writer's transaction.</summary>
internal static class SourceReviews
{
    /// <summary>Whether the source of an offer does.</summary>
    public static bool Has(IngestTransaction transaction, long offerId) =>
        Ask(transaction, "SELECT 1 FROM offers o JOIN sources s ON s.id = o.source_id WHERE o.id = ?1 AND s.verification_policy = 1", offerId);

    /// <summary>Reads what a snapshot of the source staged: what nothing else stands in the way of waits for a review where the source has them.</summary>
    public static OfferContentReader ReaderOf(IngestTransaction transaction, long sourceId, OfferContentReader reader)
    {
        if (!Ask(transaction, "SELECT 1 FROM sources WHERE id = ?1 AND verification_policy = 1", sourceId))
            return reader;
        return (kind, body) =>
        {
            var read = reader(kind, body);
            return read with { RuleOutcome = read.RuleOutcome ?? Outcome.Held };
        };
    }

    private static bool Ask(IngestTransaction transaction, string sql, long id)
    {
        var statement = transaction.Statement(sql);
        statement.Bind(1, id);
        var has = statement.Step();
        statement.Reset();
        return has;
    }
}
