using System.Buffers;
using System.Text;

namespace Hub.GraphQL.Language;

/// <summary>Bytes by their role in the grammar, and source text as error messages show it.</summary>
internal static class Characters
{
    public static readonly SearchValues<byte> LineEnds = SearchValues.Create("\n\r"u8);
    public static readonly SearchValues<byte> StringStops = SearchValues.Create("\"\\\n\r"u8);
    public static readonly SearchValues<byte> BlockStringStops = SearchValues.Create("\"\\"u8);

    private const byte NameStart = 1;
    private const byte Digit = 2;

    private static readonly byte[] Roles = BuildRoles();

    public static bool IsNameStart(byte c) => Roles[c] == NameStart;

    public static bool IsNameContinue(byte c) => Roles[c] != 0;

    public static bool IsDigit(byte c) => Roles[c] == Digit;

    /// <summary>Value of a hexadecimal digit, or -1.</summary>
    public static int Hex(int c) => c switch
    {
        >= '0' and <= '9' => c - '0',
        >= 'A' and <= 'F' => c - 'A' + 10,
        >= 'a' and <= 'f' => c - 'a' + 10,
        _ => -1,
    };

    /// <summary>The code point at a place, quoted where it is printable ASCII and as U+1234 elsewhere.</summary>
    public static string Describe(ReadOnlySpan<byte> source, int position)
    {
        if (position >= source.Length)
            return "<EOF>";

        var code = CodePointAt(source, position, out _);
        return code switch
        {
            '"' => "'\"'",
            >= 0x20 and <= 0x7e => $"\"{(char)code}\"",
            _ => $"U+{code:X4}",
        };
    }

    /// <summary>
    /// The code point at a place. A surrogate in the three bytes UTF-8 forbids is given as it is, anything else that is not UTF-8
    /// as U+FFFD.
    /// </summary>
    public static int CodePointAt(ReadOnlySpan<byte> source, int position, out int length)
    {
        var rest = source[position..];
        if (Rune.DecodeFromUtf8(rest, out var rune, out length) == OperationStatus.Done)
            return rune.Value;

        if (rest is [0xED, >= 0xA0 and <= 0xBF, >= 0x80 and <= 0xBF, ..])
        {
            length = 3;
            return 0xD000 | (rest[1] & 0x3F) << 6 | (rest[2] & 0x3F);
        }

        return Rune.ReplacementChar.Value;
    }

    /// <summary>Source text from a place on, as many UTF-16 units as asked for.</summary>
    public static string Slice(ReadOnlySpan<byte> source, int position, int units)
    {
        var text = new StringBuilder();
        while (position < source.Length && text.Length < units)
        {
            var code = CodePointAt(source, position, out var length);
            position += length;
            if (code > 0xFFFF)
                text.Append(char.ConvertFromUtf32(code));
            else
                text.Append((char)code);
        }

        // A pair that straddles the end is cut in half, as in the reference implementation.
        text.Length = Math.Min(text.Length, units);
        return text.ToString();
    }

    /// <summary>Where the source stops being UTF-8; <see cref="int.MaxValue"/> where it never does.</summary>
    public static int FirstInvalid(ReadOnlySpan<byte> source)
    {
        if (System.Text.Unicode.Utf8.IsValid(source))
            return int.MaxValue;

        var position = 0;
        while (Rune.DecodeFromUtf8(source[position..], out _, out var length) == OperationStatus.Done)
            position += length;
        return position;
    }

    private static byte[] BuildRoles()
    {
        var roles = new byte[256];
        for (var c = 0; c < roles.Length; c++)
        {
            if (c == '_' || char.IsAsciiLetter((char)c))
                roles[c] = NameStart;
            else if (char.IsAsciiDigit((char)c))
                roles[c] = Digit;
        }

        return roles;
    }
}
