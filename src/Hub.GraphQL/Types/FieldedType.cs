namespace Hub.GraphQL.Types;

/// <summary>What objects and interfaces share: fields, and interfaces they implement.</summary>
public abstract class FieldedType : NamedType
{
    private protected FieldedType(
        TypeKind kind,
        string name,
        string? description,
        IEnumerable<Field> fields,
        IEnumerable<string>? interfaces)
        : base(kind, name, description)
    {
        Fields = new(fields);
        InterfaceReferences = [.. (interfaces ?? []).Select(TypeReference.Named)];
    }

    /// <summary>The fields, in order.</summary>
    public NameTable<Field> Fields { get; }

    /// <summary>The interfaces implemented, in order. Only after the schema was built.</summary>
    public IEnumerable<InterfaceType> Interfaces => InterfaceReferences.Select(reference => (InterfaceType)reference.Type);

    internal IReadOnlyList<TypeReference> InterfaceReferences { get; }
}
