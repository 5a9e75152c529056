using Microsoft.Data.Sqlite;

namespace Hub.Benchmarks.Read;

/// <summary>One connection with the commands it has prepared so far.</summary>
internal sealed class HandWrittenReader : IDisposable
{
    private readonly SqliteConnection _connection;
    private readonly Dictionary<string, SqliteCommand> _commands = new(StringComparer.Ordinal);

    public HandWrittenReader(string dataFolder)
    {
        _connection = new(new SqliteConnectionStringBuilder
        {
            DataSource = Path.Combine(dataFolder, "hub.db"), Mode = SqliteOpenMode.ReadOnly, Pooling = false,
        }.ToString());
        _connection.Open();
        using var pragmas = _connection.CreateCommand();
        pragmas.CommandText = "PRAGMA query_only = 1; PRAGMA mmap_size = 8589934592; PRAGMA cache_size = -8192";
        pragmas.ExecuteNonQuery();
    }

    /// <summary>Runs a command that was prepared before; parameters are @p0, @p1 and so on.</summary>
    public SqliteDataReader Read(string sql, params ReadOnlySpan<object> values)
    {
        if (!_commands.TryGetValue(sql, out var command))
        {
            command = _connection.CreateCommand();
            command.CommandText = sql;
            for (var i = 0; i < values.Length; i++)
                command.Parameters.Add(new("@p" + i, values[i]));
            command.Prepare();
            _commands.Add(sql, command);
        }

        for (var i = 0; i < values.Length; i++)
            command.Parameters[i].Value = values[i];
        return command.ExecuteReader();
    }

    public void Dispose()
    {
        foreach (var command in _commands.Values)
            command.Dispose();
        _connection.Dispose();
    }
}
