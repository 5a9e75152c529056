namespace Hub.GraphQL.Types;

/// <summary>An argument of a field or directive, or a field of an input object (<c>__InputValue</c> in introspection).</summary>
public sealed class InputValue : INamed
{
    /// <summary>The name.</summary>
    public required string Name { get; init; }

    /// <summary>What may be given.</summary>
    public required TypeReference Type { get; init; }

    /// <summary>What the value does; null when the schema does not say.</summary>
    public string? Description { get; init; }

    /// <summary>What stands when nothing is given. Null when there is no default, a literal of kind Null when the default is null.</summary>
    public InputLiteral? DefaultValue { get; init; }

    /// <summary>Why not to give it any more; null while it is current.</summary>
    public string? DeprecationReason { get; init; }

    /// <summary>What the value means to the planner; null in a schema that is only validated against.</summary>
    public object? Binding { get; init; }

    /// <summary>True when a default exists, even the default null.</summary>
    public bool HasDefault => DefaultValue is not null;

    /// <summary>True when something must be given: non-null and without default.</summary>
    public bool IsRequired => Type.IsNonNull && DefaultValue is null;

    /// <summary>True when it should not be given any more.</summary>
    public bool IsDeprecated => DeprecationReason is not null;
}
