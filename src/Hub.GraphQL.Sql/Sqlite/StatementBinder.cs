using System.Buffers;
using System.Text;
using Hub.GraphQL.Planning;
using Hub.GraphQL.Sql.Compilation;
using Hub.GraphQL.Sql.Dialects;
using SQLitePCL;

namespace Hub.GraphQL.Sql.Sqlite;

/// <summary>Binds a statement's parameters from the request, from the parent's row and from what was counted.</summary>
internal static class StatementBinder
{
    public static void Bind(sqlite3_stmt handle, SqlStatement statement, IReadOnlyList<Parameter> request, sqlite3_stmt? parent, TallyRun? tally)
    {
        for (var i = 0; i < statement.Parameters.Count; i++)
        {
            var source = statement.Parameters[i];
            var code = source.Origin switch
            {
                ParameterOrigin.ParentColumn => BindColumn(handle, i + 1, parent!, source.Index),
                ParameterOrigin.RequestPlusOne => raw.sqlite3_bind_int64(handle, i + 1, request[source.Index].Integer + 1),
                ParameterOrigin.ContainsPattern => BindText(handle, i + 1, SqlDialect.LikePattern(request[source.Index].Text, true)),
                ParameterOrigin.StartsWithPattern => BindText(handle, i + 1, SqlDialect.LikePattern(request[source.Index].Text, false)),
                ParameterOrigin.SearchExpression => BindText(handle, i + 1, SqliteDialect.Instance.SearchExpression(SearchText.Read(request[source.Index].Text))),
                ParameterOrigin.Tally => raw.sqlite3_bind_text(handle, i + 1, tally!.Cells(source.Index)),
                _ => BindValue(handle, i + 1, request[source.Index]),
            };
            if (code != raw.SQLITE_OK)
                throw new InvalidOperationException($"SQLite refuses parameter {i + 1} with code {code}.");
        }
    }

    private static int BindValue(sqlite3_stmt handle, int index, Parameter value)
    {
        switch (value.Kind)
        {
            case ParameterKind.Integer:
                return raw.sqlite3_bind_int64(handle, index, value.Integer);
            case ParameterKind.Real:
                return raw.sqlite3_bind_double(handle, index, value.Real);
            case ParameterKind.Text:
                return BindText(handle, index, value.Text);
            case ParameterKind.Guid:
                Span<byte> bytes = stackalloc byte[16];
                value.Guid.TryWriteBytes(bytes, true, out _);
                return raw.sqlite3_bind_blob(handle, index, bytes);
            default:
                return raw.sqlite3_bind_null(handle, index);
        }
    }

    private static int BindText(sqlite3_stmt handle, int index, string text)
    {
        var bytes = ArrayPool<byte>.Shared.Rent(Encoding.UTF8.GetMaxByteCount(text.Length));
        var code = raw.sqlite3_bind_text(handle, index, bytes.AsSpan(0, Encoding.UTF8.GetBytes(text, bytes)));
        ArrayPool<byte>.Shared.Return(bytes);
        return code;
    }

    private static int BindColumn(sqlite3_stmt handle, int index, sqlite3_stmt parent, int ordinal) => Columns.Type(parent, ordinal) switch
    {
        raw.SQLITE_INTEGER => raw.sqlite3_bind_int64(handle, index, Columns.Int64(parent, ordinal)),
        raw.SQLITE_FLOAT => raw.sqlite3_bind_double(handle, index, Columns.Double(parent, ordinal)),
        raw.SQLITE_TEXT => raw.sqlite3_bind_text(handle, index, Columns.Bytes(parent, ordinal)),
        raw.SQLITE_BLOB => raw.sqlite3_bind_blob(handle, index, Columns.Bytes(parent, ordinal)),
        _ => raw.sqlite3_bind_null(handle, index),
    };
}
