using System.Runtime.InteropServices;
using SQLitePCL;

namespace Hub.Data.Providers;

/// <summary>
/// Binds values and reads columns by direct calls into the library that SQLitePCL loads. SQLitePCL counts references to the statement and tells
/// the garbage collector at each of these calls, sixty of them an offer; here the caller keeps its statement, and one thread uses it.
/// </summary>
internal static unsafe partial class SqliteCalls
{
    private const string Library = "e_sqlite3";

    /// <summary>Copying more than this takes long enough for the garbage collector to be told.</summary>
    private const int MostAtOnce = 4_096;

    // SQLite copies the value before the call returns.
    private static readonly nint Copied = -1;

    public static int BindInt64(sqlite3_stmt statement, int index, long value) => sqlite3_bind_int64(statement.DangerousGetHandle(), index, value);

    public static int BindNull(sqlite3_stmt statement, int index) => sqlite3_bind_null(statement.DangerousGetHandle(), index);

    /// <summary>Binds a blob; an empty one is no null.</summary>
    public static int BindBlob(sqlite3_stmt statement, int index, ReadOnlySpan<byte> blob)
    {
        if (blob.Length is 0 or > MostAtOnce)
            return raw.sqlite3_bind_blob(statement, index, blob);
        fixed (byte* bytes = blob)
            return sqlite3_bind_blob(statement.DangerousGetHandle(), index, bytes, blob.Length, Copied);
    }

    /// <summary>Binds text in UTF-8; an empty one is no null.</summary>
    public static int BindText(sqlite3_stmt statement, int index, ReadOnlySpan<byte> text)
    {
        if (text.Length is 0 or > MostAtOnce)
            return raw.sqlite3_bind_text(statement, index, text);
        fixed (byte* bytes = text)
            return sqlite3_bind_text(statement.DangerousGetHandle(), index, bytes, text.Length, Copied);
    }

    public static int Type(sqlite3_stmt row, int column) => sqlite3_column_type(row.DangerousGetHandle(), column);

    public static long Int64(sqlite3_stmt row, int column) => sqlite3_column_int64(row.DangerousGetHandle(), column);

    /// <summary>The bytes of a text or blob, until the next step; none for null.</summary>
    public static ReadOnlySpan<byte> Bytes(sqlite3_stmt row, int column)
    {
        var handle = row.DangerousGetHandle();
        var start = sqlite3_column_blob(handle, column);
        return start is null ? [] : new(start, sqlite3_column_bytes(handle, column));
    }

    /// <summary>Pages the connection wrote since it was opened; SQLitePCL has no call for it.</summary>
    public static long PagesWritten(sqlite3 connection)
    {
        const int CacheWrites = 9; // SQLITE_DBSTATUS_CACHE_WRITE
        _ = sqlite3_db_status(connection.DangerousGetHandle(), CacheWrites, out var pages, out _, 0);
        return pages;
    }

    [LibraryImport(Library)]
    private static partial int sqlite3_db_status(nint connection, int what, out int current, out int highest, int reset);

    [LibraryImport(Library)]
    [SuppressGCTransition]
    private static partial int sqlite3_bind_int64(nint statement, int index, long value);

    [LibraryImport(Library)]
    [SuppressGCTransition]
    private static partial int sqlite3_bind_null(nint statement, int index);

    [LibraryImport(Library)]
    [SuppressGCTransition]
    private static partial int sqlite3_bind_blob(nint statement, int index, byte* bytes, int length, nint destructor);

    [LibraryImport(Library)]
    [SuppressGCTransition]
    private static partial int sqlite3_bind_text(nint statement, int index, byte* bytes, int length, nint destructor);

    [LibraryImport(Library)]
    [SuppressGCTransition]
    private static partial int sqlite3_column_type(nint row, int column);

    [LibraryImport(Library)]
    [SuppressGCTransition]
    private static partial long sqlite3_column_int64(nint row, int column);

    [LibraryImport(Library)]
    [SuppressGCTransition]
    private static partial byte* sqlite3_column_blob(nint row, int column);

    [LibraryImport(Library)]
    [SuppressGCTransition]
    private static partial int sqlite3_column_bytes(nint row, int column);
}
