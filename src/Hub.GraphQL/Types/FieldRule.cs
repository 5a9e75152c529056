namespace Hub.GraphQL.Types;

/// <summary>What it takes to select a field: one of these scopes. What they mean, the host knows.</summary>
/// <param name="AnyOf">Their names, parted by spaces.</param>
public sealed record FieldRule(string AnyOf)
{
    /// <summary>The names one by one.</summary>
    public IReadOnlyList<string> Scopes { get; } = AnyOf.Split(' ', StringSplitOptions.RemoveEmptyEntries);

    public bool Equals(FieldRule? other) => other is not null && other.AnyOf == AnyOf;

    public override int GetHashCode() => AnyOf.GetHashCode(StringComparison.Ordinal);

    public override string ToString() => string.Join(" or ", Scopes);
}
