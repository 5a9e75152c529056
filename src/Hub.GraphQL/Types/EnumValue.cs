using System.Text;

namespace Hub.GraphQL.Types;

/// <summary>One value of an enum.</summary>
public sealed class EnumValue : INamed
{
    private byte[]? _json;

    /// <summary>The name, in UPPER_SNAKE by custom.</summary>
    public required string Name { get; init; }

    /// <summary>What the value means; null when the schema does not say.</summary>
    public string? Description { get; init; }

    /// <summary>Why not to use it any more; null while it is current.</summary>
    public string? DeprecationReason { get; init; }

    /// <summary>The number it is stored as; null in a schema that is only validated against.</summary>
    public long? Number { get; init; }

    /// <summary>What the value means to the planner, such as the path to sort by; null where nothing more is to be said.</summary>
    public object? Binding { get; init; }

    /// <summary>True when it should not be used any more.</summary>
    public bool IsDeprecated => DeprecationReason is not null;

    /// <summary>The name in quotes, as responses hold it.</summary>
    internal ReadOnlySpan<byte> Json => _json ??= Encoding.UTF8.GetBytes($"\"{Name}\"");

    /// <inheritdoc />
    public override string ToString() => Name;
}
