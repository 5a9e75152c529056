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
        var item = new Item { ExternalId = offer.ExternalId, Revision = revision };
        switch (offer.Kind)
        {
            case OfferKind.Course:
                item.Course = Course.Parser.ParseFrom(body);
                break;
            case OfferKind.CourseRun:
                item.CourseRun = CourseRun.Parser.ParseFrom(body);
                break;
            case OfferKind.Gig:
                item.Gig = Gig.Parser.ParseFrom(body);
                break;
            case OfferKind.Vacancy:
                item.Vacancy = Vacancy.Parser.ParseFrom(body);
                break;
        }

        return item;
    }
}
