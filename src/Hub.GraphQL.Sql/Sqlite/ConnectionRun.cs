using Hub.GraphQL.Execution;
using Hub.GraphQL.Planning;
using Hub.GraphQL.Sql.Compilation;
using SQLitePCL;

namespace Hub.GraphQL.Sql.Sqlite;

/// <summary>
/// Writes one connection of one parent. Its rows are read once. A single list over them goes straight into the response;
/// several, or page information before the list, are gathered beside it and put together in the order of the selection.
/// </summary>
internal sealed class ConnectionRun(SqliteRun run, CompiledConnection connection)
{
    private readonly ResponseWriter _writer = run.Writer;
    private readonly FiguresRun? _figures = connection.Figures is { } figures ? new(run, figures) : null;
    private readonly TallyRun? _tally = connection.Tally is { } tally ? new(run, tally) : null;
    private ResponseTarget[] _gathered = [];
    private bool _hasMore;
    private byte[]? _startCursor;
    private byte[]? _endCursor;

    public bool Write(sqlite3_stmt? parent)
    {
        _writer.Enter(connection.Site.ResponseName);
        var isWritten = WriteParts(parent);
        _writer.Leave();
        return isWritten;
    }

    private bool WriteParts(sqlite3_stmt? parent)
    {
        try
        {
            var isWritten = true;
            if (!connection.IsDirect && connection.Rows is not null)
            {
                _gathered = [.. connection.Lists.Select(_ => new ResponseTarget(new(), []))];
                isWritten = ReadRows(parent);
            }

            var list = 0;
            _writer.Json.Raw((byte)'{');
            for (var i = 0; i < connection.Parts.Count; i++)
            {
                var part = connection.Parts[i];
                if (i > 0)
                    _writer.Json.Raw((byte)',');
                _writer.Json.Raw(part.Site.Key.Span);
                if (part is not CompiledList)
                    isWritten &= WritePart(part, parent);
                else if (connection.IsDirect)
                    isWritten &= ReadRows(parent);
                else
                    _writer.Append(_gathered[list++]);
            }

            _writer.Json.Raw((byte)'}');
            return isWritten;
        }
        finally
        {
            _figures?.Dispose();
            _tally?.Dispose();
            foreach (var target in _gathered)
                target.Json.Dispose();
        }
    }

    private bool ReadRows(sqlite3_stmt? parent)
    {
        var row = run.Open(connection.Rows!, parent);
        try
        {
            Punctuate((byte)'[');
            var isWritten = true;
            var limit = run.Scope.Parameters[connection.Relation.Page.LimitSlot].Integer;
            var index = 0;
            while (run.Step(row))
            {
                if (index == 0 && !_hasMore && connection.RowCountOrdinal >= 0 && Columns.Int64(row, connection.RowCountOrdinal) > limit)
                {
                    // Backward, the row too many comes first.
                    _hasMore = true;
                    continue;
                }

                if (index == limit)
                {
                    _hasMore = true;
                    break;
                }

                isWritten &= ReadRow(row, index++);
                _writer.Checkpoint();
            }

            Punctuate((byte)']');
            return isWritten;
        }
        finally
        {
            run.Close(connection.Rows!, row);
        }
    }

    private bool ReadRow(sqlite3_stmt row, int index)
    {
        if (connection.KeepsEndCursors)
            KeepCursor(row, index);
        if (connection.IsDirect)
            return WriteItem(connection.Lists[0], row, index);
        var isWritten = true;
        for (var i = 0; i < connection.Lists.Count; i++)
        {
            var before = _writer.WriteTo(_gathered[i]);
            isWritten &= WriteItem(connection.Lists[i], row, index);
            _writer.WriteTo(before);
        }

        return isWritten;
    }

    private bool WriteItem(CompiledList list, sqlite3_stmt row, int index)
    {
        if (index > 0)
            _writer.Json.Raw((byte)',');
        _writer.Enter(list.Site.ResponseName);
        _writer.Enter(index);
        var isWritten = list.Edge is { } edge ? WriteEdge(edge, row) : run.WriteFields(list.Node!, row);
        _writer.Leave();
        _writer.Leave();
        return isWritten;
    }

    private void Punctuate(byte mark)
    {
        if (connection.IsDirect)
            _writer.Json.Raw(mark);
        foreach (var target in _gathered)
            target.Json.Raw(mark);
    }

    private bool WriteEdge(IReadOnlyList<CompiledPart> parts, sqlite3_stmt row)
    {
        var isWritten = true;
        _writer.Json.Raw((byte)'{');
        for (var i = 0; i < parts.Count; i++)
        {
            if (i > 0)
                _writer.Json.Raw((byte)',');
            _writer.Json.Raw(parts[i].Site.Key.Span);
            switch (parts[i])
            {
                case CompiledTypeName name:
                    _writer.Json.Text(name.TypeName);
                    break;
                case CompiledNode node:
                    isWritten &= run.WriteNested(node.Site, node.Node, row);
                    break;
                default:
                    FillCursor(row);
                    _writer.Json.Base64(run.Cursor.Bytes);
                    break;
            }
        }

        _writer.Json.Raw((byte)'}');
        return isWritten;
    }

    private bool WritePart(CompiledPart part, sqlite3_stmt? parent)
    {
        switch (part)
        {
            case CompiledFigures figures:
                return _figures!.Write(figures, parent);
            case CompiledGroups groups:
                return new GroupsRun(run, _tally).Write(groups, parent);
            case CompiledFailure failure:
                return ResolvedWriter.Write(failure.Output, null, run.Scope, _writer);
            case CompiledTypeName name:
                _writer.Json.Text(name.TypeName);
                break;
            case CompiledPageInfo info:
                _writer.Json.Raw((byte)'{');
                for (var i = 0; i < info.Parts.Count; i++)
                {
                    if (i > 0)
                        _writer.Json.Raw((byte)',');
                    _writer.Json.Raw(info.Parts[i].Site.Key.Span);
                    WritePart(info.Parts[i], parent);
                }

                _writer.Json.Raw((byte)'}');
                break;
            case CompiledLeaf leaf:
                WriteLeaf(leaf.Part, parent);
                break;
            default:
                throw new InvalidOperationException($"Unknown part {part}.");
        }

        return true;
    }

    private void WriteLeaf(ConnectionPart part, sqlite3_stmt? parent)
    {
        var isBackward = connection.Relation.Page.IsBackward;
        switch (part)
        {
            case ConnectionPart.TotalCount:
                _writer.Json.Number(_tally?.Total ?? (connection.Count is { } count ? run.ReadNumber(count, parent) ?? 0 : _figures!.Count(parent)));
                break;
            case ConnectionPart.HasNextPage:
                _writer.Json.Boolean((_hasMore && !isBackward) || Exists(connection.Next, parent));
                break;
            case ConnectionPart.HasPreviousPage:
                _writer.Json.Boolean((_hasMore && isBackward) || Exists(connection.Previous, parent));
                break;
            default:
                if ((part == ConnectionPart.StartCursor ? _startCursor : _endCursor) is { } cursor)
                    _writer.Json.Base64(cursor);
                else
                    _writer.Json.Null();
                break;
        }
    }

    private bool Exists(SqlStatement? probe, sqlite3_stmt? parent) => probe is not null && run.ReadNumber(probe, parent) is not null;

    private void KeepCursor(sqlite3_stmt row, int index)
    {
        FillCursor(row);
        if (index == 0)
            _startCursor = run.Cursor.Bytes.ToArray();
        _endCursor = run.Cursor.Bytes.ToArray();
    }

    private void FillCursor(sqlite3_stmt row)
    {
        run.Cursor.Start(run.Scope.Parameters[connection.Relation.CursorScopeSlot].Integer);
        foreach (var term in connection.Cursor)
            ColumnReader.AddTo(run.Cursor, term, row);
    }
}
