namespace Hub.GraphQL.Planning;

/// <summary>How a value is compared.</summary>
public enum ComparisonOperator
{
    /// <summary>The same.</summary>
    Equal,

    /// <summary>Less, by the column's order.</summary>
    Less,

    /// <summary>Less or the same.</summary>
    LessOrEqual,

    /// <summary>Greater, by the column's order.</summary>
    Greater,

    /// <summary>Greater or the same.</summary>
    GreaterOrEqual,

    /// <summary>A text inside a text, ASCII letters of either case.</summary>
    Contains,

    /// <summary>A text at the start of a text, ASCII letters of either case.</summary>
    StartsWith,

    /// <summary>A value among the several a list or flags column holds.</summary>
    Has,
}

/// <summary>What a column is compared with: a parameter by number, or a constant of the schema.</summary>
public readonly record struct Operand(int Slot, Parameter Constant)
{
    /// <summary>True when the value differs from request to request.</summary>
    public bool IsParameter => Slot >= 0;

    /// <summary>True when the parameter may hold no value; every comparison with it is false then.</summary>
    public bool MayBeNull { get; init; }

    /// <summary>A parameter of the plan.</summary>
    public static Operand OfSlot(int slot) => new(slot, default);

    /// <summary>A parameter that says something of who asks; it has no value when nobody is known to ask.</summary>
    public static Operand OfCaller(CallerValue value)
    {
        ArgumentNullException.ThrowIfNull(value);
        return new(value.Slot, default) { MayBeNull = true };
    }

    /// <summary>A constant of the schema.</summary>
    public static Operand Of(Parameter constant) => new(-1, constant);
}

/// <summary>
/// A condition on a row. It is true or false, never unknown: a comparison with a missing value is false, its negation true.
/// </summary>
public abstract record Predicate
{
    /// <summary>Always holds.</summary>
    public static Predicate True { get; } = new AllOf([]);

    /// <summary>Never holds.</summary>
    public static Predicate False { get; } = new AnyOf([]);

    /// <summary>Both.</summary>
    public Predicate And(Predicate other)
    {
        ArgumentNullException.ThrowIfNull(other);
        if (ReferenceEquals(this, True))
            return other;
        return ReferenceEquals(other, True) ? this : new AllOf([.. Parts(this), .. Parts(other)]);

        static IReadOnlyList<Predicate> Parts(Predicate predicate) => predicate is AllOf all ? all.Parts : [predicate];
    }

    /// <summary>Not this.</summary>
    public Predicate Negate() => this is Negation { Inner: var inner } ? inner : new Negation(this);
}

/// <summary>Every part holds; true when there is none.</summary>
public sealed record AllOf(IReadOnlyList<Predicate> Parts) : Predicate;

/// <summary>Some part holds; false when there is none.</summary>
public sealed record AnyOf(IReadOnlyList<Predicate> Parts) : Predicate;

/// <summary>The inner condition does not hold.</summary>
public sealed record Negation(Predicate Inner) : Predicate;

/// <summary>A column compared with a value that is not null.</summary>
public sealed record Comparison(Column Column, ComparisonOperator Operator, Operand Operand) : Predicate;

/// <summary>A column equal to one of several values; the values may repeat.</summary>
public sealed record Membership(Column Column, IReadOnlyList<Operand> Operands) : Predicate;

/// <summary>A parameter is true, whatever the row is: something about who asks.</summary>
public sealed record ParameterHolds(Operand Operand) : Predicate;

/// <summary>A column without a value.</summary>
public sealed record IsNull(Column Column) : Predicate;

/// <summary>The one object a path leads to exists and satisfies the inner condition.</summary>
public sealed record Related(MemberPath Path, EntityBinding Target, Predicate Inner) : Predicate;

/// <summary>Some object of those a path leads to satisfies the inner condition.</summary>
public sealed record AnyRelated(MemberPath Path, EntityBinding Target, Predicate Inner) : Predicate;
