using System.Text;
using Hub.Catalogue.V1;

namespace PartnerSync;

/// <summary>Tells which items the hub can file.</summary>
internal static class ItemKey
{
    /// <summary>False for an item that the hub refuses without filing it under a key: no digest knows it.</summary>
    public static bool IsUsable(Item item, RevisionPolicy policy = RevisionPolicy.Counter) =>
        item is { ExternalId.Length: > 0, ContentCase: not Item.ContentOneofCase.None }
        && (policy == RevisionPolicy.Epoch ? item.Revision == 0 : item.Revision > 0)
        && Encoding.UTF8.GetByteCount(item.ExternalId) <= 256
        && !item.ExternalId.AsSpan().ContainsAny('\0', '\uFFFD');
}
