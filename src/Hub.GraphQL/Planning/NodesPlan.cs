using Hub.GraphQL.Types;

namespace Hub.GraphQL.Planning;

/// <summary>One entity among those an id may belong to.</summary>
/// <param name="Target">The types over the entity that may be shown.</param>
/// <param name="Key">The columns ids are compared with; more than one when an id has several parts.</param>
public sealed record NodeSource(EntityBinding Target, IReadOnlyList<Column> Key);

/// <summary>A field of the root that looks objects of several entities up by id: one id, or a list of them.</summary>
public sealed class NodesBinding : FieldBinding
{
    /// <summary>True when the only argument is a list.</summary>
    public required bool IsList { get; init; }

    /// <summary>How many ids at most.</summary>
    public required int Most { get; init; }

    /// <summary>The entities, in the order they are asked.</summary>
    public required IReadOnlyList<NodeSource> Sources { get; init; }
}

/// <summary>Objects found by id, in the order of the ids, null for each that is not found.</summary>
public sealed class NodesOutput : OutputPlan
{
    internal NodesOutput(FieldSite site, bool isList, int countSlot, IReadOnlyList<NodeSourcePlan> sources)
        : base(site)
    {
        IsList = isList;
        CountSlot = countSlot;
        Sources = sources;
    }

    /// <summary>True when a list is written, else the one object or null.</summary>
    public bool IsList { get; }

    /// <summary>The parameter that says how many ids there are.</summary>
    public int CountSlot { get; }

    /// <summary>The entities, in the order they are asked; an id found in one is not looked for in the next.</summary>
    public IReadOnlyList<NodeSourcePlan> Sources { get; }
}

/// <summary>How ids are looked up in one entity.</summary>
/// <param name="Source">The entity and its key.</param>
/// <param name="Filter">The rows of any of the ids.</param>
/// <param name="FirstSlot">
/// The parameter of the first part of the first id; its other parts and the other ids follow. An id that cannot be a key here has no value.
/// </param>
/// <param name="Node">What to write of a row.</param>
public sealed record NodeSourcePlan(NodeSource Source, Predicate Filter, int FirstSlot, ObjectPlan Node);
