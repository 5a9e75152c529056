using Hub.Data.Providers;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Hub.Data.Feed;

/// <summary>A connection that only reads, with its statements prepared and the public ids of sources it has met. Used by one at a time.</summary>
internal sealed class FeedConnection : IDisposable
{
    private readonly sqlite3 _connection;
    private readonly Dictionary<string, SqliteStatement> _statements = new(StringComparer.Ordinal);
    private readonly Dictionary<long, Guid> _sources = [];

    public FeedConnection(string path)
    {
        Batteries_V2.Init();
        var code = raw.sqlite3_open_v2(path, out _connection, raw.SQLITE_OPEN_READWRITE | raw.SQLITE_OPEN_NOMUTEX, null);
        try
        {
            SqliteException.ThrowExceptionForRC(code, _connection);
            SqliteStatement.KeepPlans(_connection);
            Statement("PRAGMA busy_timeout = 10000").Run();
            Statement("PRAGMA query_only = 1").Run();
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    /// <summary>The statement of this text, prepared once and kept.</summary>
    public SqliteStatement Statement(string sql)
    {
        if (!_statements.TryGetValue(sql, out var statement))
            _statements.Add(sql, statement = Prepare(sql));
        return statement;
    }

    /// <summary>A statement that the caller disposes of.</summary>
    public SqliteStatement Prepare(string sql) => new(_connection, sql);

    /// <summary>Public id of a source.</summary>
    public Guid Source(long id)
    {
        if (_sources.TryGetValue(id, out var known))
            return known;
        var statement = Statement("SELECT public_id FROM sources WHERE id = ?1");
        statement.Bind(1, id);
        var found = statement.Step() ? new Guid(statement.Blob(0), bigEndian: true) : throw new InvalidOperationException($"There is no source {id}.");
        statement.Reset();
        return _sources[id] = found;
    }

    public void Dispose()
    {
        foreach (var statement in _statements.Values)
            statement.Dispose();
        _connection.Dispose();
    }
}
