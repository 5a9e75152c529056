using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using Hub.Data.Catalogue;

namespace Hub.Data.Clusters;

/// <summary>What the rules read of a shown offer.</summary>
internal readonly record struct ClusterTraits(
    long OfferId, OfferKind Kind, long SourceId, long ParticipantId, string Title,
    string? ProviderCode = null, string? CourseCode = null, string? ProviderName = null, DeliveryMode? Mode = null,
    string? EmployerName = null, string? AreaCode = null);

/// <summary>
/// Which offers are compared. Pure. Two offers of one kind are the same by equal provider and course code, else by a near-equal title
/// (<see cref="TitleLikeness"/>) where all that is in the title block is equal:
/// <list type="bullet">
/// <item>course: name of the provider without legal form (its code where there is no name), and mode; two that tell no mode are equal in it</item>
/// <item>vacancy: name of the employer without legal form, and regency of the first place, or its province where no more is told; two that tell no place are
/// equal in it</item>
/// </list>
/// A run follows its course and is never in a cluster. Nor is a gig: it names no employer, so nothing ties it to another participant's.
/// </summary>
internal static class ClusterRules
{
    private const int RegencyLength = 5;

    /// <summary>The offer as it is compared; null when it can be in no cluster.</summary>
    public static ClusterItem? Read(in ClusterTraits offer)
    {
        var code = CodeBlock(offer);
        var title = PlainText.Title(offer.Title);
        var block = title.Length == 0 ? null : TitleBlock(offer);
        if (code is null && block is null)
            return null;
        return new()
        {
            OfferId = offer.OfferId, Kind = offer.Kind, SourceId = offer.SourceId, ParticipantId = offer.ParticipantId,
            CodeBlock = code, TitleBlock = block, Title = title,
        };
    }

    /// <summary>What a near-equal title is evidence of.</summary>
    public static ClusterEvidence TitleEvidence(OfferKind kind) =>
        kind == OfferKind.Course ? ClusterEvidence.TitleProviderMode : ClusterEvidence.TitleEmployerPlace;

    private static long? CodeBlock(in ClusterTraits offer)
    {
        if (offer.Kind != OfferKind.Course)
            return null;
        var (provider, course) = (PlainText.Code(offer.ProviderCode), PlainText.Code(offer.CourseCode));
        return provider.Length == 0 || course.Length == 0 ? null : Hash("code", provider, course);
    }

    private static long? TitleBlock(in ClusterTraits offer)
    {
        var who = offer.Kind switch
        {
            OfferKind.Course => PlainText.Name(offer.ProviderName) is { Length: > 0 } name ? name : Coded(PlainText.Code(offer.ProviderCode)),
            OfferKind.Vacancy => PlainText.Name(offer.EmployerName),
            _ => "",
        };
        var where = offer.Kind == OfferKind.Course
            ? offer.Mode?.ToString()
            : offer.AreaCode is { } area ? area[..Math.Min(area.Length, RegencyLength)] : null;
        return who.Length == 0 ? null : Hash(offer.Kind.ToString(), who, where ?? "not told");
    }

    /// <summary>A code is never equal to a name, which has no colon.</summary>
    private static string Coded(string code) => code.Length == 0 ? "" : "code:" + code;

    private static long Hash(params ReadOnlySpan<string> parts)
    {
        Span<byte> hash = stackalloc byte[32];
        SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\0', parts)), hash);
        return BinaryPrimitives.ReadInt64BigEndian(hash);
    }
}
