using Hub.GraphQL.Types;

namespace Hub.GraphQL.Planning;

/// <summary>A field computed from columns of its row.</summary>
/// <param name="columns">What is read.</param>
/// <param name="type">What comes out.</param>
/// <param name="compute">Makes the value of the columns' values; no value stands as <see cref="ParameterKind.Null"/>.</param>
public sealed class ComputedBinding(IReadOnlyList<Column> columns, ColumnType type, Func<Parameter[], Parameter> compute) : FieldBinding
{
    /// <summary>What is read.</summary>
    public IReadOnlyList<Column> Columns => columns;

    /// <summary>What comes out.</summary>
    public ColumnType Type => type;

    /// <summary>Makes the value.</summary>
    public Parameter Compute(Parameter[] values) => compute(values);
}

/// <summary>A value computed from columns of the row.</summary>
public sealed class ComputedOutput : OutputPlan
{
    internal ComputedOutput(FieldSite site, ComputedBinding binding)
        : base(site) => Binding = binding;

    /// <summary>What is read and what is made of it.</summary>
    public ComputedBinding Binding { get; }
}
