using Hub.GraphQL.Planning;

namespace Hub.GraphQL.Sql.Compilation;

/// <summary>The cells of one tally instead of the rows: a key and how many rows have it.</summary>
internal sealed class CellSource(QueryScope rows, int tally) : AggregateSource(rows)
{
    /// <summary>What a cell is called.</summary>
    public const string Alias = "j";

    public override string From() => $"FROM {Dialect.Cells(Scope.Statement.Parameter(new(ParameterOrigin.Tally, tally)))} AS {Alias}";

    public override IReadOnlyList<string> Conditions() => [];

    public override IReadOnlyList<string> Value(RowValue value)
    {
        var isText = value is PrefixValue or ColumnValue { Column.Type.Kind: ValueKind.Text or ValueKind.Date }
            || (value is ReferenceValue reference && Scope.Link(reference.Path, null).Navigation.ForeignKey.PrincipalKey.Properties[0].ClrType == typeof(string));
        return [Dialect.Cell(Alias, 0, isText)];
    }

    public override IReadOnlyList<string> Figure(Measure measure) => [$"sum({Dialect.Cell(Alias, 1, false)})"];

    public override JoinedObject Join(ReferenceValue reference, QueryScope groups, IReadOnlyList<string> keys) =>
        groups.JoinOn(reference.Target, joined => $"{QueryScope.FarSide(joined, Scope.Link(reference.Path, null).Navigation)[0]} = {keys[0]}");
}
