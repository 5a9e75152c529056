using System.Text;

namespace Hub.GraphQL.Language;

/// <summary>String tokens: their escape sequences and their values.</summary>
internal static class StringLiteral
{
    /// <summary>The value of a whole token, its quotes included, that the lexer has accepted.</summary>
    public static string Value(ReadOnlySpan<byte> token, bool isBlock)
    {
        if (isBlock)
            return BlockString.Value(token[3..^3]);

        var raw = token[1..^1];
        if (!raw.Contains((byte)'\\'))
            return Encoding.UTF8.GetString(raw);

        var value = new StringBuilder(raw.Length);
        while (!raw.IsEmpty)
        {
            var escape = raw.IndexOf((byte)'\\');
            value.Append(Encoding.UTF8.GetString(escape < 0 ? raw : raw[..escape]));
            if (escape < 0)
                break;

            var length = ReadEscape(raw, escape, out var code, out _);
            value.Append(new Rune(code).ToString());
            raw = raw[(escape + length)..];
        }

        return value.ToString();
    }

    /// <summary>Reads the escape sequence that begins at a backslash. Returns its length, or 0 and what is wrong with it.</summary>
    public static int ReadEscape(ReadOnlySpan<byte> source, int position, out int code, out string? message)
    {
        message = null;
        var rest = source[position..];
        if (rest is [_, (byte)'u', (byte)'{', ..])
            return ReadBraced(source, position, out code, out message);
        if (rest is [_, (byte)'u', ..])
            return ReadFixed(source, position, out code, out message);

        code = rest.Length < 2 ? 0 : rest[1] switch
        {
            (byte)'"' => '"',
            (byte)'\\' => '\\',
            (byte)'/' => '/',
            (byte)'b' => '\b',
            (byte)'f' => '\f',
            (byte)'n' => '\n',
            (byte)'r' => '\r',
            (byte)'t' => '\t',
            _ => 0,
        };
        if (code != 0)
            return 2;

        message = $"Invalid character escape sequence: \"{Characters.Slice(source, position, 2)}\".";
        return 0;
    }

    // \u{1F600}: one to eight digits that name a Unicode scalar value.
    private static int ReadBraced(ReadOnlySpan<byte> source, int position, out int code, out string? message)
    {
        var size = 3;
        code = 0;
        while (size < 12)
        {
            var digit = position + size < source.Length ? source[position + size] : -1;
            size++;
            if (digit == '}')
            {
                if (size < 5 || !Rune.IsValid(code))
                    break;

                message = null;
                return size;
            }

            code = code << 4 | Characters.Hex(digit);
            if (code < 0)
                break;
        }

        message = $"Invalid Unicode escape sequence: \"{Characters.Slice(source, position, size)}\".";
        return 0;
    }

    // \u1234, or two of them that form a surrogate pair.
    private static int ReadFixed(ReadOnlySpan<byte> source, int position, out int code, out string? message)
    {
        message = null;
        code = Hex16(source, position + 2);
        if (code >= 0 && Rune.IsValid(code))
            return 6;

        if (code is >= 0xD800 and <= 0xDBFF && source[(position + 6)..] is [(byte)'\\', (byte)'u', ..])
        {
            var trailing = Hex16(source, position + 8);
            if (trailing is >= 0xDC00 and <= 0xDFFF)
            {
                code = char.ConvertToUtf32((char)code, (char)trailing);
                return 12;
            }
        }

        message = $"Invalid Unicode escape sequence: \"{Characters.Slice(source, position, 6)}\".";
        return 0;
    }

    private static int Hex16(ReadOnlySpan<byte> source, int position)
    {
        if (position + 4 > source.Length)
            return -1;

        // A digit that is none is -1, which makes the whole negative.
        return Characters.Hex(source[position]) << 12
            | Characters.Hex(source[position + 1]) << 8
            | Characters.Hex(source[position + 2]) << 4
            | Characters.Hex(source[position + 3]);
    }
}
