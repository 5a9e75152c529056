using Hub.Catalogue.V1;
using Hub.Data.Catalogue;

namespace Hub.Api.Catalogue;

/// <summary>Builds the contract's items from what is stored.</summary>
internal static class ItemMessages
{
    /// <summary>What the partner said last; null when that version was refused and not kept.</summary>
    public static Item? Said(Offer offer, PendingItem? pending) => offer switch
    {
        { SaidState: SaidState.Tombstone } => new()
        {
            ExternalId = offer.ExternalId,
            Revision = offer.SaidRevision,
            Tombstone = new(),
        },
        _ when pending is not null && pending.Revision == offer.SaidRevision => Of(offer, pending.Revision, pending.Body),
        { SaidHash: null, Revision: > 0 } => Of(offer, offer.SaidRevision, offer.Body),
        _ => null,
    };

    public static Item Of(Offer offer, long revision, byte[] body)
    {
        var item = Of(offer.Kind, body);
        (item.ExternalId, item.Revision) = (offer.ExternalId, revision);
        return item;
    }

    /// <summary>An item that only has its content, read from a canonical body.</summary>
    public static Item Of(OfferKind kind, byte[] body) => kind switch
    {
        OfferKind.Course => new() { Course = Course.Parser.ParseFrom(body) },
        OfferKind.CourseRun => new() { CourseRun = CourseRun.Parser.ParseFrom(body) },
        OfferKind.Gig => new() { Gig = Gig.Parser.ParseFrom(body) },
        OfferKind.Vacancy => new() { Vacancy = Vacancy.Parser.ParseFrom(body) },
        _ => throw new InvalidOperationException($"Offers of kind {kind} have no content."),
    };
}
