using Hub.GraphQL.Types;

namespace Hub.GraphQL.Planning;

/// <summary>A field that leads to the first of many objects in a fixed order, or null when there is none.</summary>
public sealed class FirstBinding : FieldBinding
{
    /// <summary>The way from the parent, the last step to many.</summary>
    public required MemberPath Path { get; init; }

    /// <summary>What is found there.</summary>
    public required EntityBinding Target { get; init; }

    /// <summary>Which of them count, besides what the type itself says.</summary>
    public Predicate Where { get; init; } = Predicate.True;

    /// <summary>The order; the row key follows.</summary>
    public required IReadOnlyList<OrderTerm> Order { get; init; }
}

/// <summary>The first of the many objects that belong to the row, or null.</summary>
public sealed class FirstOutput : OutputPlan
{
    internal FirstOutput(FieldSite site, FirstBinding binding, ObjectPlan node)
        : base(site)
    {
        Path = binding.Path;
        Target = binding.Target;
        Filter = binding.Target.Where.And(binding.Where);
        Order = OrderReader.Ended(binding.Order, binding.Target);
        Node = node;
    }

    /// <summary>The way from the parent, the last step to many.</summary>
    public MemberPath Path { get; }

    /// <summary>What it is.</summary>
    public EntityBinding Target { get; }

    /// <summary>Everything it must satisfy.</summary>
    public Predicate Filter { get; }

    /// <summary>The order it is the first in; its last terms are the row key.</summary>
    public IReadOnlyList<OrderTerm> Order { get; }

    /// <summary>What to write of it.</summary>
    public ObjectPlan Node { get; }
}
