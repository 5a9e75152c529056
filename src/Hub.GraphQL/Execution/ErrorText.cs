using System.Text;

namespace Hub.GraphQL.Execution;

/// <summary>
/// Keeps messages short that quote the request: names and values in them may be as long as the request, and there may be a hundred of
/// them. Ordinary messages stay as they are, in the words of graphql-js.
/// </summary>
internal static class ErrorText
{
    /// <summary>The longest run without a space that is told whole.</summary>
    public const int LongestWord = 200;

    /// <summary>The longest message.</summary>
    public const int LongestMessage = 2_000;

    private const char Cut = '…';

    /// <summary>The message, with what is too long in it cut off.</summary>
    public static string Shorten(string message)
    {
        if (message.Length <= LongestWord)
            return message;
        var text = new StringBuilder(Math.Min(message.Length, LongestMessage + 16));
        var rest = message.AsSpan();
        while (!rest.IsEmpty && text.Length <= LongestMessage)
        {
            var end = rest.IndexOf(' ');
            var word = end < 0 ? rest : rest[..end];
            AppendWord(text, word);
            if (end >= 0)
                text.Append(' ');
            rest = end < 0 ? [] : rest[(end + 1)..];
        }

        if (text.Length <= LongestMessage)
            return text.ToString();
        text.Length = WholeUpTo(text[LongestMessage - 1], LongestMessage);
        return text.Append(Cut).ToString();
    }

    /// <summary>Quotes and brackets behind a long word stay, so that the sentence still reads.</summary>
    private static void AppendWord(StringBuilder text, ReadOnlySpan<char> word)
    {
        if (word.Length <= LongestWord)
        {
            text.Append(word);
            return;
        }

        var tail = word.Length;
        while (tail > word.Length - 8 && word[tail - 1] is '"' or '.' or ',' or ';' or ':' or ')' or '}' or ']' or '\'')
            tail--;
        text.Append(word[..WholeUpTo(word[LongestWord - 1], LongestWord)]).Append(Cut).Append(word[tail..]);
    }

    /// <summary>One less where the last character is the first half of a pair.</summary>
    private static int WholeUpTo(char last, int length) => char.IsHighSurrogate(last) ? length - 1 : length;
}
