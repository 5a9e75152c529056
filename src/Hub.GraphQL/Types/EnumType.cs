namespace Hub.GraphQL.Types;

/// <summary>An enum type (GraphQL 3.9).</summary>
public sealed class EnumType(string name, string? description, IEnumerable<EnumValue> values)
    : NamedType(TypeKind.Enum, name, description)
{
    private readonly Dictionary<long, EnumValue> _byNumber = ByNumber(values);

    /// <summary>The values, in order.</summary>
    public NameTable<EnumValue> Values { get; } = new(values);

    /// <summary>The value stored as that number, or null.</summary>
    public EnumValue? FindNumber(long number) => _byNumber.GetValueOrDefault(number);

    private static Dictionary<long, EnumValue> ByNumber(IEnumerable<EnumValue> values)
    {
        var map = new Dictionary<long, EnumValue>();
        foreach (var value in values)
        {
            if (value.Number is { } number)
                map.TryAdd(number, value);
        }

        return map;
    }
}
