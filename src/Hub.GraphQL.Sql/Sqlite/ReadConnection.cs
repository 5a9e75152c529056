using Hub.GraphQL.Execution;
using Hub.GraphQL.Sql.Compilation;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Hub.GraphQL.Sql.Sqlite;

/// <summary>
/// One read-only connection with its prepared statements. Used by one request at a time; a progress handler ends its statements
/// when the request is cancelled or its time is up.
/// </summary>
internal sealed class ReadConnection : IDisposable
{
    private const int InstructionsBetweenChecks = 5_000;
    private const int MillisecondsToWait = 5_000;
    private const uint Persistent = 1; // SQLITE_PREPARE_PERSISTENT
    private const int StablePlans = 1007; // SQLITE_DBCONFIG_ENABLE_QPSG

    private readonly int _mostStatements;
    private readonly Dictionary<SqlStatement, LinkedListNode<Prepared>> _statements = new(TextComparer.Instance);
    private readonly LinkedList<Prepared> _order = new();
    private readonly sqlite3_stmt _begin;
    private readonly sqlite3_stmt _end;
    private CancellationToken _cancel;
    private long _stepsLeft = long.MaxValue;

    public ReadConnection(string dataSource, long mmapBytes, int mostStatements)
    {
        _mostStatements = mostStatements;
        Batteries_V2.Init();

        // One request at a time, so no lock is needed at every call.
        var code = raw.sqlite3_open_v2(dataSource, out var handle, raw.SQLITE_OPEN_READONLY | raw.SQLITE_OPEN_NOMUTEX, null);
        Handle = handle;
        try
        {
            SqliteException.ThrowExceptionForRC(code, Handle);

            // Before anything else: another connection may be closing, and tidies up behind a lock.
            raw.sqlite3_busy_timeout(Handle, MillisecondsToWait);
            SqliteException.ThrowExceptionForRC(
                raw.sqlite3_exec(
                    Handle,
                    FormattableString.Invariant(
                        $"PRAGMA query_only = 1; PRAGMA mmap_size = {mmapBytes}; PRAGMA cache_size = -8192;")),
                Handle);

            // Else SQLite looks whether a bound value lets it use a partial index, and prepares a statement anew for every value.
            SqliteException.ThrowExceptionForRC(raw.sqlite3_db_config(Handle, StablePlans, 1, out _), Handle);
            _begin = Prepare("BEGIN");
            _end = Prepare("COMMIT");
            raw.sqlite3_progress_handler(Handle, InstructionsBetweenChecks, _ => MayGoOn() ? 0 : 1, null);
        }
        catch
        {
            Handle.Dispose();
            throw;
        }
    }

    private sqlite3 Handle { get; }

    /// <summary>Starts work for one request.</summary>
    public void Start(bool inTransaction, CancellationToken cancel, long mostSteps = long.MaxValue)
    {
        _cancel = cancel;
        _stepsLeft = mostSteps;
        if (inTransaction)
            Execute(_begin);
    }

    /// <summary>Ends the request's work. A transaction only reads, so it is always committed.</summary>
    public void End()
    {
        _cancel = CancellationToken.None;
        _stepsLeft = long.MaxValue;
        if (raw.sqlite3_get_autocommit(Handle) == 0)
            Execute(_end);
    }

    /// <summary>A statement ready to bind. Give it back with <see cref="Return"/>; the same text may be taken several times at once.</summary>
    public sqlite3_stmt Take(SqlStatement statement)
    {
        if (_statements.TryGetValue(statement, out var node))
        {
            _order.Remove(node);
            _order.AddFirst(node);
        }
        else
        {
            node = _order.AddFirst(new Prepared(statement));
            _statements.Add(statement, node);
            Evict();
        }

        node.Value.Taken++;
        return node.Value.Free.TryPop(out var free) ? free : Prepare(statement.Text);
    }

    /// <summary>Takes a statement back.</summary>
    public void Return(SqlStatement statement, sqlite3_stmt handle)
    {
        raw.sqlite3_reset(handle);
        var prepared = _statements[statement].Value;
        prepared.Taken--;
        prepared.Free.Push(handle);
    }

    /// <summary>Goes to the next row; false at the end.</summary>
    /// <exception cref="OperationCanceledException">The request was cancelled or its time is up.</exception>
    /// <exception cref="ReadLimitException">The request took more steps than it may.</exception>
    /// <exception cref="SqliteException">SQLite refuses to go on.</exception>
    public bool Step(sqlite3_stmt handle)
    {
        switch (Columns.Step(handle))
        {
            case raw.SQLITE_ROW:
                return true;
            case raw.SQLITE_DONE:
                return false;
            case raw.SQLITE_INTERRUPT when !_cancel.IsCancellationRequested && _stepsLeft < 0:
                throw new ReadLimitException();
            case raw.SQLITE_INTERRUPT:
                throw new OperationCanceledException(_cancel);
            case var code:
                SqliteException.ThrowExceptionForRC(code, Handle);
                return false;
        }
    }

    /// <summary>How SQLite finds the rows of a statement, in its own words.</summary>
    public IReadOnlyList<string> Explain(string text)
    {
        const int Detail = 3;
        var lines = new List<string>();
        using var handle = Prepare($"EXPLAIN QUERY PLAN {text}");
        while (Step(handle))
            lines.Add(raw.sqlite3_column_text(handle, Detail).utf8_to_string());
        return lines;
    }

    public void Dispose()
    {
        foreach (var prepared in _order)
            prepared.Finish();
        _begin?.Dispose();
        _end?.Dispose();
        Handle.Dispose();
    }

    /// <summary>Called between instructions of a statement. Short statements are counted by who runs them.</summary>
    private bool MayGoOn()
    {
        _stepsLeft -= InstructionsBetweenChecks;
        return _stepsLeft >= 0 && !_cancel.IsCancellationRequested;
    }

    private sqlite3_stmt Prepare(string text)
    {
        SqliteException.ThrowExceptionForRC(raw.sqlite3_prepare_v3(Handle, text, Persistent, out var handle), Handle);
        return handle;
    }

    private void Execute(sqlite3_stmt handle)
    {
        Step(handle);
        raw.sqlite3_reset(handle);
    }

    private void Evict()
    {
        for (var node = _order.Last; _order.Count > _mostStatements && node is not null;)
        {
            var previous = node.Previous;
            if (node.Value.Taken == 0 && node != _order.First)
            {
                node.Value.Finish();
                _statements.Remove(node.Value.Statement);
                _order.Remove(node);
            }

            node = previous;
        }
    }

    private sealed class Prepared(SqlStatement statement)
    {
        public SqlStatement Statement => statement;

        public Stack<sqlite3_stmt> Free { get; } = new();

        public int Taken { get; set; }

        public void Finish()
        {
            while (Free.TryPop(out var handle))
                handle.Dispose();
        }
    }

    private sealed class TextComparer : IEqualityComparer<SqlStatement>
    {
        public static TextComparer Instance { get; } = new();

        public bool Equals(SqlStatement? x, SqlStatement? y) => ReferenceEquals(x, y) || x?.Text == y?.Text;

        public int GetHashCode(SqlStatement obj) => obj.TextHash;
    }
}
