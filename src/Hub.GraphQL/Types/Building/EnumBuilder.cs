using System.Globalization;

namespace Hub.GraphQL.Types.Building;

/// <summary>Says what the values of an enum mean.</summary>
public sealed class EnumBuilder<T>
    where T : struct, Enum
{
    private readonly List<EnumValue> _values = [];

    /// <summary>Describes a value. Its name becomes UPPER_SNAKE.</summary>
    public EnumBuilder<T> Value(T value, string description, string? deprecationReason = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(description);
        _values.Add(new()
        {
            Name = Naming.UpperSnake(value.ToString()),
            Description = description,
            DeprecationReason = deprecationReason,
            Number = Convert.ToInt64(value, CultureInfo.InvariantCulture),
        });
        return this;
    }

    internal EnumType Build(string name, string description)
    {
        // A flags enum has combinations and a zero that are no values of their own.
        var isFlags = typeof(T).IsDefined(typeof(FlagsAttribute), false);
        foreach (var value in Enum.GetValues<T>())
        {
            var number = Convert.ToInt64(value, CultureInfo.InvariantCulture);
            if (!(isFlags && !long.IsPow2(number)) && _values.TrueForAll(known => known.Number != number))
                throw new InvalidOperationException($"The enum \"{name}\" says nothing about {typeof(T).Name}.{value}.");
        }

        return new(name, description, _values);
    }
}
