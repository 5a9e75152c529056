using System.Text.Json;
using Hub.Data.Ingest;

namespace Hub.Data.Followers;

/// <summary>The rows of followers and what they read, in the writer's transaction.</summary>
internal static class FollowerRows
{
    /// <summary>Where a follower stands.</summary>
    internal readonly record struct Row(int Version, long Position, long? RebuiltTo);

    public static Row? Find(IngestTransaction transaction, string name)
    {
        var statement = transaction.Statement("SELECT version, position, rebuilt_to FROM followers WHERE name = ?1");
        statement.Bind(1, name);
        Row? row = statement.Step() ? new(statement.Int32(0), statement.Int64(1), statement.Int64OrNull(2)) : null;
        statement.Reset();
        return row;
    }

    public static void Write(IngestTransaction transaction, string name, in Row row)
    {
        var statement = transaction.Statement("""
            INSERT INTO followers (name, version, position, rebuilt_to, updated_at) VALUES (?1, ?2, ?3, ?4, ?5)
            ON CONFLICT (name) DO UPDATE SET version = excluded.version, position = excluded.position,
                rebuilt_to = excluded.rebuilt_to, updated_at = excluded.updated_at
            """);
        statement.Bind(1, name);
        statement.Bind(2, row.Version);
        statement.Bind(3, row.Position);
        statement.Bind(4, row.RebuiltTo);
        statement.Bind(5, transaction.Now.ToUnixTimeMilliseconds());
        statement.Run();
    }

    /// <summary>Removes the rows of followers that are not among those named.</summary>
    /// <returns>True.</returns>
    public static bool ForgetOthers(IngestTransaction transaction, IReadOnlyCollection<string> names)
    {
        var statement = transaction.Statement("DELETE FROM followers WHERE name NOT IN (SELECT value FROM json_each(?1))");
        statement.Bind(1, JsonSerializer.Serialize(names));
        statement.Run();
        return true;
    }

    /// <summary>The offers of the changes after a position, in the order of the log.</summary>
    public static void ReadChanged(IngestTransaction transaction, long after, int most, List<long> offers) =>
        Read(transaction, "SELECT offer_id FROM changes WHERE position > ?1 ORDER BY position LIMIT ?2", after, most, offers);

    /// <summary>The offers after an id, in any state.</summary>
    public static void ReadOffers(IngestTransaction transaction, long after, int most, List<long> offers) =>
        Read(transaction, "SELECT id FROM offers WHERE id > ?1 ORDER BY id LIMIT ?2", after, most, offers);

    private static void Read(IngestTransaction transaction, string sql, long after, int most, List<long> offers)
    {
        offers.Clear();
        var statement = transaction.Statement(sql);
        statement.Bind(1, after);
        statement.Bind(2, most);
        while (statement.Step())
            offers.Add(statement.Int64(0));
        statement.Reset();
    }
}
