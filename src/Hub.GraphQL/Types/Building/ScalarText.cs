using System.Globalization;

namespace Hub.GraphQL.Types.Building;

/// <summary>Instants as text.</summary>
public static class ScalarText
{
    /// <summary>Room for every instant.</summary>
    public const int MostInstantBytes = 32;

    private static readonly long MinMilliseconds = DateTimeOffset.MinValue.ToUnixTimeMilliseconds();
    private static readonly long MaxMilliseconds = DateTimeOffset.MaxValue.ToUnixTimeMilliseconds();

    /// <summary>Reads RFC 3339 text with any offset.</summary>
    public static bool TryParseInstant(string text, out DateTimeOffset instant)
    {
        ArgumentNullException.ThrowIfNull(text);
        instant = default;

        // .NET would take much more than RFC 3339: no offset, a blank for the T, more digits.
        var hasShape = text.Length >= 20 && text[4] == '-' && text[7] == '-' && text[10] is 'T' or 't' && text[13] == ':' && text[16] == ':';
        return hasShape
            && (text[^1] is 'Z' or 'z' || (text[^3] == ':' && text[^6] is '+' or '-'))
            && DateTimeOffset.TryParseExact(
                text.ToUpperInvariant(),
                ["yyyy-MM-ddTHH:mm:ssK", "yyyy-MM-ddTHH:mm:ss.FFFFFFFK"],
                CultureInfo.InvariantCulture,
                DateTimeStyles.AssumeUniversal,
                out instant);
    }

    /// <summary>Writes an instant in UTC, milliseconds only when they are not zero. False when no calendar holds it.</summary>
    public static bool TryFormatInstant(long unixMilliseconds, Span<byte> destination, out int written)
    {
        written = 0;
        if (unixMilliseconds < MinMilliseconds || unixMilliseconds > MaxMilliseconds)
            return false;
        var instant = DateTimeOffset.FromUnixTimeMilliseconds(unixMilliseconds);
        return instant.TryFormat(
            destination,
            out written,
            instant.Millisecond == 0 ? "yyyy-MM-ddTHH:mm:ssZ" : "yyyy-MM-ddTHH:mm:ss.fffZ",
            CultureInfo.InvariantCulture);
    }
}
