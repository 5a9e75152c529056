using Hub.Data.Catalogue;
using Hub.Data.Ingest;
using Hub.Data.Providers;

namespace Hub.Data.Clusters;

/// <summary>The rows clustering reads and writes, in the writer's transaction.</summary>
internal static class ClusterRows
{
    /// <summary>Where an offer stands.</summary>
    internal readonly record struct Place(long Cluster, ClusterEvidence Evidence, double Score);

    private const string ItemColumns = "offer_id, kind, source_id, participant_id, code_block, title_block, title";

    /// <summary>The present row of an offer as the rules see it; null when it is not shown or can be in no cluster.</summary>
    public static ClusterItem? ReadOffer(IngestTransaction transaction, long offerId)
    {
        var statement = transaction.Statement("""
            SELECT o.kind, o.source_id, s.participant_id, o.title, o.provider_code, o.course_code, o.provider_name, o.mode, o.employer_name,
                o.known_area_code
            FROM offers AS o JOIN sources AS s ON s.id = o.source_id WHERE o.id = ?1 AND o.state = 1 AND o.kind <> 2
            """);
        statement.Bind(1, offerId);
        ClusterItem? item = null;
        if (statement.Step())
        {
            item = ClusterRules.Read(new(
                offerId, (OfferKind)statement.Int32(0), statement.Int64(1), statement.Int64(2), statement.Text(3),
                statement.TextOrNull(4), statement.TextOrNull(5), statement.TextOrNull(6), (DeliveryMode?)statement.Int64OrNull(7),
                statement.TextOrNull(8), statement.TextOrNull(9)));
        }

        statement.Reset();
        return item;
    }

    public static ClusterItem? ReadItem(IngestTransaction transaction, long offerId)
    {
        var statement = transaction.Statement($"SELECT {ItemColumns} FROM cluster_items WHERE offer_id = ?1");
        statement.Bind(1, offerId);
        var item = statement.Step() ? Item(statement) : null;
        statement.Reset();
        return item;
    }

    /// <summary>The oldest items of a block.</summary>
    public static void ReadBlock(IngestTransaction transaction, Block block, int most, List<ClusterItem> items)
    {
        var statement = transaction.Statement(block.IsCode
            ? $"SELECT {ItemColumns} FROM cluster_items WHERE code_block = ?1 ORDER BY offer_id LIMIT ?2"
            : $"SELECT {ItemColumns} FROM cluster_items WHERE title_block = ?1 ORDER BY offer_id LIMIT ?2");
        statement.Bind(1, block.Key);
        statement.Bind(2, (long)most);
        while (statement.Step())
            items.Add(Item(statement));
        statement.Reset();
    }

    public static void WriteItem(IngestTransaction transaction, long offerId, ClusterItem? item)
    {
        if (item is null)
        {
            Run(transaction, "DELETE FROM cluster_items WHERE offer_id = ?1", offerId);
            return;
        }

        var statement = transaction.Statement(
            $"INSERT OR REPLACE INTO cluster_items ({ItemColumns}) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)");
        statement.Bind(1, item.OfferId);
        statement.Bind(2, (long)item.Kind);
        statement.Bind(3, item.SourceId);
        statement.Bind(4, item.ParticipantId);
        statement.Bind(5, item.CodeBlock);
        statement.Bind(6, item.TitleBlock);
        statement.Bind(7, item.Title);
        statement.Run();
    }

    public static Place? ReadPlace(IngestTransaction transaction, long offerId)
    {
        var statement = transaction.Statement("SELECT cluster_id, evidence, score FROM cluster_members WHERE offer_id = ?1");
        statement.Bind(1, offerId);
        Place? place = statement.Step() ? new(statement.Int64(0), (ClusterEvidence)statement.Int32(1), statement.Double(2)) : null;
        statement.Reset();
        return place;
    }

    public static void ReadMembers(IngestTransaction transaction, long cluster, ISet<long> offers)
    {
        var statement = transaction.Statement("SELECT offer_id FROM cluster_members WHERE cluster_id = ?1");
        statement.Bind(1, cluster);
        while (statement.Step())
            offers.Add(statement.Int64(0));
        statement.Reset();
    }

    /// <summary>Puts an offer where it belongs; nowhere for null.</summary>
    public static void WritePlace(IngestTransaction transaction, long offerId, Place? place)
    {
        if (place is not { } now)
        {
            Run(transaction, "DELETE FROM cluster_members WHERE offer_id = ?1", offerId);
            return;
        }

        // Scores are whole ten-thousandths, and the quotient in SQL is the same double as in C#.
        var statement = transaction.Statement(
            "INSERT OR REPLACE INTO cluster_members (offer_id, cluster_id, evidence, score) VALUES (?1, ?2, ?3, ?4 / 10000.0)");
        statement.Bind(1, offerId);
        statement.Bind(2, now.Cluster);
        statement.Bind(3, (long)now.Evidence);
        statement.Bind(4, TenThousandths(now.Score));
        statement.Run();
    }

    public static void WriteCluster(IngestTransaction transaction, Cluster cluster)
    {
        var statement = transaction.Statement("""
            INSERT INTO clusters (id, public_id, kind, size, source_count, participant_count, score) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7 / 10000.0)
            ON CONFLICT (id) DO UPDATE SET kind = excluded.kind, size = excluded.size, source_count = excluded.source_count,
                participant_count = excluded.participant_count, score = excluded.score
            WHERE (kind, size, source_count, participant_count, score)
                <> (excluded.kind, excluded.size, excluded.source_count, excluded.participant_count, excluded.score)
            """);
        statement.Bind(1, cluster.Id);
        statement.Bind(2, cluster.PublicId.ToByteArray(bigEndian: true));
        statement.Bind(3, (long)cluster.Kind);
        statement.Bind(4, (long)cluster.Size);
        statement.Bind(5, (long)cluster.SourceCount);
        statement.Bind(6, (long)cluster.ParticipantCount);
        statement.Bind(7, TenThousandths(cluster.Score));
        statement.Run();
    }

    public static void RemoveCluster(IngestTransaction transaction, long cluster) =>
        Run(transaction, "DELETE FROM clusters WHERE id = ?1", cluster);

    /// <summary>The public id of the cluster that an offer names.</summary>
    public static Guid PublicIdOf(IngestTransaction transaction, long offerId)
    {
        Span<byte> id = stackalloc byte[16];
        var statement = transaction.Statement("SELECT public_id FROM offers WHERE id = ?1");
        statement.Bind(1, offerId);
        if (statement.Step())
            statement.Blob(0).CopyTo(id);
        statement.Reset();
        ClusterId.Mark(id);
        return new(id, bigEndian: true);
    }

    /// <summary>Removes rows of one of the tables.</summary>
    /// <returns>How many.</returns>
    public static int Clear(IngestTransaction transaction, string table, string key, int most)
    {
        var statement = transaction.Statement($"DELETE FROM {table} WHERE {key} IN (SELECT {key} FROM {table} LIMIT ?1) RETURNING 1");
        statement.Bind(1, (long)most);
        var removed = 0;
        while (statement.Step())
            removed++;
        statement.Reset();
        return removed;
    }

    private static long TenThousandths(double score) => (long)Math.Round(score * 10_000);

    private static ClusterItem Item(SqliteStatement statement) => new()
    {
        OfferId = statement.Int64(0), Kind = (OfferKind)statement.Int32(1), SourceId = statement.Int64(2), ParticipantId = statement.Int64(3),
        CodeBlock = statement.Int64OrNull(4), TitleBlock = statement.Int64OrNull(5), Title = statement.Text(6),
    };

    private static void Run(IngestTransaction transaction, string sql, long key)
    {
        var statement = transaction.Statement(sql);
        statement.Bind(1, key);
        statement.Run();
    }
}
