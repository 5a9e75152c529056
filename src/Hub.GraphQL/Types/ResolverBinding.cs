namespace Hub.GraphQL.Types;

/// <summary>What a resolver may look at.</summary>
public readonly record struct ResolveContext(object? Source, CoercedInputs Arguments, Schema Schema);

/// <summary>
/// A value computed from the parent's object rather than read from a database: introspection, and little else.
/// Lists are returned as <see cref="IReadOnlyList{T}"/> of objects, enums as the name of the value.
/// </summary>
public sealed class ResolverBinding(Func<ResolveContext, object?> resolve) : FieldBinding
{
    /// <summary>Computes the value.</summary>
    public object? Resolve(in ResolveContext context) => resolve(context);
}
