using Hub.GraphQL.Execution;
using Hub.GraphQL.Types;

namespace Hub.GraphQL.Planning;

/// <summary>A field after fragments were merged and directives decided, before its arguments are known.</summary>
internal sealed record CollectedField(FieldSite Site, ArgumentCoercer Arguments, CollectedObject? Selection);

/// <summary>The fields selected on one object type; of an interface or union, those of each type it may be.</summary>
internal sealed record CollectedObject(NamedType Type, IReadOnlyList<CollectedField> Fields)
{
    /// <summary>
    /// One for each type an interface or union may be, in the schema's order; empty for an object. What was selected on the interface
    /// alone is collected once: such fields of two variants have the same arguments and selection.
    /// </summary>
    public IReadOnlyList<CollectedObject> Variants { get; init; } = [];

    /// <summary>Fields of the whole operation, each once; told at the root only.</summary>
    public int FieldCount { get; init; }

    /// <summary>What the whole operation needs of its caller; told at the root only.</summary>
    public IReadOnlyList<FieldNeed> Needs { get; init; } = [];
}
