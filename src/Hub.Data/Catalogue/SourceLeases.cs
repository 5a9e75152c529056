using Hub.Data.Ingest;

namespace Hub.Data.Catalogue;

/// <summary>Silence of sources, in the writer's transaction. It never deletes anything.</summary>
internal static class SourceLeases
{
    private const string Silence = "?1 - coalesce(last_sync_at, created_at)";

    /// <summary>Marks the sources that are silent past their lease.</summary>
    public static void MarkStale(IngestTransaction transaction, DateTimeOffset now)
    {
        var statement = transaction.Statement($"UPDATE sources SET state = 2 WHERE state = 1 AND {Silence} > lease_hours * 3600000");
        statement.Bind(1, now.ToUnixTimeMilliseconds());
        statement.Run();
    }

    /// <summary>Suspends the sources that were silent for so many leases. The next sync lifts it.</summary>
    public static void Suspend(IngestTransaction transaction, DateTimeOffset now, int leases)
    {
        var statement = transaction.Statement(
            $"UPDATE sources SET state = 3, suspended_by = 1 WHERE state = 2 AND {Silence} > lease_hours * 3600000 * ?2");
        statement.Bind(1, now.ToUnixTimeMilliseconds());
        statement.Bind(2, leases);
        statement.Run();
    }
}
