using System.Globalization;
using System.Text;
using Hub.GraphQL.Planning;

namespace Hub.GraphQL.Execution;

/// <summary>
/// What searching means, over objects in memory: words are folded to lower case, Latin letters lose their marks, every term must be found
/// in some text of the row, and the rank is BM25 with the usual constants (k1 = 1.2, b = 0.75) over all rows of the entity.
/// </summary>
internal sealed class ObjectSearch
{
    private const double K1 = 1.2;
    private const double B = 0.75;

    private readonly SearchBinding _search;
    private readonly (string[] Words, bool IsPrefix)[] _terms;

    public ObjectSearch(SearchBinding search, string text)
    {
        _search = search;
        _terms = [.. SearchText.Read(text).Terms.Select(term => (term.Words.SelectMany(Tokens).ToArray(), term.IsPrefix)).Where(term => term.Item1.Length > 0)];
    }

    public bool Matches(object row)
    {
        var texts = Texts(row);
        return _terms.Length > 0 && _terms.All(term => texts.Any(text => Places(text, term) > 0));
    }

    /// <summary>The rank of each of some rows; the least is the best.</summary>
    public Dictionary<object, double> Rank(IEnumerable<object> all, IEnumerable<object> rows)
    {
        var texts = all.Select(Texts).ToList();
        var average = (double)texts.Sum(row => row.Sum(text => (long)text.Count)) / texts.Count;
        var rarities = _terms.Select(term =>
        {
            var hits = texts.Count(row => row.Any(text => Places(text, term) > 0));
            var rarity = Math.Log((texts.Count - hits + 0.5) / (hits + 0.5));
            return rarity <= 0 ? 1e-6 : rarity;
        }).ToArray();
        return rows.ToDictionary(row => row, row => Rank(Texts(row), rarities, average), ReferenceEqualityComparer.Instance);
    }

    /// <summary>The words of a text, folded.</summary>
    private static List<string> Tokens(string text)
    {
        var tokens = new List<string>();
        var token = new StringBuilder();
        foreach (var rune in text.EnumerateRunes())
        {
            if (Rune.GetUnicodeCategory(rune) == UnicodeCategory.NonSpacingMark)
                continue;
            if (rune != Rune.ReplacementChar && SearchText.IsOfWord(rune))
                token.Append(Fold(rune));
            else
                End();
        }

        End();
        return tokens;

        void End()
        {
            if (token.Length > 0)
                tokens.Add(token.ToString());
            token.Clear();
        }
    }

    private static string Fold(Rune rune)
    {
        var letter = rune.ToString().Normalize(NormalizationForm.FormD)[0];
        return char.IsAsciiLetter(letter) ? char.ToLowerInvariant(letter).ToString() : Rune.ToLowerInvariant(rune).ToString();
    }

    private static int Places(List<string> text, (string[] Words, bool IsPrefix) term)
    {
        var places = 0;
        for (var start = 0; start + term.Words.Length <= text.Count; start++)
        {
            var isThere = true;
            for (var i = 0; i < term.Words.Length && isThere; i++)
            {
                isThere = term.IsPrefix && i == term.Words.Length - 1
                    ? text[start + i].StartsWith(term.Words[i], StringComparison.Ordinal)
                    : text[start + i] == term.Words[i];
            }

            places += isThere ? 1 : 0;
        }

        return places;
    }

    private double Rank(List<string>[] texts, double[] rarities, double average)
    {
        var length = texts.Sum(text => text.Count);
        var rank = 0.0;
        for (var i = 0; i < _terms.Length; i++)
        {
            var frequency = 0.0;
            for (var text = 0; text < texts.Length; text++)
                frequency += _search.Texts[text].Weight * Places(texts[text], _terms[i]);
            rank += rarities[i] * (frequency * (K1 + 1.0) / (frequency + (K1 * (1 - B + (B * length / average)))));
        }

        return -rank;
    }

    private List<string>[] Texts(object row) =>
        [.. _search.Texts.Select(text => Tokens(text.Columns.Select(column => (string?)column.Path.Read(row)).FirstOrDefault(value => value is not null) ?? ""))];
}
