namespace Hub.GraphQL.Planning;

/// <summary>What of an entity is searched by words, and the name of the index that an executor may look them up in.</summary>
public sealed class SearchBinding
{
    /// <summary>Name of the index.</summary>
    public required string Index { get; init; }

    /// <summary>The texts of a row, in the order of the index.</summary>
    public required IReadOnlyList<SearchedText> Texts { get; init; }

    /// <summary>How many matches are ranked, the newest by row key; ranking all would cost more with every match.</summary>
    public required int MostRanked { get; init; }

    /// <summary>The row key that the index knows rows by.</summary>
    public required Column Key { get; init; }

    /// <summary>The same search of rows of another table, whose column holds the key.</summary>
    public SearchBinding At(Column key) => new() { Index = Index, Texts = Texts, MostRanked = MostRanked, Key = key };
}

/// <summary>A text of a row: the first of the columns that has a value. A word in it counts <paramref name="Weight"/> times in the rank.</summary>
public sealed record SearchedText(IReadOnlyList<Column> Columns, double Weight);

/// <summary>The row holds every term of a <see cref="SearchText"/>.</summary>
public sealed record TextMatches(SearchBinding Search, Operand Text) : Predicate;

/// <summary>How well a row matches what the list is searched for, by BM25: the least value matches best.</summary>
public sealed record RelevanceColumn(SearchBinding Search) : Column(Nowhere, new ColumnType(ValueKind.Double, false))
{
    private static readonly MemberPath Nowhere = new([typeof(Array).GetProperty(nameof(Array.Length))!]);
}
