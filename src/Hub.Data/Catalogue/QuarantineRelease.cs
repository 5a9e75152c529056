using Hub.Data.Ingest;

namespace Hub.Data.Catalogue;

/// <summary>Lets go what waits in quarantine once the codes it uses are known, in small pieces.</summary>
public sealed class QuarantineRelease(IngestWriter writer, OfferContentReader reader)
{
    private const int RowsAtOnce = 200;

    /// <summary>Checks everything in quarantine again; what still does not fit stays.</summary>
    /// <returns>How many versions were let go.</returns>
    public async Task<long> RunAsync(CancellationToken cancel)
    {
        long released = 0;
        long? after = 0;
        while (after is { } last)
        {
            var (next, count) = await writer.RunAsync(transaction => ReleaseSome(transaction, last), RowsAtOnce, cancel);
            (after, released) = (next, released + count);
        }

        return released;
    }

    private (long? Next, long Released) ReleaseSome(IngestTransaction transaction, long after)
    {
        var rows = PendingRows.Quarantined(transaction, after, RowsAtOnce);
        long released = 0;
        foreach (var waiting in rows)
        {
            var read = reader(waiting.Kind, waiting.Body);
            if (read.RuleOutcome is not null)
                continue;
            PendingRelease.Run(transaction, waiting, read.Content, SourceReviews.Has(transaction, waiting.OfferId), ReasonCodes.CodeKnownNow);
            released++;
        }

        return (rows.Count < RowsAtOnce ? null : rows[^1].OfferId, released);
    }
}
