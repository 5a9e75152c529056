namespace Hub.GraphQL.Planning;

/// <summary>What kind of value a <see cref="Parameter"/> holds.</summary>
public enum ParameterKind
{
    /// <summary>No value.</summary>
    Null,

    /// <summary>A whole number: numbers, Booleans, enum numbers, instants in milliseconds.</summary>
    Integer,

    /// <summary>A number of double precision.</summary>
    Real,

    /// <summary>A text, also a day.</summary>
    Text,

    /// <summary>A UUID.</summary>
    Guid,
}

/// <summary>A value as a database takes it, without boxing the common ones.</summary>
public readonly struct Parameter : IEquatable<Parameter>
{
    private readonly long _bits;
    private readonly object? _reference;

    private Parameter(ParameterKind kind, long bits, object? reference)
    {
        Kind = kind;
        _bits = bits;
        _reference = reference;
    }

    /// <summary>What the value is.</summary>
    public ParameterKind Kind { get; }

    /// <summary>The value of <see cref="ParameterKind.Integer"/>.</summary>
    public long Integer => _bits;

    /// <summary>The value of <see cref="ParameterKind.Real"/>.</summary>
    public double Real => BitConverter.Int64BitsToDouble(_bits);

    /// <summary>The value of <see cref="ParameterKind.Text"/>.</summary>
    public string Text => (string)_reference!;

    /// <summary>The value of <see cref="ParameterKind.Guid"/>.</summary>
    public Guid Guid => (Guid)_reference!;

    /// <summary>A whole number.</summary>
    public static Parameter Of(long value) => new(ParameterKind.Integer, value, null);

    /// <summary>A number.</summary>
    public static Parameter Of(double value) => new(ParameterKind.Real, BitConverter.DoubleToInt64Bits(value), null);

    /// <summary>A text.</summary>
    public static Parameter Of(string value) => new(ParameterKind.Text, 0, value);

    /// <summary>A UUID.</summary>
    public static Parameter Of(Guid value) => new(ParameterKind.Guid, 0, value);

    /// <summary>Same kind, same value.</summary>
    public static bool operator ==(Parameter left, Parameter right) => left.Equals(right);

    /// <summary>Another kind or another value.</summary>
    public static bool operator !=(Parameter left, Parameter right) => !left.Equals(right);

    /// <inheritdoc />
    public bool Equals(Parameter other) => Kind == other.Kind && _bits == other._bits && Equals(_reference, other._reference);

    /// <inheritdoc />
    public override bool Equals(object? obj) => obj is Parameter other && Equals(other);

    /// <inheritdoc />
    public override int GetHashCode() => HashCode.Combine(Kind, _bits, _reference);

    /// <inheritdoc />
    public override string ToString() => Kind switch
    {
        ParameterKind.Null => "null",
        ParameterKind.Integer => Integer.ToString(System.Globalization.CultureInfo.InvariantCulture),
        ParameterKind.Real => Types.JsonNumber.Format(Real),
        ParameterKind.Text => Text,
        _ => Guid.ToString(),
    };
}
