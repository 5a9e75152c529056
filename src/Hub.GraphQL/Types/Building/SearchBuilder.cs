using System.Linq.Expressions;
using Hub.GraphQL.Planning;

namespace Hub.GraphQL.Types.Building;

/// <summary>Says which texts of an entity are searched by words.</summary>
public sealed class SearchBuilder<T>
    where T : class
{
    private readonly SearchDraft _draft;

    internal SearchBuilder(SearchDraft draft) => _draft = draft;

    /// <summary>
    /// A text, the next of the index: of several columns the first that has a value. A word in it counts <paramref name="weight"/> times in
    /// the rank.
    /// </summary>
    public SearchBuilder<T> Text(double weight, params ReadOnlySpan<Expression<Func<T, string?>>> columns)
    {
        if (columns.IsEmpty)
            throw new ArgumentException("A searched text needs a column.", nameof(columns));
        var paths = new List<MemberPath>();
        foreach (var column in columns)
            paths.Add(MemberPath.From(column));
        _draft.Texts.Add((paths, weight));
        return this;
    }

    /// <summary>How many matches are ranked, the newest by row key.</summary>
    public SearchBuilder<T> Ranks(int most)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(most, 1);
        _draft.MostRanked = most;
        return this;
    }
}

/// <summary>What a builder was told about searching a type.</summary>
internal sealed class SearchDraft(string index)
{
    public List<(IReadOnlyList<MemberPath> Columns, double Weight)> Texts { get; } = [];

    public int MostRanked { get; set; } = 2_000;

    public SearchBinding Build(IReadOnlyList<Column> key) => new()
    {
        Index = index,
        Key = key is [var only] ? only : throw new InvalidOperationException($"The index \"{index}\" needs a row key of one column."),
        MostRanked = MostRanked,
        Texts = [.. Texts.Select(text => new SearchedText([.. text.Columns.Select(ColumnTypes.Plain)], text.Weight))],
    };
}
