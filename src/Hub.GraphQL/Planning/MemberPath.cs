using System.Linq.Expressions;
using System.Reflection;

namespace Hub.GraphQL.Planning;

/// <summary>
/// Properties read one after another from an entity, such as <c>o.Source.Participant.Name</c>. A step may lead to many, whose next property
/// is read of each. Equal when all steps are.
/// </summary>
public sealed class MemberPath : IEquatable<MemberPath>
{
    private readonly PropertyInfo[] _steps;

    /// <summary>Takes the properties in the order they are read.</summary>
    public MemberPath(IEnumerable<PropertyInfo> steps)
    {
        _steps = [.. steps];
        if (_steps.Length == 0)
            throw new ArgumentException("A path needs at least one property.", nameof(steps));
    }

    /// <summary>The properties in the order they are read.</summary>
    public IReadOnlyList<PropertyInfo> Steps => _steps;

    /// <summary>The type the first property belongs to.</summary>
    public Type Root => _steps[0].ReflectedType ?? _steps[0].DeclaringType!;

    /// <summary>The type of the last property.</summary>
    public Type Type => _steps[^1].PropertyType;

    /// <summary>The last property.</summary>
    public PropertyInfo Last => _steps[^1];

    /// <summary>Everything but the last property; null when there is only one.</summary>
    public MemberPath? Prefix => _steps.Length == 1 ? null : new(_steps[..^1]);

    /// <summary>The path cut behind every step to many but the last: each part leads to many from what the part before leads to.</summary>
    public IReadOnlyList<MemberPath> Hops
    {
        get
        {
            var hops = new List<MemberPath>();
            var start = 0;
            for (var i = 0; i < _steps.Length; i++)
            {
                if (i < _steps.Length - 1 && !LeadsToMany(_steps[i]))
                    continue;
                hops.Add(new(_steps[start..(i + 1)]));
                start = i + 1;
            }

            return hops;
        }
    }

    /// <summary>Reads a lambda such as <c>o => o.Source.Name</c> or <c>p => p.Sources.SelectMany(s => s.Offers)</c>.</summary>
    /// <exception cref="ArgumentException">The lambda is anything else.</exception>
    public static MemberPath From(LambdaExpression lambda)
    {
        ArgumentNullException.ThrowIfNull(lambda);
        return TryRead(lambda)
            ?? throw new ArgumentException($"\"{lambda}\" is not a chain of properties.", nameof(lambda));
    }

    /// <summary>Reads the value; null when a step on the way is null. What is reached through many is read once each.</summary>
    public object? Read(object entity)
    {
        var value = _steps[0].GetValue(entity);
        for (var i = 1; i < _steps.Length && value is not null; i++)
            value = value is IEnumerable<object> many ? ReadEach(many, _steps[i]) : _steps[i].GetValue(value);
        return value;
    }

    /// <summary>True when some step may be null, by the nullable annotations of the model.</summary>
    public bool MayBeNull()
    {
        var nullability = new NullabilityInfoContext();
        return _steps.Any(step => Nullable.GetUnderlyingType(step.PropertyType) is not null
            || (!step.PropertyType.IsValueType && nullability.Create(step).ReadState != NullabilityState.NotNull));
    }

    /// <inheritdoc />
    public bool Equals(MemberPath? other) =>
        other is not null && _steps.Length == other._steps.Length && _steps.Zip(other._steps).All(pair => Same(pair.First, pair.Second));

    /// <inheritdoc />
    public override bool Equals(object? obj) => Equals(obj as MemberPath);

    /// <inheritdoc />
    public override int GetHashCode()
    {
        var hash = default(HashCode);
        foreach (var step in _steps)
            hash.Add(step.MetadataToken);
        return hash.ToHashCode();
    }

    /// <inheritdoc />
    public override string ToString() => $"{Root.Name}.{string.Join('.', _steps.Select(step => step.Name))}";

    internal static MemberPath? TryRead(Expression expression, ParameterExpression parameter)
    {
        var steps = new List<PropertyInfo>();
        var current = Unwrap(expression);
        while (current is MemberExpression { Member: PropertyInfo property, Expression: { } inner })
        {
            // ".Value" of a Nullable<T> says nothing the column does not say.
            if (!(property.Name == "Value" && Nullable.GetUnderlyingType(inner.Type) is not null))
                steps.Insert(0, property);
            current = Unwrap(inner);
        }

        return current == parameter && steps.Count > 0 ? new(steps) : null;
    }

    private static MemberPath? TryRead(LambdaExpression lambda) => Unwrap(lambda.Body) switch
    {
        MethodCallExpression { Method.Name: nameof(Enumerable.SelectMany), Arguments: [var many, LambdaExpression { Parameters.Count: 1 } each] }
            when TryRead(many, lambda.Parameters[0]) is { } start && TryRead(each) is { } rest => new([.. start._steps, .. rest._steps]),
        var body => TryRead(body, lambda.Parameters[0]),
    };

    private static IEnumerable<object> ReadEach(IEnumerable<object> many, PropertyInfo step) => many
        .SelectMany(one => step.GetValue(one) switch
        {
            null => [],
            IEnumerable<object> others => others,
            { } other => [other],
        })
        .Distinct(ReferenceEqualityComparer.Instance);

    private static bool LeadsToMany(PropertyInfo step) =>
        step.PropertyType != typeof(string) && step.PropertyType.IsAssignableTo(typeof(System.Collections.IEnumerable));

    private static Expression Unwrap(Expression expression) =>
        expression is UnaryExpression { NodeType: ExpressionType.Convert or ExpressionType.ConvertChecked } convert
            ? Unwrap(convert.Operand)
            : expression;

    private static bool Same(PropertyInfo a, PropertyInfo b) => a.MetadataToken == b.MetadataToken && a.Module == b.Module;
}
