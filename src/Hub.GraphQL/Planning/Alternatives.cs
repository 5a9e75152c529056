namespace Hub.GraphQL.Planning;

/// <summary>
/// Takes apart what several conditions have in common, so that "of one of these types" becomes a condition an index can serve and
/// what is left tells the types apart.
/// </summary>
internal static class Alternatives
{
    /// <summary>What all alternatives share, that some of them holds besides, and what is left of each.</summary>
    public static (Predicate Common, Predicate Any, IReadOnlyList<Predicate> Distinctions) Split(IReadOnlyList<Predicate> alternatives)
    {
        var common = Parts(alternatives[0]).Where(part => alternatives.All(other => Parts(other).Any(p => Same(p, part)))).ToArray();
        var distinctions = alternatives
            .Select(alternative => All([.. Parts(alternative).Where(part => !common.Any(shared => Same(shared, part)))]))
            .ToArray();
        var any = distinctions.Any(rest => ReferenceEquals(rest, Predicate.True)) ? Predicate.True : OneOf(distinctions);
        return (All(common), any, distinctions);
    }

    /// <summary>True when the conditions are equal in form and constants.</summary>
    public static bool Same(Predicate a, Predicate b) => (a, b) switch
    {
        (Comparison x, Comparison y) => x.Column.Path.Equals(y.Column.Path) && x.Operator == y.Operator && x.Operand == y.Operand,
        (IsNull x, IsNull y) => x.Column.Path.Equals(y.Column.Path),
        (Negation x, Negation y) => Same(x.Inner, y.Inner),
        _ => ReferenceEquals(a, b),
    };

    private static IReadOnlyList<Predicate> Parts(Predicate predicate) => predicate is AllOf all ? all.Parts : [predicate];

    private static Predicate All(Predicate[] parts) => parts.Length switch
    {
        0 => Predicate.True,
        1 => parts[0],
        _ => new AllOf(parts),
    };

    /// <summary>Some holds; as a membership where all compare one column.</summary>
    private static Predicate OneOf(Predicate[] parts)
    {
        if (parts.Length == 1)
            return parts[0];
        var comparisons = parts.OfType<Comparison>().Where(part => part.Operator == ComparisonOperator.Equal).ToArray();
        return comparisons.Length == parts.Length && comparisons.All(other => other.Column.Path.Equals(comparisons[0].Column.Path))
            ? new Membership(comparisons[0].Column, [.. comparisons.Select(part => part.Operand)])
            : new AnyOf(parts);
    }
}
