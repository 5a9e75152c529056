using System.Globalization;
using System.Text;
using Google.Protobuf.Collections;
using Google.Protobuf.WellKnownTypes;

namespace Hub.Api.Catalogue;

/// <summary>Rules of single values that all kinds share. Text is normalised to NFC and otherwise kept as sent.</summary>
internal static class TextRules
{
    /// <summary>Stands for bytes that were no UTF-8.</summary>
    public const char Unreadable = '\uFFFD';

    /// <summary>Normalises a text and checks its length in Unicode code points and that it holds no NUL.</summary>
    public static string Text(string text, int most, string field, Findings findings)
    {
        if (text.Length == 0)
            return text;
        var normal = text;
        if (!Ascii.IsValid(text))
        {
            normal = text.IsNormalized(NormalizationForm.FormC) ? text : text.Normalize(NormalizationForm.FormC);

            // What was no UTF-8 on the wire arrives as U+FFFD; a partner may also have lost the character earlier.
            if (normal.Contains(Unreadable, StringComparison.Ordinal))
                findings.Warn("TEXT_UNREADABLE", field);
        }

        // There are at most as many code points as UTF-16 units; only what seems too long is counted.
        if (normal.Length > most && CodePoints(normal) is var length && length > most)
            findings.Reject("TEXT_TOO_LONG", field, string.Create(CultureInfo.InvariantCulture, $"{length} > {most}"));
        if (normal.Contains('\0', StringComparison.Ordinal))
            findings.Reject("TEXT_HAS_NUL", field);
        return normal;
    }

    /// <summary>Checks a partner's key, which is kept byte for byte: 1 to 256 bytes of UTF-8 without NUL.</summary>
    public static void ExternalId(string key, string field, Findings findings)
    {
        if (Encoding.UTF8.GetByteCount(key) > OfferLimits.ExternalIdBytes)
            findings.Reject("EXTERNAL_ID_TOO_LONG", field);
        else if (key.Contains('\0', StringComparison.Ordinal))
            findings.Reject("TEXT_HAS_NUL", field);
        else if (key.Contains(Unreadable, StringComparison.Ordinal))
            findings.Reject("EXTERNAL_ID_UNREADABLE", field);
    }

    /// <summary>The beginning of a text, for an answer that quotes it; a surrogate pair is never cut in two.</summary>
    public static string Cut(string text, int most) => text switch
    {
        _ when text.Length <= most => text,
        _ when char.IsHighSurrogate(text[most - 1]) => text[..(most - 1)],
        _ => text[..most],
    };

    /// <summary>As <see cref="Text"/>, for a text that must be there.</summary>
    public static string Required(string text, int most, string field, Findings findings)
    {
        if (string.IsNullOrWhiteSpace(text))
            findings.Reject(field == "title" ? "TITLE_MISSING" : "FIELD_MISSING", field);
        return Text(text, most, field, findings);
    }

    /// <summary>Normalises and checks a list of texts in place.</summary>
    public static void Texts(RepeatedField<string> values, int mostValues, int mostText, string field, Findings findings)
    {
        Count(values.Count, mostValues, field, findings);
        for (var i = 0; i < values.Count; i++)
        {
            var before = findings.All.Count;
            values[i] = Text(values[i], mostText, field, findings);
            if (values[i].Length == 0)
                findings.Reject("VALUE_EMPTY", Index(field, i));
            else if (findings.All.Count > before)
                return;
        }
    }

    public static void Count(int count, int most, string field, Findings findings)
    {
        if (count > most)
            findings.Reject("TOO_MANY_VALUES", field, string.Create(CultureInfo.InvariantCulture, $"{count} > {most}"));
    }

    /// <summary>Normalises, checks and sorts attributes, so that equal content has equal bytes.</summary>
    public static void Attributes(MapField<string, string> attributes, Findings findings)
    {
        if (attributes.Count == 0)
            return;
        Count(attributes.Count, OfferLimits.Attributes, "attributes", findings);
        var sorted = new List<KeyValuePair<string, string>>(attributes.Count);
        foreach (var (key, value) in attributes)
        {
            var normalKey = Text(key, OfferLimits.AttributeKey, "attributes", findings);
            if (normalKey.Length == 0)
                findings.Reject("VALUE_EMPTY", "attributes");
            var normalValue = value.Length == 0 ? value : Text(value, OfferLimits.AttributeValue, $"attributes[{normalKey}]", findings);
            sorted.Add(new(normalKey, normalValue));
        }

        sorted.Sort((a, b) => string.CompareOrdinal(a.Key, b.Key));
        for (var i = 1; i < sorted.Count; i++)
        {
            if (string.Equals(sorted[i - 1].Key, sorted[i].Key, StringComparison.Ordinal))
                findings.Reject("ATTRIBUTE_REPEATED", $"attributes[{sorted[i].Key}]");
        }

        attributes.Clear();
        foreach (var (key, value) in sorted)
            attributes[key] = value;
    }

    public static string Url(string url, string field, Findings findings)
    {
        if (url.Length == 0)
            return url;
        var good = Uri.TryCreate(url, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https";
        if (!good)
            findings.Reject("URL_MALFORMED", field, Cut(url, 80));
        return Text(url, OfferLimits.Url, field, findings);
    }

    /// <summary>Checks a code of digits only.</summary>
    public static void Digits(string code, ReadOnlySpan<int> lengths, string field, string reason, Findings findings)
    {
        if (code.Length == 0)
            return;
        var good = lengths.Contains(code.Length);
        foreach (var character in code)
            good &= char.IsAsciiDigit(character);
        if (!good)
            findings.Reject(reason, field, Cut(code, 20));
    }

    public static void Language(string tag, Findings findings)
    {
        if (tag.Length == 0)
            return;
        var good = tag.Length is >= 2 and <= OfferLimits.Language && char.IsAsciiLetter(tag[0]) && char.IsAsciiLetter(tag[1]);
        foreach (var character in tag)
            good &= char.IsAsciiLetterOrDigit(character) || character == '-';
        if (!good)
            findings.Reject("LANGUAGE_MALFORMED", "language", Cut(tag, 40));
    }

    /// <summary>Unix milliseconds of an instant; null for none. Years 1900 to 9999.</summary>
    public static long? Instant(Timestamp? instant, string field, Findings findings)
    {
        if (instant is null)
            return null;
        if (instant.Seconds is < -2_208_988_800 or > 253_402_300_799 || instant.Nanos is < 0 or > 999_999_999)
        {
            findings.Reject("TIME_OUT_OF_RANGE", field);
            return null;
        }

        return (instant.Seconds * 1000) + (instant.Nanos / 1_000_000);
    }

    public static long? Amount(bool has, long amount, string field, Findings findings)
    {
        if (!has)
            return null;
        if (amount is < 0 or > OfferLimits.Amount)
            findings.Reject("AMOUNT_OUT_OF_RANGE", field, amount.ToString(CultureInfo.InvariantCulture));
        return amount;
    }

    public static int? Number(bool has, int number, int least, int most, string field, Findings findings)
    {
        if (!has)
            return null;
        if (number < least || number > most)
        {
            findings.Reject("NUMBER_OUT_OF_RANGE", field, string.Create(
                CultureInfo.InvariantCulture, $"{number}, {least}..{(most == int.MaxValue ? "" : most)}"));
        }

        return number;
    }

    /// <summary>The number of an enum value; null for unspecified. A number the hub does not know quarantines the item.</summary>
    public static int? Known(int value, int last, string field, Findings findings)
    {
        if (value == 0)
            return null;
        if (value < 0 || value > last)
            findings.Quarantine("ENUM_UNKNOWN", field, value.ToString(CultureInfo.InvariantCulture));
        return value;
    }

    public static void Order(long? earlier, long? later, string field, Findings findings)
    {
        if (earlier is { } first && later is { } second && second < first)
            findings.Reject("TIME_REVERSED", field);
    }

    public static string Index(string field, int index) => string.Create(CultureInfo.InvariantCulture, $"{field}[{index}]");

    /// <summary>Null for an empty text; the database says null where nothing was told.</summary>
    public static string? OrNull(string text) => text.Length == 0 ? null : text;

    private static int CodePoints(string text)
    {
        var count = text.Length;
        foreach (var unit in text)
            count -= char.IsLowSurrogate(unit) ? 1 : 0;
        return count;
    }
}
