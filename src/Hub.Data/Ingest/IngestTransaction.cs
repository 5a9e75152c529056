using Hub.Data.Digests;
using Hub.Data.Providers;
using SQLitePCL;

namespace Hub.Data.Ingest;

/// <summary>The writer's transaction as a job sees it: prepared statements, the time, and the next numbers. Used on the writer's thread only.</summary>
internal sealed class IngestTransaction : IDisposable
{
    private readonly Dictionary<string, SqliteStatement> _statements = new(StringComparer.Ordinal);

    // The same by the text's reference, under which it is asked for nearly always: the insert alone has a thousand characters to hash.
    private readonly Dictionary<object, SqliteStatement> _known = new(ReferenceEqualityComparer.Instance);
    private readonly sqlite3 _connection;
    private readonly Func<bool> _isWanted;
    private long _version;
    private Numbers _numbers;
    private Numbers _savepoint;

    public IngestTransaction(sqlite3 connection, Func<bool> isWanted)
    {
        _connection = connection;
        _isWanted = isWanted;
        Sums = new(this);
    }

    /// <summary>The sums of sources, which follow what is written.</summary>
    public SourceSums Sums { get; }

    /// <summary>When the group began; every row of it carries this time.</summary>
    public DateTimeOffset Now { get; private set; }

    /// <summary>True when jobs wait behind idle work, which then ends early.</summary>
    public bool IsWanted => _isWanted();

    /// <summary>Last position of the change log.</summary>
    public long LastPosition => _numbers.Position;

    /// <summary>Pages written to the write-ahead log since the connection was opened.</summary>
    public long PagesWritten => SqliteCalls.PagesWritten(_connection);

    /// <summary>The newest session.</summary>
    public long LastSession => _numbers.Session;

    public long NextPosition() => checked(++_numbers.Position);

    public long NextOfferId() => checked(++_numbers.Offer);

    public long NextVerdictId() => checked(++_numbers.Verdict);

    public long NextSessionId() => checked(++_numbers.Session);

    /// <summary>The statement of this text, prepared once and kept.</summary>
    public SqliteStatement Statement(string sql)
    {
        if (_known.TryGetValue(sql, out var statement))
            return statement;
        if (_statements.TryGetValue(sql, out statement))
            return statement;
        statement = new(_connection, sql);
        _statements.Add(sql, statement);
        _known.Add(sql, statement);
        return statement;
    }

    internal void Begin(DateTimeOffset now)
    {
        Statement("BEGIN IMMEDIATE").Run();

        // Whole milliseconds, as they are stored: what is answered now reads back the same later.
        Now = DateTimeOffset.FromUnixTimeMilliseconds(now.ToUnixTimeMilliseconds());

        // Read afresh in every group: another process on the same file may have written in between.
        _numbers = new()
        {
            Position = Last("SELECT max(position) FROM changes"),
            Offer = Last("SELECT max(id) FROM offers"),
            Verdict = Last("SELECT max(id) FROM verdicts"),
            Session = Last("SELECT max(id) FROM sync_sessions"),
        };

        // Grows when any other connection writes, of this process or another.
        var version = Last("PRAGMA data_version");
        if (version != _version)
            Sums.Forget();
        _version = version;
    }

    internal void BeginJob()
    {
        Statement("SAVEPOINT job").Run();
        _savepoint = _numbers;
    }

    internal void EndJob()
    {
        Sums.Write();
        Statement("RELEASE job").Run();
    }

    internal void UndoJob()
    {
        Sums.Undo();
        Statement("ROLLBACK TO job").Run();
        Statement("RELEASE job").Run();
        _numbers = _savepoint;
    }

    internal void Commit()
    {
        Sums.Write();
        Statement("COMMIT").Run();
    }

    internal void Rollback()
    {
        // A node may have been written and undone with the transaction.
        Sums.Forget();
        if (raw.sqlite3_get_autocommit(_connection) == 0)
            Statement("ROLLBACK").Run();
    }

    private long Last(string sql)
    {
        var statement = Statement(sql);
        var last = statement.Step() ? statement.Int64(0) : 0;
        statement.Reset();
        return last;
    }

    public void Dispose()
    {
        foreach (var statement in _statements.Values)
            statement.Dispose();
        _statements.Clear();
        _known.Clear();
    }

    private struct Numbers
    {
        public long Position;
        public long Offer;
        public long Verdict;
        public long Session;
    }
}
