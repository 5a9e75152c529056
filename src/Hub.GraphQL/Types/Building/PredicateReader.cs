using System.Linq.Expressions;
using Hub.GraphQL.Planning;

namespace Hub.GraphQL.Types.Building;

/// <summary>
/// Reads the conditions a schema is built with, such as <c>o => o.Kind == OfferKind.Course</c>. A second parameter is the caller: what
/// is asked of it alone becomes a parameter of the plan.
/// </summary>
internal sealed class PredicateReader
{
    private readonly ParameterExpression _row;
    private readonly ParameterExpression? _caller;
    private readonly List<CallerValue> _callerValues;

    private PredicateReader(LambdaExpression condition, List<CallerValue> callerValues)
    {
        _row = condition.Parameters[0];
        _caller = condition.Parameters.Count > 1 ? condition.Parameters[1] : null;
        _callerValues = callerValues;
    }

    /// <summary>Reads a condition; values asked of the caller are added to those of the schema.</summary>
    public static Predicate Read(LambdaExpression condition, List<CallerValue>? callerValues = null) =>
        new PredicateReader(condition, callerValues ?? []).Read(condition.Body);

    private Predicate Read(Expression expression) => expression switch
    {
        _ when IsOfCaller(expression) => new ParameterHolds(CallerOperand(expression)),
        BinaryExpression { NodeType: ExpressionType.AndAlso } both => Read(both.Left).And(Read(both.Right)),
        BinaryExpression { NodeType: ExpressionType.OrElse } either => new AnyOf([Read(either.Left), Read(either.Right)]),
        UnaryExpression { NodeType: ExpressionType.Not } not => Read(not.Operand).Negate(),
        BinaryExpression binary => ReadComparison(binary),
        MemberExpression { Member.Name: "HasValue", Expression: { } inner } when MemberPath.TryRead(inner, _row) is { } path =>
            new Negation(new IsNull(ColumnTypes.Plain(path))),
        _ when MemberPath.TryRead(expression, _row) is { } path && path.Type == typeof(bool) =>
            new Comparison(ColumnTypes.Plain(path), ComparisonOperator.Equal, Operand.Of(Parameter.Of(1))),
        _ => throw new ArgumentException($"A schema's condition cannot hold \"{expression}\"."),
    };

    private Predicate ReadComparison(BinaryExpression binary)
    {
        var (path, other, kind) = MemberPath.TryRead(binary.Left, _row) is { } left
            ? (left, binary.Right, binary.NodeType)
            : (MemberPath.TryRead(binary.Right, _row), binary.Left, Mirror(binary.NodeType));
        if (path is null)
            throw new ArgumentException($"A schema's condition cannot hold \"{binary}\".");

        var column = ColumnTypes.Plain(path);
        if (IsOfCaller(other))
            return Compare(kind, column, CallerOperand(other), binary);
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
        return Compare(kind, column, Operand.Of(ColumnTypes.Constant(value)), binary);
    }

    private static Predicate Compare(ExpressionType kind, Column column, Operand operand, BinaryExpression binary) => kind switch
    {
        ExpressionType.Equal => new Comparison(column, ComparisonOperator.Equal, operand),
        ExpressionType.NotEqual => new Negation(new Comparison(column, ComparisonOperator.Equal, operand)),
        ExpressionType.LessThan => new Comparison(column, ComparisonOperator.Less, operand),
        ExpressionType.LessThanOrEqual => new Comparison(column, ComparisonOperator.LessOrEqual, operand),
        ExpressionType.GreaterThan => new Comparison(column, ComparisonOperator.Greater, operand),
        ExpressionType.GreaterThanOrEqual => new Comparison(column, ComparisonOperator.GreaterOrEqual, operand),
        _ => throw new ArgumentException($"A schema's condition cannot hold \"{binary}\"."),
    };

    private bool IsOfCaller(Expression expression)
    {
        if (_caller is null)
            return false;
        var found = new ParameterFinder();
        found.Visit(expression);
        return found.Parameters.Count == 1 && found.Parameters.Contains(_caller);
    }

    private Operand CallerOperand(Expression expression)
    {
        var anyone = Expression.Parameter(typeof(object));
        var asked = Expression.Invoke(Expression.Lambda(expression, _caller!), Expression.Convert(anyone, _caller!.Type));
        var read = Expression.Lambda<Func<object, object?>>(Expression.Convert(asked, typeof(object)), anyone).Compile();
        var value = new CallerValue(_callerValues.Count, caller => read(caller) is { } known ? ColumnTypes.Constant(known) : default);
        _callerValues.Add(value);
        return Operand.OfCaller(value);
    }

    private static ExpressionType Mirror(ExpressionType kind) => kind switch
    {
        ExpressionType.LessThan => ExpressionType.GreaterThan,
        ExpressionType.LessThanOrEqual => ExpressionType.GreaterThanOrEqual,
        ExpressionType.GreaterThan => ExpressionType.LessThan,
        ExpressionType.GreaterThanOrEqual => ExpressionType.LessThanOrEqual,
        _ => kind,
    };

    private sealed class ParameterFinder : ExpressionVisitor
    {
        public HashSet<ParameterExpression> Parameters { get; } = [];

        protected override Expression VisitParameter(ParameterExpression node)
        {
            Parameters.Add(node);
            return node;
        }
    }
}
