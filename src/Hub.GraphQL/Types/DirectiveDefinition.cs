namespace Hub.GraphQL.Types;

/// <summary>A directive a document or schema may use (GraphQL 3.13).</summary>
public sealed class DirectiveDefinition : INamed
{
    /// <summary>The name, without the at sign.</summary>
    public required string Name { get; init; }

    /// <summary>What it does; null when the schema does not say.</summary>
    public string? Description { get; init; }

    /// <summary>What may be given, in order.</summary>
    public NameTable<InputValue> Arguments { get; init; } = NameTable<InputValue>.Empty;

    /// <summary>Where it may stand, in order.</summary>
    public required IReadOnlyList<DirectiveLocation> Locations { get; init; }

    /// <summary>True when it may stand several times at one place.</summary>
    public bool IsRepeatable { get; init; }

    /// <summary>Why not to use it any more; null while it is current.</summary>
    public string? DeprecationReason { get; init; }

    /// <summary>True when it should not be used any more.</summary>
    public bool IsDeprecated => DeprecationReason is not null;
}
