using Hub.GraphQL.Execution;
using Hub.GraphQL.Types;

namespace Hub.GraphQL.Planning;

/// <summary>A field after fragments were merged and directives decided, before its arguments are known.</summary>
internal sealed record CollectedField(FieldSite Site, ArgumentCoercer Arguments, CollectedObject? Selection);

/// <summary>The fields selected on one object type.</summary>
internal sealed record CollectedObject(ObjectType Type, IReadOnlyList<CollectedField> Fields);
