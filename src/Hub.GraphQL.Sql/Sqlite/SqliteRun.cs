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
    private const int StepsOfMachine = 4; // SQLITE_STMTSTATUS_VM_STEP

    private readonly Dictionary<sqlite3_stmt, StatementReport>? _reports =
        scope.Statistics.IsDetailed ? new(ReferenceEqualityComparer.Instance) : null;

    public CursorWriter Cursor { get; } = new();

    /// <summary>False while rollups may lack rows.</summary>
    public bool UsesRollups { get; init; }

    public ResponseWriter Writer => writer;

    public ExecutionScope Scope => scope;

    private ReadConnection Connection => connection ?? throw new InvalidOperationException("An operation without statements reads no rows.");

    public bool WriteRoot(CompiledObject root) => WriteFields(root, null);

    public bool WriteFields(CompiledObject node, sqlite3_stmt? row)
    {
        while (node.Choice is { } choice)
            node = Choose(choice, row!);
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

    /// <summary>Binds a statement; its first row is one step away. Every opened statement is closed.</summary>
    public sqlite3_stmt Open(SqlStatement statement, sqlite3_stmt? parent, TallyRun? tally = null)
    {
        // The progress handler stops long statements; many short ones are stopped here.
        cancel.ThrowIfCancellationRequested();
        if (scope.Statistics.Steps > scope.MostSteps)
            throw new ReadLimitException();
        onStatement?.Invoke(statement);
        var handle = Connection.Take(statement);
        scope.Statistics.Statements++;
        if (_reports is not null)
        {
            _reports[handle] = scope.Statistics.Report(statement.Text);
            _reports[handle].Executions++;
        }

        try
        {
            StatementBinder.Bind(handle, statement, scope.Parameters, parent, tally);
            return handle;
        }
        catch
        {
            Connection.Return(statement, handle);
            throw;
        }
    }

    public void Close(SqlStatement statement, sqlite3_stmt handle)
    {
        var steps = raw.sqlite3_stmt_status(handle, StepsOfMachine, 1);
        scope.Statistics.Steps += steps;
        if (_reports is not null && _reports.Remove(handle, out var report))
            report.Steps += steps;
        Connection.Return(statement, handle);
    }

    /// <summary>The number in the first row of a statement; null when there is no row.</summary>
    public long? ReadNumber(SqlStatement statement, sqlite3_stmt? parent)
    {
        var handle = Open(statement, parent);
        try
        {
            return Step(handle) ? Columns.Int64(handle, 0) : null;
        }
        finally
        {
            Close(statement, handle);
        }
    }

    public bool Step(sqlite3_stmt handle)
    {
        if (!Connection.Step(handle))
            return false;
        scope.Statistics.Rows++;
        if (_reports is not null)
            _reports[handle].Rows++;
        return true;
    }

    /// <summary>The same for rows that are only counted, none of which is read for the response.</summary>
    public bool StepUncounted(sqlite3_stmt handle) => Connection.Step(handle);

    private bool WriteField(CompiledField field, sqlite3_stmt? row) => field switch
    {
        CompiledColumn column => ColumnReader.Write(column, row!, writer),
        CompiledReference reference => Columns.IsNull(row!, reference.Presence)
            ? writer.Null(field.Site)
            : WriteNested(field.Site, reference.Node, row!),
        CompiledConnection compiled => new ConnectionRun(this, compiled).Write(row),
        CompiledLookup lookup => WriteLookup(lookup, row),
        CompiledComputed computed => WriteComputed(computed, row!),
        CompiledNodes nodes => new NodesRun(this, nodes).Write(),
        CompiledFigure figure => FigureReader.Write(figure, row!, writer),
        CompiledInner inner => WriteNested(inner.Site, inner.Node, row!),
        CompiledText text => WriteText(text),
        CompiledNull none => writer.Null(none.Site),
        CompiledStatic other => ResolvedWriter.Write(other.Output, row is null ? scope.Event : null, scope, writer),
        _ => throw new InvalidOperationException($"Unknown field {field}."),
    };

    private bool WriteText(CompiledText text)
    {
        writer.Json.Text(text.Text);
        return true;
    }

    private static CompiledObject Choose(CompiledChoice choice, sqlite3_stmt row)
    {
        var value = Columns.Int64(row, choice.Ordinal);
        for (var i = 0; i < choice.Values.Count; i++)
        {
            if (choice.Values[i] == value)
                return choice.Objects[i];
        }

        throw new InvalidOperationException($"A row is of none of its types: {value}.");
    }

    private bool WriteComputed(CompiledComputed computed, sqlite3_stmt row)
    {
        var values = new Parameter[computed.Columns.Count];
        for (var i = 0; i < values.Length; i++)
            values[i] = ColumnReader.Read(computed.Columns[i], row);
        return ComputedWriter.Write(computed.Output, values, writer);
    }

    private bool WriteLookup(CompiledLookup lookup, sqlite3_stmt? parent)
    {
        var handle = Open(lookup.Statement, parent);
        try
        {
            return Step(handle) ? WriteNested(lookup.Site, lookup.Node, handle) : writer.Null(lookup.Site);
        }
        finally
        {
            Close(lookup.Statement, handle);
        }
    }

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
