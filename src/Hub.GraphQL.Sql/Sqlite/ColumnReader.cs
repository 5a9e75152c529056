using Hub.GraphQL.Execution;
using Hub.GraphQL.Planning;
using Hub.GraphQL.Sql.Compilation;
using SQLitePCL;

namespace Hub.GraphQL.Sql.Sqlite;

/// <summary>Copies columns of the current row into the response or into a cursor, without making strings of them.</summary>
internal static class ColumnReader
{
    public static bool Write(CompiledColumn column, sqlite3_stmt row, ResponseWriter writer)
    {
        // SQLite reads NULL as nothing or zero, so only those need a second call to tell; calls into SQLite are what rows cost.
        switch (column.Type.Kind)
        {
            case ValueKind.Text or ValueKind.Date or ValueKind.Guid or ValueKind.TextList:
                var bytes = Columns.Bytes(row, column.Ordinal);
                return bytes.IsEmpty && IsMissing(column, row) ? WriteMissing(column, writer) : WriteBytes(column, bytes, writer);
            case ValueKind.Double:
                var number = Columns.Double(row, column.Ordinal);
                return number == 0 && IsMissing(column, row) ? WriteMissing(column, writer) : writer.Real(column.Site, number);
            default:
                var integer = Columns.Int64(row, column.Ordinal);
                return integer == 0 && IsMissing(column, row) ? WriteMissing(column, writer) : writer.Integer(column.Site, column.Type, integer);
        }
    }

    public static void AddTo(CursorWriter cursor, CompiledTerm term, sqlite3_stmt row)
    {
        if (Columns.IsNull(row, term.Ordinal))
        {
            cursor.AddNull();
            return;
        }

        switch (term.Kind)
        {
            case ValueKind.Text or ValueKind.Date:
                cursor.AddText(Columns.Bytes(row, term.Ordinal));
                break;
            case ValueKind.Guid:
                cursor.AddGuid(Columns.Bytes(row, term.Ordinal));
                break;
            case ValueKind.Double:
                cursor.Add(Columns.Double(row, term.Ordinal));
                break;
            default:
                cursor.Add(Columns.Int64(row, term.Ordinal));
                break;
        }
    }

    /// <summary>The value of a column; no value stands as <see cref="ParameterKind.Null"/>.</summary>
    public static Parameter Read(CompiledTerm term, sqlite3_stmt row)
    {
        if (Columns.IsNull(row, term.Ordinal))
            return default;
        return term.Kind switch
        {
            ValueKind.Text or ValueKind.Date or ValueKind.TextList =>
                Parameter.Of(System.Text.Encoding.UTF8.GetString(Columns.Bytes(row, term.Ordinal))),
            ValueKind.Guid => Parameter.Of(new Guid(Columns.Bytes(row, term.Ordinal), true)),
            ValueKind.Double => Parameter.Of(Columns.Double(row, term.Ordinal)),
            _ => Parameter.Of(Columns.Int64(row, term.Ordinal)),
        };
    }

    private static bool IsMissing(CompiledColumn column, sqlite3_stmt row) =>
        Columns.IsNull(row, column.Ordinal);

    /// <summary>A missing list is an empty one.</summary>
    private static bool WriteMissing(CompiledColumn column, ResponseWriter writer)
    {
        if (!column.Type.IsList)
            return writer.Null(column.Site);
        writer.Json.Raw("[]"u8);
        return true;
    }

    private static bool WriteBytes(CompiledColumn column, ReadOnlySpan<byte> bytes, ResponseWriter writer)
    {
        switch (column.Type.Kind)
        {
            case ValueKind.Guid when bytes.Length == 16:
                writer.Json.Guid(new(bytes, true));
                return true;
            case ValueKind.Guid:
                writer.Report(column.Site, $"ID cannot represent a value of {bytes.Length} bytes.");
                return writer.Failed(column.Site);
            case ValueKind.TextList when !TextList.TryWrite(bytes, writer.Json):
                writer.Report(column.Site, "The stored value is no JSON list of texts.");
                return writer.Failed(column.Site);
            case ValueKind.TextList:
                return true;
            default:
                writer.Json.Text(bytes);
                return true;
        }
    }
}
