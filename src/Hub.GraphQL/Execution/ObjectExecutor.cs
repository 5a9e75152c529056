using System.Collections;
using System.Text;
using Hub.GraphQL.Planning;

namespace Hub.GraphQL.Execution;

/// <summary>
/// Runs plans over objects in memory, in the plainest way that is right. It is the reference the SQL compilers are tested
/// against, and serves tests and small data that needs no database.
/// </summary>
public sealed class ObjectExecutor(Func<Type, IEnumerable> rows) : IPlanExecutor
{
    /// <inheritdoc />
    public ValueTask ExecuteAsync(OperationPlan plan, ExecutionScope scope, ResponseWriter writer, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(plan);
        ArgumentNullException.ThrowIfNull(scope);
        ArgumentNullException.ThrowIfNull(writer);
        cancel.ThrowIfCancellationRequested();
        var run = new ObjectRun(rows, scope, writer);
        var start = writer.Json.Length;
        if (!run.WriteObject(plan.Root, scope.Event))
        {
            writer.Json.Truncate(start);
            writer.Json.Null();
        }

        return ValueTask.CompletedTask;
    }
}

/// <summary>One run of <see cref="ObjectExecutor"/>.</summary>
internal sealed class ObjectRun(Func<Type, IEnumerable> rows, ExecutionScope scope, ResponseWriter writer)
{
    private readonly ObjectValues _values = new(scope.Parameters);
    private readonly CursorWriter _cursor = new();

    public bool WriteObject(ObjectPlan plan, object? entity)
    {
        if (plan.Variants.Count > 0)
        {
            return plan.Variants.FirstOrDefault(variant => _values.Holds(variant.Type.Entity.Where, entity!)) is { } chosen
                ? WriteObject(chosen.Plan, entity)
                : throw new InvalidOperationException($"A row of {plan.Type} is of none of its types.");
        }

        var isWritten = true;
        writer.Json.Raw((byte)'{');
        for (var i = 0; i < plan.Fields.Count; i++)
        {
            if (i > 0)
                writer.Json.Raw((byte)',');
            writer.Json.Raw(plan.Fields[i].Site.Key.Span);
            isWritten &= WriteField(plan.Fields[i], entity);
        }

        writer.Json.Raw((byte)'}');
        return isWritten;
    }

    private bool WriteField(OutputPlan output, object? entity)
    {
        switch (output)
        {
            case ColumnOutput column:
                return ObjectColumn.Write(column, entity!, writer);
            case ReferenceOutput reference:
                var referred = reference.Path.Read(entity!);
                return WriteOne(output.Site, reference.Node, referred is not null && _values.Holds(reference.Target.Where, referred) ? referred : null);
            case LookupOutput lookup:
                var found = rows(lookup.Target.ClrType).Cast<object>().FirstOrDefault(row => _values.Holds(lookup.Filter, row));
                return WriteOne(output.Site, lookup.Node, found);
            case ConnectionOutput connection:
                return WriteConnection(connection, entity);
            case FirstOutput first:
                var all = (first.Path.Read(entity!) as IEnumerable ?? Array.Empty<object>()).Cast<object>().Where(row => _values.Holds(first.Filter, row)).ToList();
                all.Sort((a, b) => ObjectValues.Compare(first.Order, a, b));
                return WriteOne(output.Site, first.Node, all.FirstOrDefault());
            case ComputedOutput computed:
                return ComputedWriter.Write(
                    computed, [.. computed.Binding.Columns.Select(column => ObjectValues.Read(column, entity!) ?? default)], writer);
            case NodesOutput nodes:
                return WriteNodes(nodes);
            default:
                return ResolvedWriter.Write(output, entity, scope, writer);
        }
    }

    public bool WriteOne(FieldSite site, ObjectPlan node, object? entity)
    {
        if (entity is null)
            return writer.Null(site);
        var start = writer.Json.Length;
        writer.Enter(site.ResponseName);
        var isWritten = WriteObject(node, entity);
        writer.Leave();
        if (isWritten)
            return true;
        writer.Json.Truncate(start);
        return writer.Failed(site);
    }

    private bool WriteNodes(NodesOutput output)
    {
        if (!output.IsList)
        {
            var (node, row) = FindNode(output, 0);
            return WriteOne(output.Site, node, row);
        }

        writer.Json.Raw((byte)'[');
        writer.Enter(output.Site.ResponseName);
        writer.Enter(0);
        for (var i = 0; i < scope.Parameters[output.CountSlot].Integer; i++)
        {
            if (i > 0)
                writer.Json.Raw((byte)',');
            writer.MoveTo(i);
            var (node, row) = FindNode(output, i);
            var start = writer.Json.Length;
            if (row is not null && WriteObject(node, row))
                continue;
            writer.Json.Truncate(start);
            writer.Json.Null();
        }

        writer.Leave();
        writer.Leave();
        writer.Json.Raw((byte)']');
        return true;
    }

    private (ObjectPlan Node, object? Row) FindNode(NodesOutput output, int index)
    {
        foreach (var source in output.Sources)
        {
            var key = source.Source.Key;
            var isIt = new AllOf([.. key.Select((column, part) => new Comparison(
                column, ComparisonOperator.Equal, Operand.OfSlot(source.FirstSlot + (index * key.Count) + part) with { MayBeNull = true }))]);
            var found = rows(source.Source.Target.ClrType).Cast<object>().FirstOrDefault(row => _values.Holds(source.Filter.And(isIt), row));
            if (found is not null)
                return (source.Node, found);
        }

        return (output.Sources[0].Node, null);
    }

    private bool WriteConnection(ConnectionOutput output, object? parent)
    {
        var relation = output.Relation;
        var source = relation.Path is null ? rows(relation.Target.ClrType) : relation.Path.Read(parent!) as IEnumerable ?? Array.Empty<object>();
        var all = source.Cast<object>().Where(row => _values.Holds(relation.Filter, row)).ToList();
        var (read, listed) = (relation.Ranked is null ? ObjectValues.Read : RankReader(relation, all), all);
        if (relation.Ranked is { Search: var search })
        {
            listed = [.. all];
            listed.Sort((a, b) => ObjectValues.Compare([OrderTerm.Of(search.Key, true)], a, b));
            listed = [.. listed.Take(search.MostRanked)];
        }

        listed.Sort((a, b) => ObjectValues.Compare(relation.Order, a, b, read));

        var page = relation.Page;
        var lower = page.After is { } after ? listed.FindLastIndex(row => _values.Compare(relation.Order, row, after, read) <= 0) + 1 : 0;
        var upper = page.Before is { } before && listed.FindIndex(row => _values.Compare(relation.Order, row, before, read) >= 0) is >= 0 and var index
            ? index
            : listed.Count;
        var limit = (int)scope.Parameters[page.LimitSlot].Integer;
        var (from, to) = (lower, Math.Max(lower, upper));
        if (page.IsBackward)
            from = Math.Max(from, to - limit);
        else
            to = Math.Min(to, from + limit);
        var window = new PageWindow(from, to, HasPrevious: from > lower || lower > 0, HasNext: to < upper || upper < listed.Count);

        writer.Enter(output.Site.ResponseName);
        var isWritten = new ObjectConnection(all, listed, read, window, relation, output.Selection.Aggregate, this).Write(output.Selection.Fields);
        writer.Leave();
        return isWritten;
    }

    /// <summary>Reads columns, and the rank of each row.</summary>
    private Func<Column, object, Parameter?> RankReader(RelationPlan relation, List<object> found)
    {
        var (search, text) = (relation.Ranked!.Search, _values.ValueOf(relation.Ranked.Text).Text);
        var ranks = new ObjectSearch(search, text).Rank(rows(relation.Target.ClrType).Cast<object>(), found);
        return (column, row) => column is RelevanceColumn ? Parameter.Of(ranks[row]) : ObjectValues.Read(column, row);
    }

    /// <summary>The rows of a page, by position, and whether others precede or follow them.</summary>
    private readonly record struct PageWindow(int From, int To, bool HasPrevious, bool HasNext);

    /// <summary>Writes the parts of one connection, whose rows are all at hand.</summary>
    private sealed class ObjectConnection(
        List<object> all,
        List<object> listed,
        Func<Column, object, Parameter?> read,
        PageWindow page,
        RelationPlan relation,
        AggregatePlan? aggregate,
        ObjectRun run)
    {
        private readonly ResponseWriter _writer = run.Writer;

        public bool Write(IReadOnlyList<ConnectionField> fields, object? row = null)
        {
            var isWritten = true;
            _writer.Json.Raw((byte)'{');
            for (var i = 0; i < fields.Count; i++)
            {
                if (i > 0)
                    _writer.Json.Raw((byte)',');
                _writer.Json.Raw(fields[i].Site.Key.Span);
                isWritten &= WriteField(fields[i], row);
            }

            _writer.Json.Raw((byte)'}');
            return isWritten;
        }

        private bool WriteField(ConnectionField field, object? row)
        {
            switch (field)
            {
                case ConnectionTypeName name:
                    _writer.Json.Text(name.TypeName);
                    return true;
                case EdgesField edges:
                    return WriteRows(field.Site, item => Write(edges.Edge, item));
                case NodeField node when row is null:
                    return WriteRows(field.Site, item => run.WriteObject(node.Node, item));
                case NodeField node:
                    return run.WriteOne(field.Site, node.Node, row);
                case PageInfoField info:
                    return Write(info.Parts);
                case ConnectionLeaf leaf:
                    WriteLeaf(leaf.Part, row);
                    return true;
                case FiguresField figures:
                    return run.Groups.WriteFigures(figures, aggregate!, all);
                case GroupsField groups:
                    return run.Groups.WriteGroups(groups, all);
                case FacetsField facets:
                    return run.Groups.WriteFacets(facets, all);
                case FailedPart failed:
                    return ResolvedWriter.Write(failed.Output, null, run.Scope, _writer);
                default:
                    throw new InvalidOperationException($"Unknown part {field}.");
            }
        }

        private bool WriteRows(FieldSite site, Func<object, bool> write)
        {
            var isWritten = true;
            _writer.Json.Raw((byte)'[');
            _writer.Enter(site.ResponseName);
            _writer.Enter(0);
            for (var i = page.From; i < page.To; i++)
            {
                if (i > page.From)
                    _writer.Json.Raw((byte)',');
                _writer.MoveTo(i - page.From);
                isWritten &= write(listed[i]);
            }

            _writer.Leave();
            _writer.Leave();
            _writer.Json.Raw((byte)']');
            return isWritten;
        }

        private void WriteLeaf(ConnectionPart part, object? row)
        {
            switch (part)
            {
                case ConnectionPart.TotalCount:
                    _writer.Json.Number(all.Count);
                    break;
                case ConnectionPart.HasNextPage:
                    _writer.Json.Boolean(page.HasNext);
                    break;
                case ConnectionPart.HasPreviousPage:
                    _writer.Json.Boolean(page.HasPrevious);
                    break;
                case ConnectionPart.Cursor:
                    WriteCursor(row!);
                    break;
                case ConnectionPart.StartCursor or ConnectionPart.EndCursor when page.From == page.To:
                    _writer.Json.Null();
                    break;
                default:
                    WriteCursor(listed[part == ConnectionPart.StartCursor ? page.From : page.To - 1]);
                    break;
            }
        }

        private void WriteCursor(object row)
        {
            run._cursor.Start(run.Scope.Parameters[relation.CursorScopeSlot].Integer);
            foreach (var term in relation.Order)
            {
                switch (read(term.Column, row))
                {
                    case null:
                        run._cursor.AddNull();
                        break;
                    case { Kind: ParameterKind.Integer } value:
                        run._cursor.Add(value.Integer);
                        break;
                    case { Kind: ParameterKind.Real } value:
                        run._cursor.Add(value.Real);
                        break;
                    case { Kind: ParameterKind.Guid } value:
                        run._cursor.AddGuid(value.Guid.ToByteArray(true));
                        break;
                    case { } value:
                        run._cursor.AddText(Encoding.UTF8.GetBytes(value.Text));
                        break;
                }
            }

            _writer.Json.Base64(run._cursor.Bytes);
        }
    }

    public ResponseWriter Writer => writer;

    public ExecutionScope Scope => scope;

    public ObjectValues Values => _values;

    /// <summary>The rows of an entity.</summary>
    public IEnumerable<object> Rows(Type entity) => rows(entity).Cast<object>();

    private ObjectGroups Groups => field ??= new(this);
}
