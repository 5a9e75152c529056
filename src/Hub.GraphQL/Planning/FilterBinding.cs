namespace Hub.GraphQL.Planning;

/// <summary>What a field of a <c>where</c> input means.</summary>
public abstract record FilterBinding
{
    /// <summary><c>and</c>: every item holds.</summary>
    public sealed record Conjunction : FilterBinding;

    /// <summary><c>or</c>: some item holds.</summary>
    public sealed record Disjunction : FilterBinding;

    /// <summary><c>not</c>: the inner condition does not hold.</summary>
    public sealed record Complement : FilterBinding;

    /// <summary>Conditions of the same kind, one level further in.</summary>
    public sealed record Inner : FilterBinding;

    /// <summary>Conditions on a column.</summary>
    public sealed record OnColumn(Column Column) : FilterBinding;

    /// <summary>Conditions on the one object a path leads to.</summary>
    public sealed record OnReference(MemberPath Path, EntityBinding Target) : FilterBinding;

    /// <summary>Conditions on the objects a path leads to.</summary>
    public sealed record OnList(MemberPath Path, EntityBinding Target, Predicate Where) : FilterBinding;
}

/// <summary>What a field of a column's filter input means.</summary>
public enum FilterOperator
{
    /// <summary>The same; null asks for missing values.</summary>
    Eq,

    /// <summary>Not the same; true for missing values.</summary>
    Ne,

    /// <summary>One of these.</summary>
    In,

    /// <summary>None of these; true for missing values.</summary>
    Nin,

    /// <summary>Greater.</summary>
    Gt,

    /// <summary>Greater or the same.</summary>
    Gte,

    /// <summary>Less.</summary>
    Lt,

    /// <summary>Less or the same.</summary>
    Lte,

    /// <summary>A text inside.</summary>
    Contains,

    /// <summary>A text at the start.</summary>
    StartsWith,

    /// <summary>Missing, or not.</summary>
    IsNull,

    /// <summary>A value inside a list.</summary>
    Has,
}

/// <summary>What a field of a list relation's filter input means.</summary>
public enum ListOperator
{
    /// <summary>At least one object satisfies the condition.</summary>
    Some,

    /// <summary>No object satisfies the condition.</summary>
    None,

    /// <summary>Every object satisfies the condition; true when there is no object.</summary>
    All,

    /// <summary>There is an object at all, or not.</summary>
    Any,
}
