using Hub.GraphQL.Planning;

namespace Hub.GraphQL.Sql.Compilation;

/// <summary>What must hold of every row, part by part.</summary>
internal static class Conjunctions
{
    /// <summary>The parts that must all hold.</summary>
    public static IEnumerable<Predicate> Conjuncts(this Predicate predicate) =>
        predicate is AllOf all ? all.Parts.SelectMany(Conjuncts) : [predicate];

    /// <summary>The search that every row must be found by; null when there is none.</summary>
    public static TextMatches? RequiredSearch(this Predicate predicate) => predicate.Conjuncts().OfType<TextMatches>().FirstOrDefault();

    /// <summary>The same without one part.</summary>
    public static Predicate Without(this Predicate predicate, Predicate part) =>
        new AllOf([.. predicate.Conjuncts().Where(known => !ReferenceEquals(known, part))]);
}
