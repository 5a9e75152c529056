using Hub.GraphQL.Types;

namespace Hub.GraphQL.Planning;

/// <summary>How a stored value is read and compared.</summary>
public enum ValueKind
{
    /// <summary>A whole number that fits 32 bits.</summary>
    Int32,

    /// <summary>A whole number that must fit ±(2^53 - 1), because JavaScript reads the answer.</summary>
    SafeInteger,

    /// <summary>True or false, stored as 1 or 0.</summary>
    Boolean,

    /// <summary>A number of double precision.</summary>
    Double,

    /// <summary>Text, compared byte by byte in UTF-8.</summary>
    Text,

    /// <summary>A UUID, stored as 16 bytes in the order of its text.</summary>
    Guid,

    /// <summary>An instant, stored as whole milliseconds since 1970 in UTC.</summary>
    Instant,

    /// <summary>A day, stored as its text <c>yyyy-MM-dd</c>.</summary>
    Date,

    /// <summary>One value of an enum, stored as its number.</summary>
    Enum,

    /// <summary>Several values of an enum, stored as the bits of one number.</summary>
    Flags,

    /// <summary>A list of texts, stored as one JSON text.</summary>
    TextList,
}

/// <summary>One bit of a flags number and the enum value it stands for.</summary>
public readonly record struct FlagValue(long Mask, EnumValue Value);

/// <summary>What a column holds, in no database's words.</summary>
public sealed record ColumnType(ValueKind Kind, bool IsNullable)
{
    /// <summary>The GraphQL type of one value; null for a column that only conditions of the schema name.</summary>
    public NamedType? GraphQLType { get; init; }

    /// <summary>The bits of <see cref="ValueKind.Flags"/>, in the order they are listed.</summary>
    public IReadOnlyList<FlagValue> Flags { get; init; } = [];

    /// <summary>True when the values have an order to sort and compare by.</summary>
    public bool IsOrdered => Kind is not (ValueKind.Flags or ValueKind.TextList);

    /// <summary>True when one row holds several values.</summary>
    public bool IsList => Kind is ValueKind.Flags or ValueKind.TextList;
}

/// <summary>A value to read: the path from the entity, and what stands there.</summary>
public record Column(MemberPath Path, ColumnType Type);
