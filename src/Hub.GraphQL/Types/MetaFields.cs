namespace Hub.GraphQL.Types;

/// <summary>The fields that every composite type or the query root has without defining them (GraphQL 4).</summary>
public static class MetaFields
{
    /// <summary><c>__typename</c>, on every object, interface and union. The executor knows the runtime type.</summary>
    public static Field TypeName { get; } = new()
    {
        Name = "__typename",
        Type = TypeReference.To(SpecifiedScalars.String).NonNull(),
        Description = "The name of the current Object type at runtime.",
    };

    /// <summary><c>__schema</c>, on the query root.</summary>
    public static Field Schema { get; } = new()
    {
        Name = "__schema",
        Type = TypeReference.To(IntrospectionTypes.Schema).NonNull(),
        Description = "Access the current type schema of this server.",
        Binding = new ResolverBinding(context => context.Schema),
    };

    /// <summary><c>__type(name:)</c>, on the query root.</summary>
    public static Field Type { get; } = new()
    {
        Name = "__type",
        Type = TypeReference.To(IntrospectionTypes.Type),
        Description = "Request the type information of a single type.",
        Arguments = new([new() { Name = "name", Type = TypeReference.To(SpecifiedScalars.String).NonNull() }]),
        Binding = new ResolverBinding(context =>
            context.Schema.Types.Find((string)context.Arguments[0]!) is { } type ? TypeReference.To(type) : null),
    };
}
