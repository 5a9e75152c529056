using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using Google.Protobuf;
using Hub.Catalogue.V1;
using Hub.Data.Areas;
using Hub.Data.Catalogue;
using Hub.Data.Participants;
using Outcome = Hub.Data.Catalogue.Outcome;
using VacancyProfile = Hub.Data.Participants.VacancyProfile;

namespace Hub.Api.Catalogue;

/// <summary>What the rules must know of a source.</summary>
/// <param name="Kinds">Kinds of offer it may hold.</param>
/// <param name="Profile">Which vacancy fields are compulsory.</param>
/// <param name="Areas">The area codes that are known.</param>
internal sealed record RuleContext(OfferKinds Kinds, VacancyProfile Profile, AreaList Areas)
{
    /// <summary>True when the hub counts revisions and items bring none.</summary>
    public bool HasEpochs { get; init; }

    /// <summary>True where only what was approved is shown: what no rule stands in the way of waits for a review.</summary>
    public bool NeedsReview { get; init; }
}

/// <summary>One item with what the rules found in it.</summary>
/// <param name="Write">The item, ready to be decided on.</param>
/// <param name="Findings">What was found, as far as it is told.</param>
/// <param name="FindingsLeftOff">Findings beyond those.</param>
internal readonly record struct CheckedItem(ItemWrite Write, IReadOnlyList<ItemFinding> Findings, int FindingsLeftOff = 0);

/// <summary>What an item must satisfy. Pure: no clock, no database. Normalises the item's texts in place.</summary>
internal static class OfferRules
{
    public static CheckedItem Check(Item item, long sequence, RuleContext context)
    {
        var findings = new Findings(RootOf(item));
        if (!CheckKey(item, context, findings))
            return Checked(item, sequence, ItemVerb.Unkeyed, null, UInt128.Zero, findings);

        switch (item.ContentCase)
        {
            case Item.ContentOneofCase.Tombstone:
                TextRules.Text(item.Tombstone.Reason, OfferLimits.Reason, "reason", findings);
                return Checked(item, sequence, ItemVerb.Tombstone, null, UInt128.Zero, findings);
            case Item.ContentOneofCase.Touch:
                return Checked(item, sequence, ItemVerb.Touch, null, UInt128.Zero, findings);
        }

        var (kind, message, content) = Read(item, context, findings);
        if ((context.Kinds & (OfferKinds)(1 << (int)kind)) == 0)
            findings.Reject("KIND_NOT_OF_SOURCE", "item.kind", kind.ToString());

        UnknownFields.Drop(item);
        content.Body = message.ToByteArray();
        if (content.Body.Length > OfferLimits.ContentBytes)
            findings.Reject("CONTENT_TOO_LARGE", "item.content", string.Create(CultureInfo.InvariantCulture, $"{content.Body.Length} > {OfferLimits.ContentBytes}"));
        return Checked(item, sequence, ItemVerb.Content, content, HashOf(kind, content.Body), findings, context.NeedsReview);
    }

    /// <summary>
    /// Reads the columns again from a canonical body. The body passed the rules of its source when it came; codes may have come and gone since.
    /// </summary>
    public static ReadContent Reread(OfferKind kind, byte[] body, AreaList areas)
    {
        var item = ItemMessages.Of(kind, body);
        var context = new RuleContext(OfferKinds.None, VacancyProfile.General, areas);
        var findings = new Findings(RootOf(item));
        var content = Read(item, context, findings).Content;
        content.Body = body;
        return new(content, findings.Outcome, findings.Gravest);
    }

    private static (OfferKind Kind, IMessage Message, OfferContent Content) Read(Item item, RuleContext context, Findings findings) =>
        item.ContentCase switch
        {
            Item.ContentOneofCase.Course => (OfferKind.Course, item.Course, CourseRules.Read(item.Course, context, findings)),
            Item.ContentOneofCase.CourseRun => (OfferKind.CourseRun, item.CourseRun, CourseRunRules.Read(item.CourseRun, context, findings)),
            Item.ContentOneofCase.Gig => (OfferKind.Gig, item.Gig, GigRules.Read(item.Gig, context, findings)),
            _ => (OfferKind.Vacancy, item.Vacancy, VacancyRules.Read(item.Vacancy, context, findings)),
        };

    private static bool CheckKey(Item item, RuleContext context, Findings findings)
    {
        if (item.ExternalId.Length == 0)
            findings.Reject("EXTERNAL_ID_MISSING", "item.external_id");
        else
            TextRules.ExternalId(item.ExternalId, "item.external_id", findings);
        if (findings.Outcome is not null)
            return false;

        if (context.HasEpochs && item.Revision != 0)
            findings.Reject("REVISION_WITH_EPOCH", "item.revision");
        else if (!context.HasEpochs && item.Revision <= 0)
            findings.Reject("REVISION_NOT_POSITIVE", "item.revision");
        else if (item.ContentCase == Item.ContentOneofCase.None)
            findings.Reject("CONTENT_MISSING", "item.content");
        return findings.Outcome is null;
    }

    private static CheckedItem Checked(
        Item item, long sequence, ItemVerb verb, OfferContent? content, UInt128 hash, Findings findings, bool needsReview = false) => new(
        new()
        {
            Sequence = sequence,
            ExternalId = verb == ItemVerb.Unkeyed ? TextRules.Cut(item.ExternalId, OfferLimits.ExternalIdBytes) : item.ExternalId,
            Revision = item.Revision,
            Verb = verb,
            Content = content,
            Hash = hash,
            RuleOutcome = findings.Outcome ?? (needsReview ? Outcome.Held : null),
            Finding = findings.Gravest,
        },
        findings.All,
        findings.LeftOff);

    /// <summary>First 16 bytes of SHA-256 over the canonical body, with the kind folded in: the kinds share field numbers.</summary>
    private static UInt128 HashOf(OfferKind kind, ReadOnlySpan<byte> body)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(body, hash);
        return BinaryPrimitives.ReadUInt128BigEndian(hash) ^ (UInt128)(int)kind;
    }

    private static string RootOf(Item item) => item.ContentCase switch
    {
        Item.ContentOneofCase.Course => "course",
        Item.ContentOneofCase.CourseRun => "course_run",
        Item.ContentOneofCase.Gig => "gig",
        Item.ContentOneofCase.Vacancy => "vacancy",
        Item.ContentOneofCase.Tombstone => "tombstone",
        Item.ContentOneofCase.Touch => "touch",
        _ => "item",
    };
}
