using System.Globalization;
using System.Text;

namespace Hub.Data.Search;

/// <summary>
/// What a person types, as an expression of the full-text index. Every word must be there; "words in quotes" stand together; the last word,
/// unless something follows it, may be the start of one. Nothing typed is an operator, so no text is a wrong expression.
/// </summary>
public static class SearchExpression
{
    /// <summary>Words that count; further ones are left out.</summary>
    public const int MostWords = 12;

    /// <summary>Characters of a word that count.</summary>
    public const int LongestWord = 48;

    private const int ShortestPrefix = 2;

    /// <summary>The expression; null when there is no word in the text.</summary>
    public static string? From(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var expression = new StringBuilder();
        var words = 0;
        var isQuoted = false;
        var isFirstOfPhrase = true;
        var lastWord = 0;
        var endsInWord = false;
        for (var i = 0; i < text.Length && words < MostWords;)
        {
            if (text[i] == '"')
            {
                isQuoted = !isQuoted;
                isFirstOfPhrase = true;
            }

            var word = WordAt(text, i);
            i += Math.Max(word, 1);
            endsInWord = word > 0 && i == text.Length;
            if (word == 0 || !HasLetter(text.AsSpan(i - word, word)))
                continue;

            if (words++ > 0)
                expression.Append(isQuoted && !isFirstOfPhrase ? " + " : " ");
            expression.Append('"').Append(Cut(text.AsSpan(i - word, word))).Append('"');
            isFirstOfPhrase = false;
            lastWord = word;
        }

        if (words == 0)
            return null;
        return expression.Append(endsInWord && !isQuoted && lastWord is >= ShortestPrefix and <= LongestWord ? "*" : "").ToString();
    }

    /// <summary>Length of the word that begins here; 0 when none does.</summary>
    private static int WordAt(string text, int start)
    {
        var end = start;
        while (end < text.Length && Rune.TryGetRuneAt(text, end, out var rune) && IsOfWord(rune))
            end += rune.Utf16SequenceLength;
        return end - start;
    }

    private static bool HasLetter(ReadOnlySpan<char> word)
    {
        foreach (var rune in word.EnumerateRunes())
        {
            if (Rune.IsLetterOrDigit(rune))
                return true;
        }

        return false;
    }

    private static ReadOnlySpan<char> Cut(ReadOnlySpan<char> word)
    {
        if (word.Length <= LongestWord)
            return word;
        return char.IsHighSurrogate(word[LongestWord - 1]) ? word[..(LongestWord - 1)] : word[..LongestWord];
    }

    private static bool IsOfWord(Rune rune) => Rune.IsLetterOrDigit(rune)
        || Rune.GetUnicodeCategory(rune) is UnicodeCategory.NonSpacingMark or UnicodeCategory.LetterNumber or UnicodeCategory.OtherNumber;
}
