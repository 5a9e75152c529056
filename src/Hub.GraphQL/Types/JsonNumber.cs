using System.Globalization;

namespace Hub.GraphQL.Types;

/// <summary>Numbers the way JavaScript prints them (ECMAScript, Number::toString), which is how every GraphQL client expects them.</summary>
public static class JsonNumber
{
    /// <summary>Large enough for every double.</summary>
    public const int MostCharacters = 32;

    /// <summary>Writes a finite number; returns the number of bytes.</summary>
    public static int Format(double value, Span<byte> destination)
    {
        if (!double.IsFinite(value))
            throw new ArgumentOutOfRangeException(nameof(value), value, "JSON has no such number.");
        if (value == 0)
        {
            destination[0] = (byte)'0';
            return 1;
        }

        // The shortest digits that read back the same, as d.dddE+xxx.
        Span<char> digits = stackalloc char[MostCharacters];
        var (count, exponent) = ShortestDigits(Math.Abs(value), digits);
        var at = 0;
        if (value < 0)
            destination[at++] = (byte)'-';
        at += exponent switch
        {
            >= 0 and < 21 when count <= exponent + 1 => Whole(digits[..count], exponent, destination[at..]),
            >= 0 and < 21 => Fraction(digits[..count], exponent, destination[at..]),
            < 0 and >= -6 => Small(digits[..count], exponent, destination[at..]),
            _ => Scientific(digits[..count], exponent, destination[at..]),
        };
        return at;
    }

    /// <summary>The number as JavaScript prints it.</summary>
    public static string Format(double value)
    {
        Span<byte> bytes = stackalloc byte[MostCharacters];
        return System.Text.Encoding.ASCII.GetString(bytes[..Format(value, bytes)]);
    }

    /// <summary>Prints a number of a JSON text as JavaScript would after reading it: <c>1e3</c> becomes <c>1000</c>.</summary>
    internal static string ToJavaScript(string text)
    {
        var value = double.Parse(text, NumberStyles.Float, CultureInfo.InvariantCulture);
        return double.IsFinite(value) ? Format(value) : value > 0 ? "Infinity" : "-Infinity";
    }

    private static (int Count, int Exponent) ShortestDigits(double value, Span<char> digits)
    {
        Span<char> text = stackalloc char[MostCharacters];
        value.TryFormat(text, out var length, "R", CultureInfo.InvariantCulture);
        text = text[..length];

        var exponent = 0;
        if (text.IndexOf('E') is >= 0 and var mark)
        {
            exponent = int.Parse(text[(mark + 1)..], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture);
            text = text[..mark];
        }

        var point = text.IndexOf('.');
        exponent += (point < 0 ? text.Length : point) - 1;

        var count = 0;
        var leading = true;
        foreach (var c in text)
        {
            if (c == '.')
                continue;
            if (leading && c == '0')
            {
                exponent--;
                continue;
            }

            leading = false;
            digits[count++] = c;
        }

        while (count > 1 && digits[count - 1] == '0')
            count--;
        return (count, exponent);
    }

    private static int Whole(ReadOnlySpan<char> digits, int exponent, Span<byte> destination)
    {
        Copy(digits, destination);
        destination[digits.Length..(exponent + 1)].Fill((byte)'0');
        return exponent + 1;
    }

    private static int Fraction(ReadOnlySpan<char> digits, int exponent, Span<byte> destination)
    {
        Copy(digits[..(exponent + 1)], destination);
        destination[exponent + 1] = (byte)'.';
        Copy(digits[(exponent + 1)..], destination[(exponent + 2)..]);
        return digits.Length + 1;
    }

    private static int Small(ReadOnlySpan<char> digits, int exponent, Span<byte> destination)
    {
        destination[0] = (byte)'0';
        destination[1] = (byte)'.';
        var zeros = -exponent - 1;
        destination[2..(2 + zeros)].Fill((byte)'0');
        Copy(digits, destination[(2 + zeros)..]);
        return 2 + zeros + digits.Length;
    }

    private static int Scientific(ReadOnlySpan<char> digits, int exponent, Span<byte> destination)
    {
        var at = 1;
        destination[0] = (byte)digits[0];
        if (digits.Length > 1)
        {
            destination[at++] = (byte)'.';
            Copy(digits[1..], destination[at..]);
            at += digits.Length - 1;
        }

        destination[at++] = (byte)'e';
        destination[at++] = (byte)(exponent < 0 ? '-' : '+');
        Math.Abs(exponent).TryFormat(destination[at..], out var written, default, CultureInfo.InvariantCulture);
        return at + written;
    }

    private static void Copy(ReadOnlySpan<char> digits, Span<byte> destination)
    {
        for (var i = 0; i < digits.Length; i++)
            destination[i] = (byte)digits[i];
    }
}
