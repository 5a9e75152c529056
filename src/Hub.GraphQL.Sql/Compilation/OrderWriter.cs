using Hub.GraphQL.Planning;

namespace Hub.GraphQL.Sql.Compilation;

/// <summary>Writes orders, and the conditions that place rows behind or before a cursor.</summary>
internal sealed class OrderWriter(QueryScope scope, IReadOnlyList<OrderTerm> order)
{
    private readonly SqlColumn[] _columns = [.. order.Select(term => scope.Column(term.Column))];

    private Dialects.SqlDialect Dialect => scope.Statement.Dialect;

    /// <summary>The terms of ORDER BY over the columns, or over other expressions for them.</summary>
    public string OrderBy(bool reversed, Func<int, string>? expression = null) => string.Join(", ", order.Select((term, i) =>
    {
        var descending = term.Descending != reversed;
        var nullsFirst = term.NullsFirst != reversed;
        var nulls = _columns[i].IsNullable && nullsFirst != (descending != Dialect.NullsAreLeast)
            ? nullsFirst ? " NULLS FIRST" : " NULLS LAST"
            : "";
        return $"{expression?.Invoke(i) ?? _columns[i].Text}{(descending ? " DESC" : "")}{nulls}";
    }));

    /// <summary>Rows behind the cursor, or before it; with the cursor's own row or without.</summary>
    public string Bound(CursorPlan cursor, bool behind, bool inclusive)
    {
        var values = cursor.Slots.Select(slot => slot < 0 ? null : scope.Statement.Parameter(new(ParameterOrigin.Request, slot))).ToArray();
        var isPlain = _columns.All(column => !column.IsNullable) && order.All(term => term.Descending == order[0].Descending);
        if (isPlain)
        {
            // A row value comparison, which both databases answer from an index.
            var op = (order[0].Descending != behind ? ">" : "<") + (inclusive ? "=" : "");
            return order.Count == 1
                ? $"{_columns[0].Text} {op} {values[0]}"
                : $"({string.Join(", ", _columns.Select(column => column.Text))}) {op} ({string.Join(", ", values)})";
        }

        var alternatives = new List<string>();
        for (var i = 0; i < order.Count; i++)
        {
            if (Beyond(i, values[i], behind) is { } beyond)
                alternatives.Add(string.Join(" AND ", Enumerable.Range(0, i).Select(j => Same(j, values[j])).Append(beyond)));
        }

        if (inclusive)
            alternatives.Add(string.Join(" AND ", Enumerable.Range(0, order.Count).Select(j => Same(j, values[j]))));
        var condition = alternatives.Count == 0 ? Dialect.Never : $"({string.Join(" OR ", alternatives.Select(part => $"({part})"))})";

        // Says the same once more for the first column alone, so that an index on it narrows the scan.
        return !_columns[0].IsNullable && values[0] is { } first
            ? $"({_columns[0].Text} {(order[0].Descending != behind ? ">=" : "<=")} {first} AND {condition})"
            : condition;
    }

    private string Same(int i, string? value) => value is null ? $"{_columns[i].Text} IS NULL" : $"{_columns[i].Text} = {value}";

    /// <summary>The column alone lies on the far side of the value; null when nothing does.</summary>
    private string? Beyond(int i, string? value, bool behind)
    {
        var (term, column) = (order[i], _columns[i]);
        if (value is null)
            return term.NullsFirst == behind ? $"{column.Text} IS NOT NULL" : null;
        var compared = $"{column.Text} {(term.Descending != behind ? ">" : "<")} {value}";
        return column.IsNullable && term.NullsFirst != behind ? $"({compared} OR {column.Text} IS NULL)" : compared;
    }
}
