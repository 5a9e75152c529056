using System.Text;

namespace Hub.GraphQL.Language;

/// <summary>
/// Turns byte offsets into lines and columns. Made once for a document, so that many errors on one long line cost little.
/// </summary>
internal sealed class SourceLines
{
    private const int BlockSize = 512;

    private readonly ReadOnlyMemory<byte> _source;
    private readonly int[] _starts;
    private readonly int[]? _unitsBeforeBlock; // null for ASCII, where bytes are UTF-16 units

    public SourceLines(ReadOnlyMemory<byte> source)
    {
        _source = source;
        _starts = Starts(source.Span);
        if (!Ascii.IsValid(source.Span))
            _unitsBeforeBlock = CountBlocks(source.Span);
    }

    public SourceLocation Locate(int offset)
    {
        var line = Array.BinarySearch(_starts, offset);
        if (line < 0)
            line = ~line - 1;
        return new(line + 1, UnitsBefore(offset) - UnitsBefore(_starts[line]) + 1);
    }

    private int UnitsBefore(int offset)
    {
        if (_unitsBeforeBlock is null)
            return offset;

        var block = offset / BlockSize;
        return _unitsBeforeBlock[block] + CountUnits(_source.Span[(block * BlockSize)..offset]);
    }

    // LF, CR and CRLF each end one line.
    private static int[] Starts(ReadOnlySpan<byte> source)
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

    private static int[] CountBlocks(ReadOnlySpan<byte> source)
    {
        var before = new int[(source.Length / BlockSize) + 1];
        for (var block = 1; block < before.Length; block++)
            before[block] = before[block - 1] + CountUnits(source.Slice((block - 1) * BlockSize, BlockSize));
        return before;
    }

    // A character counts where it begins, twice when it takes four bytes; so a block may end inside of one.
    private static int CountUnits(ReadOnlySpan<byte> utf8)
    {
        var units = 0;
        foreach (var b in utf8)
            units += ((b & 0xC0) != 0x80 ? 1 : 0) + (b >= 0xF0 ? 1 : 0);
        return units;
    }
}
