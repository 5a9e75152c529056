using System.Text;

namespace Hub.GraphQL.Language;

/// <summary>Turns byte offsets into lines and columns.</summary>
internal static class SourceLines
{
    /// <summary>The first byte of every line. LF, CR and CRLF each end one line.</summary>
    public static int[] Starts(ReadOnlySpan<byte> source)
    {
        var starts = new List<int> { 0 };
        var position = 0;
        while (source[position..].IndexOfAny(Characters.LineEnds) is >= 0 and var skip)
        {
            position += skip;
            position += source[position..] is [(byte)'\r', (byte)'\n', ..] ? 2 : 1;
            starts.Add(position);
        }

        return [.. starts];
    }

    public static SourceLocation Locate(ReadOnlySpan<byte> source, int[] starts, int offset)
    {
        var line = Array.BinarySearch(starts, offset);
        if (line < 0)
            line = ~line - 1;
        return new(line + 1, Encoding.UTF8.GetCharCount(source[starts[line]..offset]) + 1);
    }
}
