using Hub.GraphQL.Planning;

namespace Hub.GraphQL.Execution;

/// <summary>Writes figures, groups and facets over rows in memory.</summary>
internal sealed class ObjectGroups(ObjectRun run)
{
    private readonly ResponseWriter _writer = run.Writer;

    public bool WriteFigures(FiguresField figures, AggregatePlan plan, List<object> rows)
    {
        if (rows.Count < plan.SuppressBelow)
        {
            _writer.Json.Null();
            return true;
        }

        var group = new ObjectGroup([], run);
        group.Rows.AddRange(rows);
        return WriteObject(figures.Site, figures.Fields, group, plan);
    }

    public bool WriteGroups(GroupsField groups, List<object> rows)
    {
        _writer.Enter(groups.Site.ResponseName);
        var isWritten = WriteGroups(groups.Groups, rows);
        _writer.Leave();
        return isWritten;
    }

    public bool WriteFacets(FacetsField facets, List<object> rows)
    {
        var isWritten = true;
        _writer.Enter(facets.Site.ResponseName);
        _writer.Enter(0);
        _writer.Json.Raw((byte)'[');
        for (var i = 0; i < facets.Facets.Count; i++)
        {
            if (i > 0)
                _writer.Json.Raw((byte)',');
            _writer.MoveTo(i);
            isWritten &= WriteGroups(facets.Facets[i], rows);
        }

        _writer.Json.Raw((byte)']');
        _writer.Leave();
        _writer.Leave();
        return isWritten;
    }

    private bool WriteGroups(GroupsPlan groups, List<object> rows)
    {
        var plan = groups.Plan;
        var all = Group(plan, rows)
            .Where(group => group.Rows.Count >= plan.SuppressBelow && run.Values.Holds(plan.Having, group))
            .ToList();
        all.Sort((a, b) => Compare(plan.Order, a, b));
        var shown = Math.Min(all.Count, (int)run.Scope.Parameters[plan.LimitSlot].Integer);
        return Write(groups.Fields, field => field switch
        {
            GroupListField list => WriteList(list, all[..shown], plan),
            HasMoreField => Written(() => _writer.Json.Boolean(all.Count > shown)),
            FixedText text => Written(() => _writer.Json.Text(text.Text)),
            _ => throw new InvalidOperationException($"Unknown part of groups {field}."),
        });
    }

    private bool WriteList(GroupListField list, List<ObjectGroup> groups, AggregatePlan plan)
    {
        var isWritten = true;
        _writer.Enter(list.Site.ResponseName);
        _writer.Enter(0);
        _writer.Json.Raw((byte)'[');
        for (var i = 0; i < groups.Count; i++)
        {
            if (i > 0)
                _writer.Json.Raw((byte)',');
            _writer.MoveTo(i);
            isWritten &= Write(list.Group, field => WriteField(field, groups[i], plan));
        }

        _writer.Json.Raw((byte)']');
        _writer.Leave();
        _writer.Leave();
        return isWritten;
    }

    private bool WriteObject(FieldSite site, IReadOnlyList<AggregateField> fields, ObjectGroup group, AggregatePlan plan)
    {
        var start = _writer.Json.Length;
        _writer.Enter(site.ResponseName);
        var isWritten = Write(fields, field => WriteField(field, group, plan));
        _writer.Leave();
        if (isWritten)
            return true;
        _writer.Json.Truncate(start);
        return _writer.Failed(site);
    }

    private bool Write(IReadOnlyList<AggregateField> fields, Func<AggregateField, bool> write)
    {
        var isWritten = true;
        _writer.Json.Raw((byte)'{');
        for (var i = 0; i < fields.Count; i++)
        {
            if (i > 0)
                _writer.Json.Raw((byte)',');
            _writer.Json.Raw(fields[i].Site.Key.Span);
            isWritten &= write(fields[i]);
        }

        _writer.Json.Raw((byte)'}');
        return isWritten;
    }

    private bool WriteField(AggregateField field, ObjectGroup group, AggregatePlan plan)
    {
        switch (field)
        {
            case FixedText text:
                _writer.Json.Text(text.Text);
                return true;
            case AggregateObject inner:
                return WriteObject(inner.Site, inner.Fields, group, plan);
            case FigureField figure:
                return WriteFigure(figure, group);
            case KeyField { Key: < 0 } or KeyObjectField { Key: < 0 }:
                _writer.Json.Null();
                return true;
            case KeyField key:
                return WriteValue(key.Site, plan.Keys[key.Key].Field.Type!, group.Keys[key.Key][0]);
            case KeyObjectField key:
                return run.WriteOne(key.Site, key.Node, Find(plan.Keys[key.Key], group, key.Key));
            default:
                throw new InvalidOperationException($"Unknown part of a group {field}.");
        }
    }

    private object? Find(GroupKey key, ObjectGroup group, int index)
    {
        if (key.Value is ReferenceValue reference)
        {
            var first = group.Rows[0];
            return reference.Path.Read(first) is { } other && run.Values.Holds(reference.Target.Where, other) ? other : null;
        }

        return group.Keys[index][0] is { } value
            ? run.Rows(key.Field.Target!.ClrType).FirstOrDefault(row =>
                run.Values.Holds(key.Field.Target.Where, row) && ObjectValues.Read(key.Field.FoundBy!, row) == value)
            : null;
    }

    private bool WriteFigure(FigureField field, ObjectGroup group)
    {
        var (measure, figure) = (field.Measure, group.Figure(field.Measure));
        if (figure.Sum is { } sum)
            return FigureWriter.Sum(_writer, field.Site, measure.Type, sum);
        return measure is { Kind: MeasureKind.Average, IsWhole: true } && figure.Value is not null
            ? _writer.Real(field.Site, group.Mean(measure))
            : WriteValue(field.Site, measure.Type, figure.Value);
    }

    private bool WriteValue(FieldSite site, ColumnType type, Parameter? value)
    {
        switch (value)
        {
            case null:
                return _writer.Null(site);
            case { Kind: ParameterKind.Integer } number:
                return _writer.Integer(site, type, number.Integer);
            case { Kind: ParameterKind.Real } number:
                return _writer.Real(site, number.Real);
            case { Kind: ParameterKind.Guid } guid:
                _writer.Json.Guid(guid.Guid);
                return true;
            case { } text:
                _writer.Json.Text(text.Text);
                return true;
        }
    }

    private List<ObjectGroup> Group(AggregatePlan plan, List<object> rows)
    {
        var groups = new Dictionary<string, ObjectGroup>(StringComparer.Ordinal);
        foreach (var row in rows)
        {
            var keys = plan.Keys.Select(key => ObjectGroup.Values(key.Value, row, run.Values)).ToArray();
            var name = string.Join('\u0001', keys.SelectMany(key => key).Select(part => part is { } value ? $"{value.Kind} {value.ToString().Length} {value}" : ""));
            if (!groups.TryGetValue(name, out var group))
                groups.Add(name, group = new(keys, run));
            group.Rows.Add(row);
        }

        return [.. groups.Values];
    }

    private static int Compare(IReadOnlyList<GroupOrderTerm> order, ObjectGroup left, ObjectGroup right)
    {
        foreach (var term in order)
        {
            var result = term.Measure is { } measure
                ? Compare(left.Figure(measure), right.Figure(measure), term)
                : left.Keys[term.Key].Zip(right.Keys[term.Key], (a, b) => Compare(new(null, a), new(null, b), term)).FirstOrDefault(part => part != 0);
            if (result != 0)
                return result;
        }

        return 0;
    }

    private static int Compare(ObjectFigure left, ObjectFigure right, GroupOrderTerm term) => (left.Compared, right.Compared) switch
    {
        (null, null) => 0,
        (null, _) => term.NullsFirst ? -1 : 1,
        (_, null) => term.NullsFirst ? 1 : -1,
        ({ } a, { } b) => (left.Sum is { } x && right.Sum is { } y ? x.CompareTo(y) : ObjectValues.Compare(a, b)) * (term.Descending ? -1 : 1),
    };

    private static bool Written(Action write)
    {
        write();
        return true;
    }
}
