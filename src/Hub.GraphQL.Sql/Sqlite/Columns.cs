using System.Runtime.InteropServices;
using SQLitePCL;

namespace Hub.GraphQL.Sql.Sqlite;

/// <summary>
/// Steps through rows and reads their columns by direct calls into the library that SQLitePCL loads. SQLitePCL counts references to the
/// statement and tells the garbage collector at each of these calls, which for a column costs several times the call itself; here the connection keeps its
/// statements, and only one request uses it.
/// </summary>
internal static unsafe partial class Columns
{
    private const string Library = "e_sqlite3";

    /// <summary>Goes to the next row; it may take long, so the garbage collector is told.</summary>
    public static int Step(sqlite3_stmt statement) => sqlite3_step(statement.DangerousGetHandle());

    public static int Type(sqlite3_stmt row, int ordinal) => sqlite3_column_type(row.DangerousGetHandle(), ordinal);

    public static bool IsNull(sqlite3_stmt row, int ordinal) => Type(row, ordinal) == raw.SQLITE_NULL;

    public static long Int64(sqlite3_stmt row, int ordinal) => sqlite3_column_int64(row.DangerousGetHandle(), ordinal);

    public static double Double(sqlite3_stmt row, int ordinal) => sqlite3_column_double(row.DangerousGetHandle(), ordinal);

    /// <summary>The bytes of a text or blob, until the next step.</summary>
    public static ReadOnlySpan<byte> Bytes(sqlite3_stmt row, int ordinal)
    {
        var handle = row.DangerousGetHandle();
        var start = sqlite3_column_blob(handle, ordinal);
        return start is null ? [] : new(start, sqlite3_column_bytes(handle, ordinal));
    }

    [LibraryImport(Library)]
    private static partial int sqlite3_step(nint statement);

    [LibraryImport(Library)]
    [SuppressGCTransition]
    private static partial int sqlite3_column_type(nint statement, int ordinal);

    [LibraryImport(Library)]
    [SuppressGCTransition]
    private static partial long sqlite3_column_int64(nint statement, int ordinal);

    [LibraryImport(Library)]
    [SuppressGCTransition]
    private static partial double sqlite3_column_double(nint statement, int ordinal);

    [LibraryImport(Library)]
    [SuppressGCTransition]
    private static partial byte* sqlite3_column_blob(nint statement, int ordinal);

    [LibraryImport(Library)]
    [SuppressGCTransition]
    private static partial int sqlite3_column_bytes(nint statement, int ordinal);
}
