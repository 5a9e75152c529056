using System.Buffers;
using System.Text;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Hub.Data.Providers;

/// <summary>One prepared statement of the ingest writer. Parameters are numbered from 1, columns from 0; bound values are copied.</summary>
internal sealed class SqliteStatement : IDisposable
{
    private const int StablePlans = 1007; // SQLITE_DBCONFIG_ENABLE_QPSG
    private readonly sqlite3 _connection;
    private readonly sqlite3_stmt _statement;

    public SqliteStatement(sqlite3 connection, string sql)
    {
        _connection = connection;
        Check(raw.sqlite3_prepare_v3(connection, sql, raw.SQLITE_PREPARE_PERSISTENT, out _statement));
    }

    /// <summary>
    /// Has SQLite plan by a statement's text alone. Else it looks whether a bound value lets it use a partial index, and prepares a
    /// statement anew for every value.
    /// </summary>
    public static void KeepPlans(sqlite3 connection) =>
        SqliteException.ThrowExceptionForRC(raw.sqlite3_db_config(connection, StablePlans, 1, out _), connection);

    public void Bind(int index, long value) => Check(SqliteCalls.BindInt64(_statement, index, value));

    public void Bind(int index, long? value)
    {
        if (value is { } number)
            Bind(index, number);
        else
            BindNull(index);
    }

    public void Bind(int index, ReadOnlySpan<byte> blob) => Check(SqliteCalls.BindBlob(_statement, index, blob));

    public void BindNull(int index) => Check(SqliteCalls.BindNull(_statement, index));

    public void Bind(int index, UInt128 hash)
    {
        Span<byte> bytes = stackalloc byte[16];
        System.Buffers.Binary.BinaryPrimitives.WriteUInt128BigEndian(bytes, hash);
        Bind(index, bytes);
    }

    /// <summary>Binds text, or null for null.</summary>
    public void Bind(int index, string? text)
    {
        if (text is null)
        {
            BindNull(index);
            return;
        }

        var most = Encoding.UTF8.GetMaxByteCount(text.Length);
        var rented = most > 1024 ? ArrayPool<byte>.Shared.Rent(most) : null;
        var buffer = rented ?? stackalloc byte[1024];
        var length = Encoding.UTF8.GetBytes(text, buffer);
        Check(SqliteCalls.BindText(_statement, index, buffer[..length]));
        if (rented is not null)
            ArrayPool<byte>.Shared.Return(rented);
    }

    /// <summary>Goes to the next row; false when there is none.</summary>
    public bool Step()
    {
        switch (raw.sqlite3_step(_statement))
        {
            case raw.SQLITE_ROW:
                return true;
            case raw.SQLITE_DONE:
                return false;
            default:
                var error = Error();
                Reset();
                throw error;
        }
    }

    /// <summary>Runs a statement that gives no rows.</summary>
    public void Run()
    {
        Step();
        Reset();
    }

    /// <summary>Makes it ready for the next use.</summary>
    public void Reset() => raw.sqlite3_reset(_statement);

    public bool IsNull(int column) => SqliteCalls.Type(_statement, column) == raw.SQLITE_NULL;

    public long Int64(int column) => SqliteCalls.Int64(_statement, column);

    public long? Int64OrNull(int column) => IsNull(column) ? null : Int64(column);

    public int Int32(int column) => (int)SqliteCalls.Int64(_statement, column);

    public double Double(int column) => raw.sqlite3_column_double(_statement, column);

    public string Text(int column) => Encoding.UTF8.GetString(Blob(column));

    public string? TextOrNull(int column) => IsNull(column) ? null : Text(column);

    /// <summary>The bytes of a column; valid until the next step.</summary>
    public ReadOnlySpan<byte> Blob(int column) => SqliteCalls.Bytes(_statement, column);

    /// <summary>A hash of 16 bytes; zero when the column is null or empty.</summary>
    public UInt128 Hash(int column)
    {
        var bytes = Blob(column);
        return bytes.Length == 16 ? System.Buffers.Binary.BinaryPrimitives.ReadUInt128BigEndian(bytes) : UInt128.Zero;
    }

    public void Dispose() => _statement.Dispose();

    private void Check(int code)
    {
        if (code != raw.SQLITE_OK)
            throw Error();
    }

    private SqliteException Error() => new(
        raw.sqlite3_errmsg(_connection).utf8_to_string(),
        raw.sqlite3_errcode(_connection),
        raw.sqlite3_extended_errcode(_connection));
}
