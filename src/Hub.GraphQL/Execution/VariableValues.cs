using Hub.GraphQL.Types;

namespace Hub.GraphQL.Execution;

/// <summary>Coerced variables by name. What was not given and has no default is absent, which differs from null.</summary>
internal sealed class VariableValues
{
    private readonly Dictionary<string, object?> _values = new(StringComparer.Ordinal);

    public static VariableValues None { get; } = new();

    /// <summary>The texts, numbers and names of enum values that were given, where somebody wants to know.</summary>
    public List<VariableLeaf>? Leaves { get; init; }

    public bool TryGet(string name, out object? value) => _values.TryGetValue(name, out value);

    public void Set(string name, object? value) => _values[name] = value;
}
