using Hub.Data.Ingest;

namespace Hub.Data.Feed;

/// <summary>
/// Removes old changes from the log, a piece at a time, while the writer has nothing else to do. What goes is always the beginning of the
/// log, so what stays has no gaps; changes that derived data has not followed stay, and so does the last one, for the numbers go on from it.
/// </summary>
public sealed class FeedRetention(IngestWriter writer)
{
    /// <summary>Changes of one piece.</summary>
    public const int PieceSize = 2_000;

    /// <summary>Removes a piece of what was committed before a moment.</summary>
    /// <returns>How many changes went; less than <see cref="PieceSize"/> when no more may go.</returns>
    public Task<int> RemoveSomeAsync(DateTimeOffset before, CancellationToken cancel) =>
        writer.RunWhenIdleAsync(transaction => RemoveSome(transaction, before.ToUnixTimeMilliseconds())).WaitAsync(cancel);

    private static int RemoveSome(IngestTransaction transaction, long before)
    {
        var scan = transaction.Statement("""
            SELECT position, committed_at FROM changes
            WHERE position <= (SELECT min(coalesce((SELECT min(position) FROM followers), ?1), ?1)) ORDER BY position LIMIT ?2
            """);
        scan.Bind(1, transaction.LastPosition - 1);
        scan.Bind(2, (long)PieceSize);
        var (last, count) = (0L, 0);
        while (scan.Step() && scan.Int64(1) < before)
        {
            last = scan.Int64(0);
            count++;
        }

        scan.Reset();
        if (count == 0)
            return 0;
        var delete = transaction.Statement("DELETE FROM changes WHERE position <= ?1");
        delete.Bind(1, last);
        delete.Run();
        return count;
    }
}
