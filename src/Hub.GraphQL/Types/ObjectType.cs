namespace Hub.GraphQL.Types;

/// <summary>An object type (GraphQL 3.6).</summary>
public sealed class ObjectType(string name, string? description, IEnumerable<Field> fields, IEnumerable<string>? interfaces = null)
    : FieldedType(TypeKind.Object, name, description, fields, interfaces)
{
    /// <summary>What the type means to the planner; null in a schema that is only validated against.</summary>
    public object? Binding { get; init; }
}
