namespace Hub.GraphQL.Planning;

/// <summary>
/// A table that counts an entity's rows in advance: one row per combination of dimensions, with measures. It may follow the rows at some
/// distance, so figures from it may lag behind the nodes beside them; <c>totalCount</c> comes from one only where it counts what a search finds.
/// </summary>
public sealed record Rollup
{
    /// <summary>The entity whose rows are counted.</summary>
    public required Type Entity { get; init; }

    /// <summary>The entity that is the rollup's table.</summary>
    public required Type Table { get; init; }

    /// <summary>Which rows are counted; a list must ask for the same.</summary>
    public required Predicate Where { get; init; }

    /// <summary>What cells keep apart.</summary>
    public required IReadOnlyList<RollupDimension> Dimensions { get; init; }

    /// <summary>
    /// How many rows a cell counts; null for a narrow copy of the rows, one for each. A copy is read only in place of rows that a search finds by
    /// key: otherwise indexes of the rows themselves serve better.
    /// </summary>
    public required Column? Count { get; init; }

    /// <summary>Sums over a cell's rows.</summary>
    public required IReadOnlyList<RollupSum> Sums { get; init; }
}

/// <summary>
/// One dimension: a column or object of the rows, the start of a text, or the day or longer interval of an instant, and where it stands
/// in the rollup. <paramref name="Missing"/> stands there for no value; null where none stands for it.
/// </summary>
public sealed record RollupDimension(RowValue From, MemberPath To, Column? Column, Parameter? Missing = null);

/// <summary>
/// The sum of a whole number, and how many rows have one; without the latter there are no means and a cell without values has no sum.
/// Where a sum could overflow it stands in two columns: how often 2^32 goes into each number, and <paramref name="Low"/>, what is left of each.
/// </summary>
public sealed record RollupSum(MemberPath From, Column Sum, Column? Values, Column? Low = null);

/// <summary>The rollups an executor may answer from.</summary>
public sealed class RollupCatalogue(params IReadOnlyList<Rollup> rollups)
{
    /// <summary>Asked for every request: false while the tables may lack rows, for instance while they are filled.</summary>
    public Func<bool> IsUsable { get; init; } = () => true;

    /// <summary>No rollups.</summary>
    public static RollupCatalogue None { get; } = new();

    /// <summary>The rollups of an entity's rows, coarsest first: the fewer dimensions, the fewer cells.</summary>
    public IReadOnlyList<Rollup> Of(Type entity) => [.. rollups.Where(rollup => rollup.Entity == entity).OrderBy(rollup => rollup.Dimensions.Count)];
}
