using Hub.GraphQL.Execution;
using Hub.GraphQL.Types;

namespace Hub.GraphQL.Planning;

/// <summary>One field of the response and where its value comes from.</summary>
public abstract class OutputPlan
{
    private protected OutputPlan(FieldSite site) => Site = site;

    /// <summary>The field.</summary>
    public FieldSite Site { get; private set; }

    /// <summary>The same output for the same field of another type; what lies below is shared.</summary>
    internal OutputPlan At(FieldSite site)
    {
        var copy = (OutputPlan)MemberwiseClone();
        copy.Site = site;
        return copy;
    }
}

/// <summary>The fields to write for one object.</summary>
public sealed record ObjectPlan(NamedType Type, IReadOnlyList<OutputPlan> Fields)
{
    /// <summary>
    /// Of an interface or union, what to write for each type a row may be, in the order to try them; empty for an object type.
    /// Plans below fields of the interface are shared between the variants, so a walk over all of them should remember what it saw.
    /// </summary>
    public IReadOnlyList<VariantPlan> Variants { get; init; } = [];
}

/// <summary>What to write for a row of one type of several.</summary>
public sealed record VariantPlan(ConcreteType Type, ObjectPlan Plan);

/// <summary><c>__typename</c>.</summary>
public sealed class TypeNameOutput : OutputPlan
{
    internal TypeNameOutput(FieldSite site, string typeName)
        : base(site) => TypeName = typeName;

    /// <summary>The name to write.</summary>
    public string TypeName { get; }
}

/// <summary>A column of the row.</summary>
public sealed class ColumnOutput : OutputPlan
{
    internal ColumnOutput(FieldSite site, Column column)
        : base(site) => Column = column;

    /// <summary>The column.</summary>
    public Column Column { get; }
}

/// <summary>One other object that belongs to the row, or null.</summary>
public sealed class ReferenceOutput : OutputPlan
{
    internal ReferenceOutput(FieldSite site, ReferenceBinding binding, ObjectPlan node)
        : base(site)
    {
        Path = binding.Path;
        Target = binding.Target;
        Node = node;
    }

    /// <summary>The way to it.</summary>
    public MemberPath Path { get; }

    /// <summary>What it is; a row that is not of the type counts as null.</summary>
    public EntityBinding Target { get; }

    /// <summary>What to write of it.</summary>
    public ObjectPlan Node { get; }
}

/// <summary>One object of the root found by a column, or null.</summary>
public sealed class LookupOutput : OutputPlan
{
    internal LookupOutput(FieldSite site, EntityBinding target, Predicate filter, ObjectPlan node)
        : base(site)
    {
        Target = target;
        Filter = filter;
        Node = node;
    }

    /// <summary>What it is.</summary>
    public EntityBinding Target { get; }

    /// <summary>Which row it is.</summary>
    public Predicate Filter { get; }

    /// <summary>What to write of it.</summary>
    public ObjectPlan Node { get; }
}

/// <summary>A page of objects.</summary>
public sealed class ConnectionOutput : OutputPlan
{
    internal ConnectionOutput(FieldSite site, RelationPlan relation, ConnectionPlan selection)
        : base(site)
    {
        Relation = relation;
        Selection = selection;
    }

    /// <summary>Which rows.</summary>
    public RelationPlan Relation { get; }

    /// <summary>What to write of them.</summary>
    public ConnectionPlan Selection { get; }
}

/// <summary>A value computed from the parent's object.</summary>
public sealed class ResolvedOutput : OutputPlan
{
    internal ResolvedOutput(FieldSite site, ResolverBinding binding, ArgumentCoercer arguments, ObjectPlan? node)
        : base(site)
    {
        Binding = binding;
        Arguments = arguments;
        Node = node;
    }

    internal ResolverBinding Binding { get; }

    internal ArgumentCoercer Arguments { get; }

    internal ObjectPlan? Node { get; }
}

/// <summary>A field whose arguments could not be coerced: null, with an error at every place it stands.</summary>
public sealed class FailedOutput : OutputPlan
{
    internal FailedOutput(FieldSite site, string message, int offset)
        : base(site)
    {
        Message = message;
        Offset = offset;
    }

    internal string Message { get; }

    internal int Offset { get; }
}
