using Hub.Data.Catalogue;

namespace Hub.Data.Feed;

/// <summary>
/// The known areas of an offer's places as the change log keeps them: codes parted by blanks, the first place first. An offer with one
/// place, as nearly all are, has its code alone.
/// </summary>
public static class AreaKeys
{
    private const char Separator = ' ';

    /// <summary>The areas of a content; null when it has no place.</summary>
    internal static string? Of(OfferContent content) => content.Places switch
    {
        [] => null,
        [var place] => place.KnownCode,
        var places => string.Join(Separator, places.Select(place => place.KnownCode)),
    };

    /// <summary>The areas so far and one more.</summary>
    internal static string Join(string? areas, string next) => areas is null ? next : $"{areas}{Separator}{next}";

    /// <summary>Area of the first place; null when there is none.</summary>
    public static string? First(string? areas) =>
        areas is not null && areas.IndexOf(Separator, StringComparison.Ordinal) is > 0 and var end ? areas[..end] : areas;

    /// <summary>The areas one by one.</summary>
    public static IReadOnlyList<string> Split(string? areas) => areas?.Split(Separator) ?? [];

    /// <summary>Whether any of the places lies inside an area.</summary>
    public static bool AnyIn(string? areas, string area)
    {
        ArgumentException.ThrowIfNullOrEmpty(area);
        var rest = areas.AsSpan();
        while (!rest.IsEmpty)
        {
            var end = rest.IndexOf(Separator);
            var code = end < 0 ? rest : rest[..end];
            if (code.StartsWith(area, StringComparison.Ordinal) && (code.Length == area.Length || code[area.Length] == '.'))
                return true;
            rest = end < 0 ? [] : rest[(end + 1)..];
        }

        return false;
    }
}
