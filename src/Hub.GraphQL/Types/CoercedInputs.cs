namespace Hub.GraphQL.Types;

/// <summary>
/// Coerced arguments of a field, or a coerced input object: one place per definition, where what was not given and has no
/// default stays absent (GraphQL 6.4.1 tells absent from null).
/// </summary>
public sealed class CoercedInputs(NameTable<InputValue> definitions)
{
    private static readonly object Absent = new();

    private readonly object?[] _values = Enumerable.Repeat(Absent, definitions.Count).ToArray();

    /// <summary>No arguments at all.</summary>
    public static CoercedInputs None { get; } = new(NameTable<InputValue>.Empty);

    /// <summary>What may be given, in order.</summary>
    public NameTable<InputValue> Definitions => definitions;

    /// <summary>The value at a position; null also when absent.</summary>
    public object? this[int index]
    {
        get => VariableLeaf.Read(Raw(index));
        internal set => _values[index] = value;
    }

    /// <summary>The value of that name; null also when absent.</summary>
    public object? this[string name] => definitions.IndexOf(name) is >= 0 and var index ? this[index] : null;

    /// <summary>The value as it is, which may be one of a variable that a parameter can be made of.</summary>
    internal object? Raw(int index) => IsPresent(index) ? _values[index] : null;

    /// <summary>The value as it is, which may be one of a variable that a parameter can be made of.</summary>
    internal object? Raw(string name) => definitions.IndexOf(name) is >= 0 and var index ? Raw(index) : null;

    /// <summary>True when something was given, even null, or a default stands in.</summary>
    public bool IsPresent(int index) => !ReferenceEquals(_values[index], Absent);

    /// <summary>True when something was given, even null, or a default stands in.</summary>
    public bool IsPresent(string name) => definitions.IndexOf(name) is >= 0 and var index && IsPresent(index);
}
