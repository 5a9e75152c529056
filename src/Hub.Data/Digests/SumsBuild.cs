using Hub.Data.Catalogue;
using Hub.Data.Providers;
using Microsoft.Data.Sqlite;

namespace Hub.Data.Digests;

/// <summary>Counts the sums of all sources from what is stored: for a database that has items from before there were sums.</summary>
internal static class SumsBuild
{
    public static void Run(SqliteConnection connection)
    {
        using var transaction = connection.BeginTransaction();
        var leaves = new Dictionary<long, UInt128[]>();
        var live = new Dictionary<long, long>();
        using (var read = new SqliteStatement(connection.Handle!, "SELECT source_id, external_id, said_revision, said_state FROM offers WHERE said_state <> 0"))
        {
            while (read.Step())
            {
                var (source, id, state) = (read.Int64(0), read.Text(1), (SaidState)read.Int32(3));
                if (!leaves.TryGetValue(source, out var own))
                    leaves.Add(source, own = new UInt128[ItemDigest.Leaves]);
                own[ItemDigest.LeafOf(id)] ^= ItemDigest.Of(id, read.Int64(2), state);
                live[source] = live.GetValueOrDefault(source) + (state == SaidState.Live ? 1 : 0);
            }
        }

        using var insert = new SqliteStatement(connection.Handle!, "INSERT INTO source_sums (source_id, node, leaves) VALUES (?1, ?2, ?3)");
        using var update = new SqliteStatement(connection.Handle!, "UPDATE sources SET said_live = ?2 WHERE id = ?1");
        var joined = new byte[ItemDigest.Fan * ItemDigest.Size];
        foreach (var (source, own) in leaves)
        {
            for (var node = 0; node < ItemDigest.Fan; node++)
            {
                SumNode.Join(own.AsSpan(node * ItemDigest.Fan, ItemDigest.Fan), joined);
                insert.Bind(1, source);
                insert.Bind(2, node);
                insert.Bind(3, joined);
                insert.Run();
            }

            update.Bind(1, source);
            update.Bind(2, live[source]);
            update.Run();
        }

        transaction.Commit();
    }
}
