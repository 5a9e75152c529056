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
        var (site, type, ordinal) = (column.Site, column.Type, column.Ordinal);
        if (raw.sqlite3_column_type(row, ordinal) == raw.SQLITE_NULL)
            return WriteMissing(column, writer);
        switch (type.Kind)
        {
            case ValueKind.Text or ValueKind.Date:
                writer.Json.Text(raw.sqlite3_column_blob(row, ordinal));
                return true;
            case ValueKind.Guid:
                return WriteGuid(site, raw.sqlite3_column_blob(row, ordinal), writer);
            case ValueKind.Double:
                return writer.Real(site, raw.sqlite3_column_double(row, ordinal));
            case ValueKind.TextList:
                if (TextList.TryWrite(raw.sqlite3_column_blob(row, ordinal), writer.Json))
                    return true;
                writer.Report(site, "The stored value is no JSON list of texts.");
                return writer.Failed(site);
            default:
                return writer.Integer(site, type, raw.sqlite3_column_int64(row, ordinal));
        }
    }

    public static void AddTo(CursorWriter cursor, CompiledTerm term, sqlite3_stmt row)
    {
        if (raw.sqlite3_column_type(row, term.Ordinal) == raw.SQLITE_NULL)
        {
            cursor.AddNull();
            return;
        }

        switch (term.Kind)
        {
            case ValueKind.Text or ValueKind.Date:
                cursor.AddText(raw.sqlite3_column_blob(row, term.Ordinal));
                break;
            case ValueKind.Guid:
                cursor.AddGuid(raw.sqlite3_column_blob(row, term.Ordinal));
                break;
            case ValueKind.Double:
                cursor.Add(raw.sqlite3_column_double(row, term.Ordinal));
                break;
            default:
                cursor.Add(raw.sqlite3_column_int64(row, term.Ordinal));
                break;
        }
    }

    /// <summary>A missing list is an empty one.</summary>
    private static bool WriteMissing(CompiledColumn column, ResponseWriter writer)
    {
        if (!column.Type.IsList)
            return writer.Null(column.Site);
        writer.Json.Raw("[]"u8);
        return true;
    }

    private static bool WriteGuid(FieldSite site, ReadOnlySpan<byte> bytes, ResponseWriter writer)
    {
        if (bytes.Length == 16)
        {
            writer.Json.Guid(new(bytes, true));
            return true;
        }

        writer.Report(site, $"ID cannot represent a value of {bytes.Length} bytes.");
        return writer.Failed(site);
    }
}
