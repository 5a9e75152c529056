using Hub.Data.Catalogue;

namespace Hub.Api.Catalogue;

/// <summary>What a verdict needs of an item, without its content: that is dropped once the writer is done with it.</summary>
/// <param name="Sequence">Its place in the session.</param>
/// <param name="ExternalId">The partner's key.</param>
/// <param name="Revision">Revision that was sent.</param>
/// <param name="Gravest">The finding that decided; null when there is none.</param>
/// <param name="Findings">Everything the rules told.</param>
/// <param name="LeftOff">Findings the rules did not tell, because there were too many.</param>
internal readonly record struct ItemReport(
    long Sequence, string ExternalId, long Revision, ItemFinding? Gravest, IReadOnlyList<ItemFinding> Findings, int LeftOff)
{
    public static ItemReport Of(in CheckedItem item) => new(
        item.Write.Sequence, item.Write.ExternalId, item.Write.Revision, item.Write.Finding, item.Findings, item.FindingsLeftOff);
}

/// <summary>What an item costs while it waits.</summary>
internal static class ItemCosts
{
    // About what the objects around a small item take.
    private const int Item = 500;
    private const int Finding = 300;

    public static long Of(in CheckedItem item) =>
        Item + item.Write.ExternalId.Length + (item.Write.Content?.Body.Length ?? 0) + (Finding * item.Findings.Count);
}
