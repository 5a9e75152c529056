using System.Globalization;

namespace PartnerSync;

/// <summary>Reads instants in one of several formats and writes them as UTC; what fits none is left unset.</summary>
/// <param name="formats">Formats as .NET knows them, such as <c>yyyy-MM-dd HH:mm:ss</c>.</param>
/// <param name="zone">Zone of times that name none.</param>
internal sealed class DateStep(IReadOnlyList<string> formats, TimeZoneInfo zone) : Step
{
    /// <summary>How an instant is written between steps.</summary>
    public const string Instant = "yyyy-MM-dd'T'HH:mm:ss.FFFFFFF'Z'";

    private readonly string _wanted = $"a time as {string.Join(" or ", formats)}";

    public override void Apply(in Row row, Cell cell)
    {
        var lossy = cell.Lossy;
        cell.ForEach(
            text =>
            {
                var instant = Read(text, out var format);
                lossy |= instant is null || TimeZoneInfo.ConvertTime(instant.Value, zone).ToString(format, CultureInfo.InvariantCulture) != text;
                return instant?.UtcDateTime.ToString(Instant, CultureInfo.InvariantCulture);
            },
            _wanted);

        // What writes back as it was read has lost nothing.
        cell.Lossy = lossy;
    }

    private DateTimeOffset? Read(string text, out string format)
    {
        foreach (var candidate in formats)
        {
            format = candidate;
            if (DateTimeOffset.TryParseExact(text, candidate, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var read))
                return NamesOffset(candidate) ? read : Local(read.UtcDateTime);
        }

        format = "";
        return null;
    }

    private DateTimeOffset? Local(DateTime clock)
    {
        var time = DateTime.SpecifyKind(clock, DateTimeKind.Unspecified);
        return zone.IsInvalidTime(time) ? null : new DateTimeOffset(time, zone.GetUtcOffset(time));
    }

    private static bool NamesOffset(string format) =>
        format.Contains('z', StringComparison.Ordinal) || format.Contains('K', StringComparison.Ordinal) || format.EndsWith("'Z'", StringComparison.Ordinal)
        || format is "r" or "R" or "u";
}
