using Hub.GraphQL.Execution;
using Hub.GraphQL.Planning;
using Hub.GraphQL.Sql.Compilation;
using SQLitePCL;

namespace Hub.GraphQL.Sql.Sqlite;

/// <summary>Interprets a compiled operation for one request: steps through statements and copies columns into the response.</summary>
internal sealed class SqliteRun(
    ReadConnection? connection,
    ExecutionScope scope,
    ResponseWriter writer,
    Action<SqlStatement>? onStatement,
    CancellationToken cancel)
{
    public CursorWriter Cursor { get; } = new();

    public ResponseWriter Writer => writer;

    public ExecutionScope Scope => scope;

    private ReadConnection Connection => connection ?? throw new InvalidOperationException("An operation without statements reads no rows.");

    public bool WriteRoot(CompiledObject root) => WriteFields(root, null);

    public bool WriteFields(CompiledObject node, sqlite3_stmt? row)
    {
        var json = writer.Json;
        var isWritten = true;
        json.Raw((byte)'{');
        for (var i = 0; i < node.Fields.Count; i++)
        {
            if (i > 0)
                json.Raw((byte)',');
            json.Raw(node.Fields[i].Site.Key.Span);
            isWritten &= WriteField(node.Fields[i], row);
        }

        json.Raw((byte)'}');
        return isWritten;
    }

    /// <summary>Runs a statement: binds it and calls back while it is open.</summary>
    public T Run<T>(SqlStatement statement, sqlite3_stmt? parent, Func<sqlite3_stmt, T> read)
    {
        // The progress handler stops long statements; many short ones are stopped here.
        cancel.ThrowIfCancellationRequested();
        onStatement?.Invoke(statement);
        var handle = Connection.Take(statement);
        try
        {
            StatementBinder.Bind(handle, statement, scope.Parameters, parent);
            return read(handle);
        }
        finally
        {
            Connection.Return(statement, handle);
        }
    }

    public bool Step(sqlite3_stmt handle) => Connection.Step(handle);

    private bool WriteField(CompiledField field, sqlite3_stmt? row) => field switch
    {
        CompiledColumn column => ColumnReader.Write(column, row!, writer),
        CompiledReference reference => raw.sqlite3_column_type(row!, reference.Presence) == raw.SQLITE_NULL
            ? writer.Null(field.Site)
            : WriteNested(field.Site, reference.Node, row!),
        CompiledConnection compiled => new ConnectionRun(this, compiled).Write(row),
        CompiledLookup lookup => Run(lookup.Statement, null, handle => Step(handle)
            ? WriteNested(field.Site, lookup.Node, handle)
            : writer.Null(field.Site)),
        CompiledStatic other => ResolvedWriter.Write(other.Output, null, scope, writer),
        _ => throw new InvalidOperationException($"Unknown field {field}."),
    };

    public bool WriteNested(FieldSite site, CompiledObject node, sqlite3_stmt row)
    {
        var start = writer.Json.Length;
        writer.Enter(site.ResponseName);
        var isWritten = WriteFields(node, row);
        writer.Leave();
        if (isWritten)
            return true;
        writer.Json.Truncate(start);
        return writer.Failed(site);
    }
}
