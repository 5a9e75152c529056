using Hub.GraphQL.Sql.Compilation;
using Hub.GraphQL.Sql.Dialects;
using Hub.GraphQL.Sql.Mapping;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore.Metadata;

namespace Hub.GraphQL.Sql.Sqlite;

/// <summary>
/// About how many rows each table has, so that the cost of figures can be estimated before they are read. The numbers are read together, once
/// a minute at most, beside the request that finds them old, on a connection of their own.
/// </summary>
public sealed class SqliteTableSizes(IModel model, SqliteReadPool pool, TimeProvider? time = null)
{
    /// <summary>Rows of a table without row numbers are counted, but no further than here.</summary>
    private const int MostCounted = 100_000;

    private static readonly TimeSpan Fresh = TimeSpan.FromMinutes(1);
    private static readonly SqlStatement Indexes = new(
        "SELECT s.tbl, s.idx, s.stat, i.name FROM sqlite_stat1 AS s, pragma_index_info(s.idx) AS i WHERE i.name IS NOT NULL ORDER BY s.tbl, s.idx, i.seqno", []);
    private static readonly SqlStatement Tables = new("SELECT name, wr FROM pragma_table_list WHERE schema = 'main' AND type = 'table'", []);

    private readonly SqlModel _model = new(model);
    private readonly TimeProvider _time = time ?? TimeProvider.System;
    private readonly Dictionary<string, TableSize> _sizes = new(StringComparer.Ordinal);
    private long _readAt;
    private int _isReading;

    /// <summary>The last reading that was begun.</summary>
    internal Task Reading { get; private set; } = Task.CompletedTask;

    /// <summary>About how many rows the entity's table had when that was last looked up; 0 for a view.</summary>
    public long RowsOf(Type entity) => Of(entity).Rows;

    /// <summary>The size of the entity's table, kept up to date.</summary>
    internal TableSize Of(Type entity)
    {
        ArgumentNullException.ThrowIfNull(entity);
        var name = _model.Table(entity).Name;
        lock (_sizes)
        {
            if (_sizes.Count == 0)
            {
                foreach (var type in model.GetEntityTypes())
                    _sizes.TryAdd(_model.Table(type).Name, new(this));
                Read();
            }

            return _sizes[name];
        }
    }

    /// <summary>Has the numbers read anew beside the caller when they are old.</summary>
    internal void KeepFresh()
    {
        if (_time.GetElapsedTime(Volatile.Read(ref _readAt)) < Fresh || Interlocked.Exchange(ref _isReading, 1) != 0)
            return;
        Reading = Task.Run(Read);
    }

    private void Read()
    {
        try
        {
            using var connection = pool.OpenApart();
            var tables = ReadTables(connection);
            if (tables.Exists(table => table.Table == "sqlite_stat1"))
                ReadIndexes(connection);
            foreach (var (table, hasRowId) in tables)
            {
                if (_sizes.TryGetValue(table, out var size))
                    size.Set(ReadRows(connection, SqlDialect.Name(table), hasRowId), hasRowId);
            }
        }
        catch (SqliteException)
        {
            // A database that is not there yet, or is just being changed: the numbers stay, and are looked up again in a minute.
        }
        finally
        {
            Volatile.Write(ref _readAt, _time.GetTimestamp());
            Volatile.Write(ref _isReading, 0);
        }
    }

    private static List<(string Table, bool HasRowId)> ReadTables(ReadConnection connection)
    {
        var tables = new List<(string, bool)>();
        var handle = connection.Take(Tables);
        while (connection.Step(handle))
            tables.Add((Text(handle, 0), Columns.Int64(handle, 1) == 0));
        connection.Return(Tables, handle);
        return tables;
    }

    /// <summary>What the database itself plans by: how many rows are left of an index once its first columns are known.</summary>
    private void ReadIndexes(ReadConnection connection)
    {
        var indexes = new List<(string Table, string Name, List<string> Columns, string Rows)>();
        var handle = connection.Take(Indexes);
        while (connection.Step(handle))
        {
            var (table, name) = (Text(handle, 0), Text(handle, 1));
            if (indexes.Count == 0 || indexes[^1].Name != name || indexes[^1].Table != table)
                indexes.Add((table, name, [], Text(handle, 2)));
            indexes[^1].Columns.Add(Text(handle, 3));
        }

        connection.Return(Indexes, handle);
        foreach (var table in indexes.GroupBy(index => index.Table))
        {
            if (_sizes.TryGetValue(table.Key, out var size))
                size.Indexes = [.. table.Select(index => IndexShares.Read(index.Columns, index.Rows))];
        }
    }

    private static string Text(SQLitePCL.sqlite3_stmt row, int ordinal) => System.Text.Encoding.UTF8.GetString(Columns.Bytes(row, ordinal));

    /// <summary>
    /// The greatest row number, which SQLite finds in one step: at least the number of rows where row numbers start at 1. A table without
    /// row numbers is counted as far as that is cheap.
    /// </summary>
    private static long ReadRows(ReadConnection connection, string table, bool hasRowId)
    {
        var statement = new SqlStatement(
            hasRowId ? $"SELECT max(rowid) FROM {table}" : FormattableString.Invariant($"SELECT count(*) FROM (SELECT 1 FROM {table} LIMIT {MostCounted})"), []);
        var handle = connection.Take(statement);
        try
        {
            return connection.Step(handle) ? Columns.Int64(handle, 0) : 0;
        }
        finally
        {
            connection.Return(statement, handle);
        }
    }

    /// <summary>One table's size.</summary>
    internal sealed class TableSize(SqliteTableSizes owner)
    {
        private long _rows;
        private bool _hasRowId = true;

        /// <summary>About how many rows there are.</summary>
        public long Rows
        {
            get
            {
                owner.KeepFresh();
                return Volatile.Read(ref _rows);
            }
        }

        /// <summary>True when there are more rows than were counted.</summary>
        public bool IsCutOff => !_hasRowId && Volatile.Read(ref _rows) >= MostCounted;

        /// <summary>Its indexes, where the database has figures of them.</summary>
        public IReadOnlyList<IndexShares> Indexes { get; set; } = [];

        /// <summary>Which share of the rows the best index finds, when columns equal one of some values.</summary>
        public double Share(IReadOnlyDictionary<string, int> known) => Indexes.Select(index => index.Share(known)).Append(1).Min();

        public void Set(long rows, bool hasRowId)
        {
            _hasRowId = hasRowId;
            Volatile.Write(ref _rows, rows);
        }
    }
}
