using System.Linq.Expressions;
using Hub.GraphQL.Planning;

namespace Hub.GraphQL.Types.Building;

/// <summary>Reads the conditions a schema is built with, such as <c>o => o.Kind == OfferKind.Course</c>.</summary>
internal static class PredicateReader
{
    public static Predicate Read(LambdaExpression condition) => Read(condition.Body, condition.Parameters[0]);

    private static Predicate Read(Expression expression, ParameterExpression parameter) => expression switch
    {
        BinaryExpression { NodeType: ExpressionType.AndAlso } both => Read(both.Left, parameter).And(Read(both.Right, parameter)),
        BinaryExpression { NodeType: ExpressionType.OrElse } either =>
            new AnyOf([Read(either.Left, parameter), Read(either.Right, parameter)]),
        UnaryExpression { NodeType: ExpressionType.Not } not => Read(not.Operand, parameter).Negate(),
        BinaryExpression binary => ReadComparison(binary, parameter),
        MemberExpression { Member.Name: "HasValue", Expression: { } inner } when MemberPath.TryRead(inner, parameter) is { } path =>
            new Negation(new IsNull(ColumnTypes.Plain(path))),
        _ when MemberPath.TryRead(expression, parameter) is { } path && path.Type == typeof(bool) =>
            new Comparison(ColumnTypes.Plain(path), ComparisonOperator.Equal, Operand.Of(Parameter.Of(1))),
        _ => throw new ArgumentException($"A schema's condition cannot hold \"{expression}\"."),
    };

    private static Predicate ReadComparison(BinaryExpression binary, ParameterExpression parameter)
    {
        var (path, other, kind) = MemberPath.TryRead(binary.Left, parameter) is { } left
            ? (left, binary.Right, binary.NodeType)
            : (MemberPath.TryRead(binary.Right, parameter), binary.Left, Mirror(binary.NodeType));
        if (path is null)
            throw new ArgumentException($"A schema's condition cannot hold \"{binary}\".");

        var column = ColumnTypes.Plain(path);
        var value = Expression.Lambda(other).Compile().DynamicInvoke();
        if (value is null)
        {
            return kind switch
            {
                ExpressionType.Equal => new IsNull(column),
                ExpressionType.NotEqual => new Negation(new IsNull(column)),
                _ => Predicate.False,
            };
        }

        // The compiler turns an enum constant into its number, which is what is stored.
        var operand = Operand.Of(ColumnTypes.Constant(value));
        return kind switch
        {
            ExpressionType.Equal => new Comparison(column, ComparisonOperator.Equal, operand),
            ExpressionType.NotEqual => new Negation(new Comparison(column, ComparisonOperator.Equal, operand)),
            ExpressionType.LessThan => new Comparison(column, ComparisonOperator.Less, operand),
            ExpressionType.LessThanOrEqual => new Comparison(column, ComparisonOperator.LessOrEqual, operand),
            ExpressionType.GreaterThan => new Comparison(column, ComparisonOperator.Greater, operand),
            ExpressionType.GreaterThanOrEqual => new Comparison(column, ComparisonOperator.GreaterOrEqual, operand),
            _ => throw new ArgumentException($"A schema's condition cannot hold \"{binary}\"."),
        };
    }

    private static ExpressionType Mirror(ExpressionType kind) => kind switch
    {
        ExpressionType.LessThan => ExpressionType.GreaterThan,
        ExpressionType.LessThanOrEqual => ExpressionType.GreaterThanOrEqual,
        ExpressionType.GreaterThan => ExpressionType.LessThan,
        ExpressionType.GreaterThanOrEqual => ExpressionType.LessThanOrEqual,
        _ => kind,
    };
}
