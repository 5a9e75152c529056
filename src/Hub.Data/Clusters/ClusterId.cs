namespace Hub.Data.Clusters;

/// <summary>
/// The public id of a cluster is that of its oldest member with version 8 in place of 7 (RFC 9562, section 5.8): one is read off the other, and
/// no cluster has the id of an offer.
/// </summary>
internal static class ClusterId
{
    private const int VersionByte = 6;

    /// <summary>Marks an offer's id, as stored, in place.</summary>
    public static void Mark(Span<byte> offerId) => offerId[VersionByte] = (byte)((offerId[VersionByte] & 0x0F) | 0x80);
}
