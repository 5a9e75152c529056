using Hub.GraphQL.Planning;

namespace Hub.GraphQL.Sql.Compilation;

/// <summary>
/// Writes conditions as SQL. A condition of the plan is true or false, SQL's may be unknown: where a condition must hold,
/// unknown does as well as false, so only negations name it.
/// </summary>
internal sealed class PredicateWriter(QueryScope scope, JoinedObject? from = null)
{
    private Dialects.SqlDialect Dialect => scope.Statement.Dialect;

    public string Write(Predicate predicate) => Write(predicate, false);

    private string Write(Predicate predicate, bool negated) => predicate switch
    {
        AllOf all => Combine(all.Parts, negated, negated ? " OR " : " AND ", negated ? Dialect.Never : Dialect.Always),
        AnyOf any => Combine(any.Parts, negated, negated ? " AND " : " OR ", negated ? Dialect.Always : Dialect.Never),
        Negation negation => Write(negation.Inner, !negated),
        IsNull isNull => $"{scope.Column(isNull.Column, from).Text} IS {(negated ? "NOT NULL" : "NULL")}",
        ParameterHolds holds => Negate($"{Operand(holds.Operand)} <> 0", holds.Operand.MayBeNull, negated),
        Comparison comparison => Negate(
            WriteComparison(comparison), comparison.Operand.MayBeNull || scope.Column(comparison.Column, from).IsNullable, negated),
        Membership membership => WriteMembership(membership, negated),
        TextMatches matches => WriteMatches(matches, negated),
        Related related => Exists(related.Path, related.Target, related.Inner, negated),
        AnyRelated related => Exists(related.Path, related.Target, related.Inner, negated),
        _ => throw new InvalidOperationException($"Unknown condition {predicate}."),
    };

    private static string Negate(string condition, bool mayBeUnknown, bool negated) => (negated, mayBeUnknown) switch
    {
        (false, _) => condition,
        (true, true) => $"({condition}) IS NOT TRUE",
        (true, false) => $"NOT ({condition})",
    };

    private string Combine(IReadOnlyList<Predicate> parts, bool negated, string glue, string empty) => parts.Count switch
    {
        0 => empty,
        1 => Write(parts[0], negated),
        _ => $"({string.Join(glue, parts.Select(part => Write(part, negated)))})",
    };

    private string WriteComparison(Comparison comparison)
    {
        var column = scope.Column(comparison.Column, from).Text;
        return comparison.Operator switch
        {
            ComparisonOperator.Equal => $"{column} = {Operand(comparison.Operand)}",
            ComparisonOperator.Less => $"{column} < {Operand(comparison.Operand)}",
            ComparisonOperator.LessOrEqual => $"{column} <= {Operand(comparison.Operand)}",
            ComparisonOperator.Greater => $"{column} > {Operand(comparison.Operand)}",
            ComparisonOperator.GreaterOrEqual => $"{column} >= {Operand(comparison.Operand)}",
            ComparisonOperator.Contains => Dialect.Matches(column, Pattern(comparison.Operand, ParameterOrigin.ContainsPattern)),
            ComparisonOperator.StartsWith => Dialect.Matches(column, Pattern(comparison.Operand, ParameterOrigin.StartsWithPattern)),
            ComparisonOperator.Has when comparison.Column.Type.Kind == ValueKind.Flags => $"({column} & {Operand(comparison.Operand)}) <> 0",
            ComparisonOperator.Has => Dialect.HasText(column, Operand(comparison.Operand)),
            _ => throw new InvalidOperationException($"Unknown comparison {comparison.Operator}."),
        };
    }

    private string WriteMatches(TextMatches matches, bool negated)
    {
        var key = scope.Column(matches.Search.Key, from);
        var text = scope.Statement.Parameter(new(ParameterOrigin.SearchExpression, matches.Text.Slot));
        return Negate(Dialect.Searched(matches.Search.Index, key.Text, text), key.IsNullable, negated);
    }

    private string WriteMembership(Membership membership, bool negated)
    {
        var column = scope.Column(membership.Column, from);
        var values = string.Join(", ", membership.Operands.Select(Operand));
        return Negate($"{column.Text} IN ({values})", column.IsNullable || membership.Operands.Any(operand => operand.MayBeNull), negated);
    }

    private string Exists(MemberPath path, EntityBinding target, Predicate inner, bool negated)
    {
        var hops = path.Hops;
        var near = scope.Link(hops[0], from).Columns;
        var other = new QueryScope(scope.Statement, target.ClrType);
        var link = other.Tie(hops, near, other.FarSide(scope.Statement.Model.Navigation(path)));
        var condition = new PredicateWriter(other).Write(inner);
        return $"{(negated ? "NOT " : "")}EXISTS (SELECT 1 {other.From()} WHERE {link}{And(condition)})";
    }

    private string And(string condition) => condition == Dialect.Always ? "" : $" AND {condition}";

    /// <summary>A value of the request or the schema.</summary>
    public string Operand(Operand operand) => operand.IsParameter
        ? scope.Statement.Parameter(new(ParameterOrigin.Request, operand.Slot))
        : Dialect.Constant(operand.Constant);

    private string Pattern(Operand operand, ParameterOrigin origin) => operand.IsParameter
        ? scope.Statement.Parameter(new(origin, operand.Slot))
        : Dialect.Constant(Parameter.Of(Dialects.SqlDialect.LikePattern(operand.Constant.Text, origin == ParameterOrigin.ContainsPattern)));
}
