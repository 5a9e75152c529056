namespace Hub.GraphQL.Types;

/// <summary>A field of an object or interface.</summary>
public sealed class Field : INamed
{
    /// <summary>The name, in camelCase by custom.</summary>
    public required string Name { get; init; }

    /// <summary>What the field returns.</summary>
    public required TypeReference Type { get; init; }

    /// <summary>What the value means; null when the schema does not say.</summary>
    public string? Description { get; init; }

    /// <summary>What may be given, in order.</summary>
    public NameTable<InputValue> Arguments { get; init; } = NameTable<InputValue>.Empty;

    /// <summary>Why not to use the field any more; null while it is current.</summary>
    public string? DeprecationReason { get; init; }

    /// <summary>Where the value comes from; null in a schema that is only validated against.</summary>
    public FieldBinding? Binding { get; init; }

    /// <summary>True when the field should not be used any more.</summary>
    public bool IsDeprecated => DeprecationReason is not null;
}
