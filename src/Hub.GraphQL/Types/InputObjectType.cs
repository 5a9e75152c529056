namespace Hub.GraphQL.Types;

/// <summary>An input object type (GraphQL 3.10).</summary>
public sealed class InputObjectType(string name, string? description, IEnumerable<InputValue> fields, bool isOneOf = false)
    : NamedType(TypeKind.InputObject, name, description)
{
    /// <summary>The fields, in order.</summary>
    public NameTable<InputValue> Fields { get; } = new(fields);

    /// <summary>True when exactly one field must be given (<c>@oneOf</c>).</summary>
    public bool IsOneOf { get; } = isOneOf;
}
