namespace Hub.GraphQL.Types;

/// <summary>A union type (GraphQL 3.8).</summary>
public sealed class UnionType(string name, string? description, IEnumerable<string> members)
    : NamedType(TypeKind.Union, name, description)
{
    /// <summary>The objects it may be, in order. Only after the schema was built.</summary>
    public IEnumerable<ObjectType> Members => MemberReferences.Select(reference => (ObjectType)reference.Type);

    internal IReadOnlyList<TypeReference> MemberReferences { get; } = [.. members.Select(TypeReference.Named)];
}
