namespace Hub.GraphQL.Types;

/// <summary>An interface type (GraphQL 3.7).</summary>
public sealed class InterfaceType(string name, string? description, IEnumerable<Field> fields, IEnumerable<string>? interfaces = null)
    : FieldedType(TypeKind.Interface, name, description, fields, interfaces);
