using Hub.GraphQL.Execution;
using Hub.GraphQL.Sql.Compilation;
using SQLitePCL;

namespace Hub.GraphQL.Sql.Sqlite;

/// <summary>Writes groups: the rows are read once and gathered, because whether there are more may be asked before them.</summary>
internal sealed class GroupsRun(SqliteRun run, TallyRun? tally)
{
    private readonly ResponseWriter _writer = run.Writer;

    public bool Write(CompiledGroups part, sqlite3_stmt? parent)
    {
        _writer.Enter(part.Site.ResponseName);
        var isWritten = part.IsList ? WriteFacets(part, parent) : WriteGroups(part.Groups[0], parent);
        _writer.Leave();
        return isWritten;
    }

    private bool WriteFacets(CompiledGroups part, sqlite3_stmt? parent)
    {
        var isWritten = true;
        _writer.Json.Raw((byte)'[');
        _writer.Enter(0);
        for (var i = 0; i < part.Groups.Count; i++)
        {
            if (i > 0)
                _writer.Json.Raw((byte)',');
            _writer.MoveTo(i);
            isWritten &= WriteGroups(part.Groups[i], parent);
        }

        _writer.Leave();
        _writer.Json.Raw((byte)']');
        return isWritten;
    }

    private bool WriteGroups(CompiledAggregate groups, sqlite3_stmt? parent)
    {
        var source = groups.For(run.Scope.Parameters, run.UsesRollups);
        var fields = source.Objects[0].Fields;
        var gathered = new Dictionary<CompiledGroupList, ResponseTarget>(ReferenceEqualityComparer.Instance);
        try
        {
            foreach (var list in fields.OfType<CompiledGroupList>())
                gathered.Add(list, new(new(), []));
            var isRead = gathered.Count > 0 || fields.Any(field => field is CompiledHasMore);
            var (isWritten, hasMore) = isRead ? Read(source, gathered, parent) : (true, false);
            _writer.Json.Raw((byte)'{');
            for (var i = 0; i < fields.Count; i++)
            {
                if (i > 0)
                    _writer.Json.Raw((byte)',');
                _writer.Json.Raw(fields[i].Site.Key.Span);
                switch (fields[i])
                {
                    case CompiledGroupList list:
                        _writer.Append(gathered[list]);
                        break;
                    case CompiledHasMore:
                        _writer.Json.Boolean(hasMore);
                        break;
                    default:
                        _writer.Json.Text(((CompiledText)fields[i]).Text);
                        break;
                }
            }

            _writer.Json.Raw((byte)'}');
            return isWritten;
        }
        finally
        {
            foreach (var target in gathered.Values)
                target.Json.Dispose();
        }
    }

    private (bool IsWritten, bool HasMore) Read(
        CompiledAggregate source, Dictionary<CompiledGroupList, ResponseTarget> gathered, sqlite3_stmt? parent)
    {
        var row = run.Open(source.Statement, parent, tally);
        try
        {
            var (isWritten, hasMore) = (true, false);
            var limit = run.Scope.Parameters[source.Plan.LimitSlot].Integer;
            foreach (var target in gathered.Values)
                target.Json.Raw((byte)'[');
            for (var index = 0; run.Step(row); index++)
            {
                if (index == limit)
                {
                    hasMore = true;
                    break;
                }

                foreach (var (list, target) in gathered)
                    isWritten &= WriteGroup(list, target, row, index);
            }

            foreach (var target in gathered.Values)
                target.Json.Raw((byte)']');
            return (isWritten, hasMore);
        }
        finally
        {
            run.Close(source.Statement, row);
        }
    }

    private bool WriteGroup(CompiledGroupList list, ResponseTarget target, sqlite3_stmt row, int index)
    {
        var before = _writer.WriteTo(target);
        if (index > 0)
            _writer.Json.Raw((byte)',');
        _writer.Enter(list.Site.ResponseName);
        _writer.Enter(index);
        var isWritten = run.WriteFields(list.Group, row);
        _writer.Leave();
        _writer.Leave();
        _writer.WriteTo(before);
        return isWritten;
    }
}
