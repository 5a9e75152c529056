using System.Globalization;

namespace PartnerSync;

/// <summary>A value of the file that the map could not read.</summary>
/// <param name="Line">Line its row ends at.</param>
/// <param name="ExternalId">Key of the item.</param>
/// <param name="Column">Where it stands.</param>
/// <param name="Field">Field that stays unset, or lacks it.</param>
/// <param name="Text">The value.</param>
/// <param name="Wanted">What it should have been.</param>
/// <param name="IsKept">Whether it goes into the attributes.</param>
internal sealed record UnreadValue(long Line, string ExternalId, string Column, string Field, string Text, string Wanted, bool IsKept)
{
    private const int LongestText = 60;

    /// <summary>Where, what and why, and what to do about it.</summary>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"line {Line}, item {ExternalId}, column '{Column}': '{Shown}' is not {Wanted}; {Field} goes without it{Kept}. Correct the file, or the map.");

    private string Shown => Text.Length <= LongestText ? Text : Text[..LongestText] + "…";

    private string Kept => IsKept ? ", and the text into the attributes" : "";
}

/// <summary>A file that was read once before it is sent.</summary>
/// <param name="Rows">Its rows.</param>
/// <param name="UnreadCount">Values that could not be read.</param>
/// <param name="Unread">The first of them.</param>
internal sealed record CheckedFile(long Rows, long UnreadCount, IReadOnlyList<UnreadValue> Unread);
