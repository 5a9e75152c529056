using Hub.Data.Ingest;

namespace Hub.Data.Catalogue;

/// <summary>
/// Takes off verdicts that are older than they are kept, in small pieces. What is still refused, in quarantine or held keeps the last
/// verdict that says why.
/// </summary>
public sealed class VerdictRetention(IngestWriter writer, OfferClockOptions options)
{
    private const int RowsAtOnce = 500;

    // 5, 6 and 7 are rejected, quarantined and held. The newest row of all stays: the next number follows it.
    private const string Select = """
        SELECT v.id, v.decided_at, v.outcome IN (5, 6, 7)
            AND (v.reason = 'REVIEW_REFUSED' OR v.id = (SELECT max(w.id) FROM verdicts w
                WHERE w.source_id = v.source_id AND w.external_id = v.external_id AND w.outcome IN (5, 6, 7)))
            AND EXISTS (SELECT 1 FROM offers o WHERE o.source_id = v.source_id AND o.external_id = v.external_id AND o.said_revision = v.revision
                AND (o.said_state = 1 AND o.said_hash IS NOT NULL OR EXISTS (SELECT 1 FROM held_withdrawals h WHERE h.offer_id = o.id)))
        FROM verdicts v WHERE v.id > ?1 AND v.id < (SELECT max(id) FROM verdicts) ORDER BY v.id LIMIT ?2
        """;

    /// <summary>Takes off what is old.</summary>
    /// <returns>How many verdicts went.</returns>
    public async Task<long> RunAsync(CancellationToken cancel)
    {
        long gone = 0;
        long? after = 0;
        while (after is { } last)
        {
            var (next, count) = await writer.RunAsync(transaction => DropSome(transaction, last), RowsAtOnce, cancel);
            (after, gone) = (next, gone + count);
        }

        return gone;
    }

    private (long? Next, long Gone) DropSome(IngestTransaction transaction, long after)
    {
        var rows = Old(transaction, after);
        var delete = transaction.Statement("DELETE FROM verdicts WHERE id = ?1");
        long gone = 0;
        foreach (var (id, isNeeded) in rows)
        {
            if (isNeeded)
                continue;
            delete.Bind(1, id);
            delete.Run();
            gone++;
        }

        return (rows.Count < RowsAtOnce ? null : rows[^1].Id, gone);
    }

    private List<(long Id, bool IsNeeded)> Old(IngestTransaction transaction, long after)
    {
        var statement = transaction.Statement(Select);
        statement.Bind(1, after);
        statement.Bind(2, (long)RowsAtOnce);
        var until = (transaction.Now - options.VerdictRetention).ToUnixTimeMilliseconds();
        List<(long, bool)> rows = [];

        // They were numbered as they were decided, so behind the first young one there are no old ones.
        while (statement.Step() && statement.Int64(1) < until)
            rows.Add((statement.Int64(0), statement.Int64(2) != 0));
        statement.Reset();
        return rows;
    }
}
