using Hub.GraphQL.Execution;
using Hub.GraphQL.Planning;
using Hub.GraphQL.Sql.Compilation;
using SQLitePCL;

namespace Hub.GraphQL.Sql.Sqlite;

/// <summary>
/// Finds objects by id: one statement for each entity that may have them, until all are found. Rows come in any order, so each is
/// written beside the response, and all are put together in the order of the ids.
/// </summary>
internal sealed class NodesRun(SqliteRun run, CompiledNodes nodes)
{
    private readonly ResponseWriter _writer = run.Writer;
    private readonly int _count = (int)run.Scope.Parameters[nodes.Output.CountSlot].Integer;

    public bool Write()
    {
        var found = new ResponseTarget?[_count];
        try
        {
            foreach (var source in nodes.Sources)
            {
                if (Array.IndexOf(found, null) < 0)
                    break;
                Read(source, found);
            }

            return nodes.Output.IsList ? WriteList(found) : WriteOne(found[0]);
        }
        finally
        {
            foreach (var target in found)
                target?.Json.Dispose();
        }
    }

    private void Read(CompiledSource source, ResponseTarget?[] found)
    {
        var key = new Parameter[source.Key.Count];
        var row = run.Open(source.Statement, null);
        try
        {
            while (run.Step(row))
            {
                for (var part = 0; part < key.Length; part++)
                    key[part] = ColumnReader.Read(source.Key[part], row);

                // An id may be given more than once.
                for (var i = 0; i < _count; i++)
                {
                    if (found[i] is null && IsIt(source.Plan.FirstSlot + (i * key.Length), key))
                        found[i] = WriteRow(source.Node, row, i);
                }
            }
        }
        finally
        {
            run.Close(source.Statement, row);
        }
    }

    private bool IsIt(int slot, Parameter[] key)
    {
        for (var part = 0; part < key.Length; part++)
        {
            if (run.Scope.Parameters[slot + part] != key[part])
                return false;
        }

        return true;
    }

    private ResponseTarget WriteRow(CompiledObject node, sqlite3_stmt row, int index)
    {
        var target = new ResponseTarget(new(1024), []);
        var before = _writer.WriteTo(target);
        _writer.Enter(nodes.Site.ResponseName);
        if (nodes.Output.IsList)
            _writer.Enter(index);
        if (!run.WriteFields(node, row))
        {
            target.Json.Truncate(0);
            target.Json.Null();
        }

        if (nodes.Output.IsList)
            _writer.Leave();
        _writer.Leave();
        _writer.WriteTo(before);
        return target;
    }

    private bool WriteList(ResponseTarget?[] found)
    {
        _writer.Json.Raw((byte)'[');
        for (var i = 0; i < found.Length; i++)
        {
            if (i > 0)
                _writer.Json.Raw((byte)',');
            if (found[i] is { } target)
                _writer.Append(target);
            else
                _writer.Json.Null();
        }

        _writer.Json.Raw((byte)']');
        return true;
    }

    private bool WriteOne(ResponseTarget? found)
    {
        if (found is not { } target)
            return _writer.Null(nodes.Site);
        _writer.Append(target);
        return true;
    }
}
