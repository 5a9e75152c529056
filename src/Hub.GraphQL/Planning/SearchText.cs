using System.Globalization;
using System.Text;

namespace Hub.GraphQL.Planning;

/// <summary>Words that stand together; the last may be the start of a word.</summary>
public sealed record SearchTerm(IReadOnlyList<string> Words, bool IsPrefix);

/// <summary>
/// What a person types, as terms that must all be found. "Words in quotes" stand together; the last word, unless something follows it, may be
/// the start of one. Nothing typed is an operator, so no text is wrong; one without a word has no terms.
/// </summary>
public sealed class SearchText
{
    private const int ShortestPrefix = 2;

    private SearchText(IReadOnlyList<SearchTerm> terms) => Terms = terms;

    /// <summary>The terms.</summary>
    public IReadOnlyList<SearchTerm> Terms { get; }

    /// <summary>Words of all terms.</summary>
    public IEnumerable<string> Words => Terms.SelectMany(term => term.Words);

    /// <summary>Reads what was typed.</summary>
    public static SearchText Parse(string typed)
    {
        ArgumentNullException.ThrowIfNull(typed);
        var terms = new List<List<string>>();
        var (isQuoted, isOpen, endsInWord) = (false, false, false);
        for (var i = 0; i < typed.Length;)
        {
            if (typed[i] == '"')
                (isQuoted, isOpen) = (!isQuoted, false);
            var length = WordAt(typed, i);
            var word = typed.Substring(i, length);
            i += Math.Max(length, 1);
            endsInWord = i == typed.Length && length > 0 && !isQuoted;
            if (!word.EnumerateRunes().Any(Rune.IsLetterOrDigit))
                continue;
            if (isQuoted && isOpen)
                terms[^1].Add(word);
            else
                terms.Add([word]);
            isOpen = true;
        }

        return new([.. terms.Select((words, i) => new SearchTerm(words, endsInWord && i == terms.Count - 1 && words[^1].Length >= ShortestPrefix))]);
    }

    /// <summary>Reads what <see cref="ToString"/> wrote.</summary>
    public static SearchText Read(string written)
    {
        ArgumentNullException.ThrowIfNull(written);
        return new([.. written.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(term => new SearchTerm(term.TrimEnd('*').Split('+'), term[^1] == '*'))]);
    }

    /// <summary>The terms in one form: words that stand together are joined by <c>+</c>, the start of a word ends in <c>*</c>.</summary>
    public override string ToString() => string.Join(' ', Terms.Select(term => string.Join('+', term.Words) + (term.IsPrefix ? "*" : "")));

    /// <summary>Length of the word that begins here; 0 when none does.</summary>
    private static int WordAt(string text, int start)
    {
        var end = start;
        while (end < text.Length && Rune.TryGetRuneAt(text, end, out var rune) && IsOfWord(rune))
            end += rune.Utf16SequenceLength;
        return end - start;
    }

    /// <summary>Letters, digits and numbers of any script, with their marks.</summary>
    internal static bool IsOfWord(Rune rune) => Rune.IsLetterOrDigit(rune)
        || Rune.GetUnicodeCategory(rune) is UnicodeCategory.NonSpacingMark or UnicodeCategory.LetterNumber or UnicodeCategory.OtherNumber;
}
