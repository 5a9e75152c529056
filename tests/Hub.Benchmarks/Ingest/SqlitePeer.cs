using Hub.Catalogue.V1;
using Hub.Data.Catalogue;
using Microsoft.Data.Sqlite;

namespace Hub.Benchmarks.Ingest;

/// <summary>
/// One prepared Microsoft.Data.Sqlite upsert of the same rows into the same table, 10,000 rows a transaction, FULL, autocheckpoint 20,000,
/// in process. The rows are checked and hashed beforehand, outside the measured time.
/// </summary>
internal sealed class SqlitePeer : Peer
{
    private const int PerTransaction = 10_000;
    private readonly LocalDatabase _local = new();
    private readonly Dictionary<IReadOnlyList<Item>, ItemWrite[]> _rows = [];
    private SqliteConnection _connection = null!;
    private SqliteCommand _command = null!;
    private long _nextId = 1;

    public override string Name => $"prepared upsert, {PerTransaction:N0} a transaction, in process";

    /// <summary>Checks and hashes items before they are timed.</summary>
    public override void Ready(IReadOnlyList<Item> items) => _rows[items] = _local.Rows(items);

    public override async Task PrepareAsync(IReadOnlyList<Item> items)
    {
        await _local.CreateAsync();
        _connection = new(_local.Database.ConnectionString);
        await _connection.OpenAsync();
        await ExecuteAsync("PRAGMA synchronous = FULL; PRAGMA cache_size = -131072; PRAGMA wal_autocheckpoint = 20000; PRAGMA foreign_keys = OFF");
        _command = _connection.CreateCommand();
        _command.CommandText = UpsertRow.Sql;
        UpsertRow.AddParameters(_command);
        _command.Prepare();
        Ready(items);
        await WriteAsync(items);
    }

    public override Task WriteAsync(IReadOnlyList<Item> items)
    {
        foreach (var group in _rows[items].Chunk(PerTransaction))
        {
            using var transaction = _connection.BeginTransaction();
            _command.Transaction = transaction;
            foreach (var row in group)
            {
                UpsertRow.Bind(_command, _nextId++, _local.SourceId, row);
                _command.ExecuteNonQuery();
            }

            transaction.Commit();
        }

        return Task.CompletedTask;
    }

    public override async Task<long> CountAsync()
    {
        await using var command = _connection.CreateCommand();
        command.CommandText = "SELECT count(*) FROM offers";
        return (long)(await command.ExecuteScalarAsync())!;
    }

    public override async ValueTask DisposeAsync()
    {
        await _command.DisposeAsync();
        await _connection.DisposeAsync();
        _local.Dispose();
    }

    private async Task ExecuteAsync(string sql)
    {
        await using var command = _connection.CreateCommand();
        command.CommandText = sql;
        await command.ExecuteNonQueryAsync();
    }
}
