using Hub.Data.Ingest;

namespace Hub.Data.Catalogue;

/// <summary>Appends to the change log in the writer's transaction.</summary>
internal static class ChangeRows
{
    /// <summary>One change, without its position.</summary>
    internal readonly record struct Entry(long OfferId, long SourceId, ChangeKind Kind, OfferKind OfferKind, long Revision)
    {
        public string? AreaBefore { get; init; }

        public long? SectorBefore { get; init; }

        public string? AreaAfter { get; init; }

        public long? SectorAfter { get; init; }
    }

    /// <returns>Its position.</returns>
    public static long Append(IngestTransaction transaction, in Entry entry)
    {
        var position = transaction.NextPosition();
        var statement = transaction.Statement("""
            INSERT INTO changes (position, offer_id, source_id, kind, offer_kind, revision, committed_at,
                area_before, area_after, sector_before, sector_after)
            VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)
            """);
        statement.Bind(1, position);
        statement.Bind(2, entry.OfferId);
        statement.Bind(3, entry.SourceId);
        statement.Bind(4, (long)entry.Kind);
        statement.Bind(5, (long)entry.OfferKind);
        statement.Bind(6, entry.Revision);
        statement.Bind(7, transaction.Now.ToUnixTimeMilliseconds());
        statement.Bind(8, entry.AreaBefore);
        statement.Bind(9, entry.AreaAfter);
        statement.Bind(10, entry.SectorBefore);
        statement.Bind(11, entry.SectorAfter);
        statement.Run();
        return position;
    }
}
